import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AnswerRecord } from '#contract/answer.ts';
import { createExit, type Leaving } from './exit.ts';
import { digestOf, firstBrokenEntry } from './ledger.ts';
import { createMemoryLedger } from './memory-ledger.ts';
import { makeReport } from './proof/fake-runtime.ts';
import { createVirtualTime } from './proof/virtual-time.ts';

const options = { signal: new AbortController().signal, timeoutMs: 1_000 };

function makeExit(change: { appendFails?: boolean } = {}) {
  const { clock, timers } = createVirtualTime(1_700_000_000_000, async () => undefined);
  const ledger = createMemoryLedger(1_000);
  const sent: { path: string; body: Uint8Array; ledgerHad: number }[] = [];
  const transport = {
    async fetch(request: Request): Promise<Response> {
      const url = new URL(request.url);
      const ledgerHad = ledger.entries().length;
      sent.push({ path: url.pathname + url.search, body: new Uint8Array(await request.arrayBuffer()), ledgerHad });
      if (url.pathname.endsWith('/answer') || url.pathname.endsWith('/progress'))
        return new Response(null, { status: 204 });
      if (url.pathname.endsWith('/tracking')) return Response.json({ batchId: 'b', changed: 1, receivedAt: 1 });
      if (url.pathname.endsWith('/heartbeat'))
        return Response.json({ receivedAt: 1, wantsDescription: false, nextBeatMs: 5_000 });
      const subject = { kind: 'execution-log', executionId: 'x1' };
      return Response.json({ requests: [{ id: 'R-1', subject, askedBy: 'Ada', expiresAt: 2e12 }], cancelled: [] });
    },
  };
  const failing = { ...ledger, append: async () => Promise.reject(new Error('no space left')) };
  const exit = createExit({
    platform: 'https://platform.example',
    transport,
    ledger: change.appendFails ? failing : ledger,
    clock,
    timers,
    log: () => undefined,
  });
  const text = (): string => sent.map(({ path, body }) => path + new TextDecoder().decode(body)).join('\n');
  return { exit, ledger, sent, text };
}

const batch = (reports: unknown[]): Leaving =>
  ({ operation: 'tracking', body: { batchId: 'b1', sentAt: 1, lost: 0, reports } }) as Leaving;
const beat = {
  sentAt: 1,
  bootId: 'b',
  sequence: 1,
  startedAt: 1,
  descriptionDigest: 'd',
  degraded: [],
  inFlight: [],
  inFlightCount: 0,
  spool: { waiting: 0, bytes: 0, lost: 0 },
  exitRefused: 0,
};
const poll: Leaving = { operation: 'poll', query: { wait: 0, bootId: 'boot' } };

async function* records(...all: unknown[]): AsyncGenerator<AnswerRecord> {
  yield* all as AnswerRecord[];
}
const head = { t: 'head', kind: 'execution-log', at: 1 };

async function unzip(body: Uint8Array | undefined): Promise<AnswerRecord[]> {
  const stream = new Blob([new Uint8Array(body ?? [])]).stream().pipeThrough(new DecompressionStream('gzip'));
  const text = await new Response(stream).text();
  return text
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as AnswerRecord);
}

describe('the exit', () => {
  it('writes the ledger before anything leaves', async () => {
    const { exit, ledger, sent } = makeExit();
    await exit.leave({ operation: 'heartbeat', body: beat }, options);
    expect(sent[0]?.ledgerHad).toBe(1);
    const [entry] = ledger.entries();
    expect(entry).toMatchObject({
      category: 'online-status',
      operation: 'heartbeat',
      phase: 'whole',
      requestId: null,
      person: 'automatic',
    });
    expect(entry?.bytes).toBe(sent[0]?.body.byteLength);
    expect(entry?.digest).toBe(digestOf(sent[0]?.body ?? new Uint8Array()));
    expect(entry?.fields).toContain('spool.waiting');
  });

  it('sends nothing when the ledger cannot be written', async () => {
    const { exit, sent } = makeExit({ appendFails: true });
    expect(await exit.leave({ operation: 'heartbeat', body: beat }, options)).toMatchObject({
      kind: 'refused',
      isContent: false,
    });
    expect(sent).toEqual([]);
  });

  it('refuses unknown keys at any depth and counts it', async () => {
    const { exit, text } = makeExit();
    const outcomes = await Promise.all([
      exit.leave({ operation: 'heartbeat', body: { ...beat, ...{ secret: 'canary' } } }, options),
      exit.leave(batch([{ ...makeReport('x'), rows: ['canary'] }]), options),
      exit.leave(batch([{ ...makeReport('x'), failure: { ...makeReport('x').failure, message: 'canary' } }]), options),
      exit.leave({ operation: 'poll', query: { wait: 0, bootId: 'b', ...{ note: 'canary' } } }, options),
    ]);
    expect(outcomes.map(({ kind }) => kind)).toEqual(['refused', 'refused', 'refused', 'refused']);
    expect(exit.refused()).toBe(4);
    expect(text()).toBe('');
  });

  it('refuses an operation that is not in the contract', async () => {
    const { exit, sent } = makeExit();
    const outcome = await exit.leave({ operation: 'upload', body: {} } as unknown as Leaving, options);
    expect(outcome.kind).toBe('refused');
    expect(sent).toEqual([]);
  });

  it('reduces every template once more', async () => {
    const { exit, text } = makeExit();
    const long = `Customer 'Canary ${'x'.repeat(5_000)}' not found`;
    expect(
      (await exit.leave(batch([makeReport('x1', 'Customer Canary not found'), makeReport('x2', long)]), options)).kind,
    ).toBe('answered');
    expect(text()).toContain('Customer <str> not found');
    expect(text()).not.toContain('Canary');
  });

  it('refuses what is larger than the contract allows', async () => {
    const { exit, sent } = makeExit();
    const documents = Array.from({ length: 200 }, (_, index) => ({
      number: index + 1,
      fileName: 'f'.repeat(400),
      directory: 'd'.repeat(1_000),
      sizeBytes: 1,
      records: null,
      outcome: 'written' as const,
      step: null,
      tracked: [],
    }));
    const reports = Array.from({ length: 50 }, (_, index) => ({ ...makeReport(`x${index}`), documents }));
    expect(await exit.leave(batch(reports), options)).toMatchObject({ kind: 'refused', isContent: true });
    expect(sent).toEqual([]);
  });

  it('lets answers and progress out for requests that the platform delivered, and for no others', async () => {
    const { exit, sent } = makeExit();
    const answer = (): Leaving => ({
      operation: 'answer',
      requestId: 'R-1',
      records: records(head, { t: 'end', items: 0, cut: null }),
    });
    const progress: Leaving = { operation: 'progress', requestId: 'R-1', body: { done: 0, total: null } };
    expect((await exit.leave(answer(), options)).kind).toBe('refused');
    expect((await exit.leave(progress, options)).kind).toBe('refused');
    expect(sent).toEqual([]);
    await exit.leave(poll, options);
    expect((await exit.leave(answer(), options)).kind).toBe('answered');
    expect((await exit.leave(progress, options)).kind).toBe('answered');
    expect((await exit.leave({ ...progress, requestId: 'R-2' } as Leaving, options)).kind).toBe('refused');
  });

  it('ends an answer with one sentence where a record does not belong', async () => {
    const bad: [string, unknown[]][] = [
      ['an unknown key', [head, { t: 'line', at: 1, level: 'info', step: null, text: 'fine', row: 'canary' }]],
      [
        'a record of another kind',
        [head, { t: 'object', object: { namespace: null, name: 'canary', kind: 'table', comment: null, fields: [] } }],
      ],
      ['content before the head', [{ t: 'line', at: 1, level: 'info', step: null, text: 'canary' }]],
      ['a head of another kind', [{ ...head, kind: 'connector-browse' }, 'canary']],
      ['no record at all', [head, 'canary']],
    ];
    for (const [, all] of bad) {
      const { exit, sent } = makeExit();
      await exit.leave(poll, options);
      await exit.leave({ operation: 'answer', requestId: 'R-1', records: records(...all) }, options);
      const left = await unzip(sent.at(-1)?.body);
      expect(left.at(-1)?.t).toBe('failed');
      expect(JSON.stringify(left)).not.toContain('canary');
      expect(exit.refused()).toBe(1);
    }
  });

  it('ends the answer of a runtime that throws or stops early', async () => {
    for (const all of [
      (async function* (): AsyncGenerator<AnswerRecord> {
        yield head as AnswerRecord;
        throw new Error('canary');
      })(),
      records(head),
    ]) {
      const { exit, sent } = makeExit();
      await exit.leave(poll, options);
      await exit.leave({ operation: 'answer', requestId: 'R-1', records: all }, options);
      const left = await unzip(sent.at(-1)?.body);
      expect(left.at(-1)?.t).toBe('failed');
      expect(JSON.stringify(left)).not.toContain('canary');
    }
  });

  it('closes the ledger of an answer with its bytes, records and digest', async () => {
    const { exit, sent, ledger } = makeExit();
    await exit.leave(poll, options);
    await exit.leave(
      { operation: 'answer', requestId: 'R-1', records: records(head, { t: 'end', items: 0, cut: null }) },
      options,
    );
    const body = sent.at(-1)?.body ?? new Uint8Array();
    expect(ledger.entries().at(-1)).toMatchObject({
      phase: 'closing',
      category: 'execution-log',
      requestId: 'R-1',
      person: 'Ada',
      bytes: body.byteLength,
      records: 2,
      digest: digestOf(body),
    });
    expect(firstBrokenEntry(ledger.entries())).toBeNull();
  });

  it('says so when no answer comes in time', async () => {
    const time = createVirtualTime(1, async () => new Promise((resolve) => setImmediate(resolve)));
    const transport = {
      fetch: (request: Request) =>
        new Promise<Response>((_, reject) =>
          request.signal.addEventListener('abort', () => reject(new Error('aborted'))),
        ),
    };
    const exit = createExit({
      platform: 'https://p.example',
      transport,
      ledger: createMemoryLedger(10),
      clock: time.clock,
      timers: time.timers,
      log: () => undefined,
    });
    const outcome = exit.leave({ operation: 'heartbeat', body: beat }, options);
    await time.advance(1_000);
    expect(await outcome).toMatchObject({ kind: 'unreachable', reason: expect.stringContaining('1000 ms') as string });
  });

  it('never lets a canary out, whatever shape a report takes', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.object({ values: [fc.constant('canary'), fc.integer(), fc.constant(null)] }),
        async (extra) => {
          const { exit, text } = makeExit();
          await exit.leave(batch([{ ...makeReport('x1'), ...extra }]), options);
          await exit.leave(batch([{ ...makeReport('x1'), failure: extra }]), options);
          await exit.leave({ operation: 'heartbeat', body: { ...beat, ...extra } }, options);
          expect(text()).not.toContain('canary');
        },
      ),
      { numRuns: 200 },
    );
  });
});

describe('the ledger chain', () => {
  it('shows a changed, removed or reordered entry', async () => {
    const { exit, ledger } = makeExit();
    for (let n = 0; n < 5; n += 1) await exit.leave(poll, options);
    const entries = ledger.entries();
    expect(firstBrokenEntry(entries)).toBeNull();
    expect(firstBrokenEntry(entries.map((entry) => (entry.number === 3 ? { ...entry, bytes: 1 } : entry)))).toBe(3);
    expect(firstBrokenEntry(entries.filter(({ number }) => number !== 3))).toBe(4);
  });

  it('keeps its order when many messages leave at once', async () => {
    const { exit, ledger } = makeExit();
    await Promise.all(Array.from({ length: 50 }, () => exit.leave(poll, options)));
    expect(ledger.entries().map(({ number }) => number)).toEqual(Array.from({ length: 50 }, (_, index) => index + 1));
    expect(firstBrokenEntry(ledger.entries())).toBeNull();
  });
});
