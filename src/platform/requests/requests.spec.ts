import { beforeEach, describe, expect, test } from 'vitest';
import type { AnswerRecord } from '#contract/answer.ts';
import {
  createTestPlatform,
  START_AT,
  type TestAgent,
  type TestPlatform,
  testReport,
} from '#platform/testing/test-platform.ts';
import { createMemoryStore } from '#platform/store/memory/create-memory-store.ts';
import { IN_HAND_MAX } from './hand-over.ts';

const nextRound = () => new Promise<void>((resolve) => setImmediate(resolve));
const head = (kind: 'execution-log' | 'execution-error' | 'connector-browse'): AnswerRecord => ({
  t: 'head',
  kind,
  at: START_AT,
});
const line = (text: string): AnswerRecord => ({ t: 'line', at: START_AT, level: 'info', step: null, text });
const end = (items: number): AnswerRecord => ({ t: 'end', items, cut: null });
const logAnswer = (...texts: string[]) => [head('execution-log'), ...texts.map(line), end(texts.length)];

let world: TestPlatform;
let agent: TestAgent;
beforeEach(async () => {
  world = await createTestPlatform(nextRound);
  agent = await world.enrol('ber-prod-01');
  await agent.track('b1', testReport('e1'));
});

const askLog = (fresh = false) =>
  world.ask('createRequest', { body: { subject: { kind: 'execution-log', executionId: 'e1' }, fresh } });
const stateOf = async (id = 'R-1') => (await world.ask('getRequest', { params: { requestId: id } })).body;

describe('a held poll', () => {
  test('is woken at once when somebody asks', async () => {
    const held = agent.poll({ wait: 25_000 });
    await world.time.settle();
    await askLog();
    expect((await held).requests).toMatchObject([
      { id: 'R-1', subject: { kind: 'execution-log', executionId: 'e1' }, askedBy: 'Administrator' },
    ]);
    expect(await stateOf()).toMatchObject({ state: 'delivered', deliveries: 1 });
  });
  test('answers empty after its time', async () => {
    const held = agent.poll({ wait: 25_000 });
    await world.time.advance(25_000);
    expect(await held).toEqual({ requests: [], cancelled: [] });
  });
  test('that closed makes the runtime offline within two seconds, unless it calls again', async () => {
    const connection = new AbortController();
    const word = async () => (await world.ask('getRuntime', { params: { runtimeId: agent.runtimeId } })).body;
    const held = agent.poll({ wait: 25_000, signal: connection.signal });
    await world.time.settle();
    connection.abort();
    await held;
    await world.pass(1_000);
    expect(await word()).toMatchObject({ summary: { status: { contact: 'connected' } } });
    await world.pass(1_000);
    expect(await word()).toMatchObject({
      summary: { status: { contact: 'offline', health: 'unknown', word: 'offline', because: 'was ok 2 s ago' } },
    });
    await agent.beat();
    expect(await word()).toMatchObject({ summary: { status: { contact: 'connected' } } });
  });
  test('gives way to a newer one of the same runtime, which gets the work', async () => {
    const older = agent.poll({ wait: 25_000 });
    await world.time.settle();
    const newer = agent.poll({ wait: 25_000 });
    expect(await older).toEqual({ requests: [], cancelled: [] });
    await askLog();
    expect((await newer).requests).toHaveLength(1);
  });
});

describe('delivery', () => {
  test('what the agent holds is not given again; a restart gets it once more, a second one fails it', async () => {
    await askLog();
    expect((await agent.poll()).requests).toHaveLength(1);
    expect((await agent.poll({ holding: ['R-1'] })).requests).toHaveLength(0);
    agent.bootId = 'boot-2';
    expect((await agent.poll()).requests).toHaveLength(1);
    expect(await stateOf()).toMatchObject({ state: 'delivered', deliveries: 2 });
    agent.bootId = 'boot-3';
    expect((await agent.poll()).requests).toHaveLength(0);
    expect(await stateOf()).toMatchObject({
      state: 'failed',
      reason: expect.stringContaining('2 times'),
      estimate: null,
    });
  });
  test('an agent is never given more than it can name in its next poll', async () => {
    const runs = Array.from({ length: IN_HAND_MAX + 5 }, (_, index) => testReport(`many-${index}`));
    for (let from = 0; from < runs.length; from += 200) await agent.track(`m${from}`, ...runs.slice(from, from + 200));
    for (const { executionId } of runs)
      await world.ask('createRequest', { body: { subject: { kind: 'execution-log', executionId } } });
    const given = (await agent.poll()).requests.map(({ id }) => id);
    expect(given).toHaveLength(IN_HAND_MAX);
    expect((await agent.poll({ holding: given })).requests).toEqual([]);
    expect((await agent.poll({ holding: given.slice(3) })).requests.map(({ id }) => id)).toEqual(given.slice(0, 3));
  });
  test('a withdrawn request is told to the agent that holds it', async () => {
    await askLog();
    await agent.poll();
    const held = agent.poll({ wait: 25_000, holding: ['R-1'] });
    await world.time.settle();
    expect((await world.ask('cancelRequest', { params: { requestId: 'R-1' } })).body.state).toBe('cancelled');
    expect((await held).cancelled).toEqual(['R-1']);
    expect((await world.ask('cancelRequest', { params: { requestId: 'R-1' } })).body.code).toBe('already-ended');
    expect((await agent.answer('R-1', logAnswer('late'))).body.code).toBe('answer-not-wanted');
  });
});

describe('asking', () => {
  test('the same twice is one request, and a kept answer is reused unless a fresh one is wanted', async () => {
    expect((await askLog()).body.id).toBe('R-1');
    expect((await askLog()).body.id).toBe('R-1');
    await agent.poll();
    await agent.answer('R-1', logAnswer('one'));
    expect((await askLog()).body).toMatchObject({ id: 'R-1', state: 'answered', answer: { items: 1 } });
    expect((await askLog(true)).body).toMatchObject({ id: 'R-2', state: 'queued' });
  });
  test('a kept answer stays with its run while it is asked for again', async () => {
    const requests = async () => (await world.ask('getExecution', { params: { executionId: 'e1' } })).body.requests;
    await askLog();
    await agent.poll();
    await agent.answer('R-1', logAnswer('one'));
    await askLog(true);
    expect(await requests()).toEqual([
      { id: 'R-2', kind: 'execution-log', state: 'queued' },
      { id: 'R-1', kind: 'execution-log', state: 'answered' },
    ]);
  });
  test('the answer about a run that was still going is not the whole story', async () => {
    await agent.track('b2', testReport('e2', { status: 'INPROCESS', endedAt: null }));
    const ask = () => world.ask('createRequest', { body: { subject: { kind: 'execution-log', executionId: 'e2' } } });
    await ask();
    await agent.poll();
    await agent.answer('R-1', logAnswer('so far'));
    await world.time.advance(1_000);
    await agent.track('b3', testReport('e2', { revision: 2 }));
    expect((await ask()).body.id).toBe('R-2');
  });
  test('refuses what does not exist, cannot be browsed or is retired', async () => {
    const browse = (connectorId: string) =>
      world.ask('createRequest', {
        body: { subject: { kind: 'connector-browse', runtimeId: agent.runtimeId, connectorId } },
      });
    expect(
      (await world.ask('createRequest', { body: { subject: { kind: 'execution-log', executionId: 'none' } } })).body
        .code,
    ).toBe('not-found');
    expect((await browse('none')).body.code).toBe('not-found');
    expect((await browse('mail')).body).toMatchObject({ code: 'not-browsable', detail: 'Mail has no schema.' });
    await world.ask('retireRuntime', { params: { runtimeId: agent.runtimeId } });
    expect((await askLog()).body.code).toBe('runtime-retired');
  });
  test('is honest about when', async () => {
    expect((await askLog()).body.estimate).toEqual({
      kind: 'next-contact',
      lastContactAt: START_AT,
      expectedAt: START_AT + 5_000,
    });
    await world.pass(30_000);
    expect((await stateOf()).estimate).toEqual({ kind: 'when-it-returns', awaySinceAt: START_AT });
    await agent.beat();
    await agent.poll();
    expect((await stateOf()).estimate).toEqual({ kind: 'with-the-runtime', usualMs: null });
  });
});

test('retiring a runtime ends what is asked of it', async () => {
  await askLog();
  await world.ask('retireRuntime', { params: { runtimeId: agent.runtimeId } });
  expect(await stateOf()).toMatchObject({ state: 'failed', reason: 'ber-prod-01 was retired.' });
});

describe('time', () => {
  test('a request expires at its deadline', async () => {
    await askLog();
    await world.time.advance(3 * 3_600_000);
    await world.platform.tick();
    expect(await stateOf()).toMatchObject({
      state: 'expired',
      reason: 'ber-prod-01 did not come to fetch it before the deadline.',
    });
  });
  test('a runtime that began and then says nothing fails it; one that is away is waited for', async () => {
    await askLog();
    await agent.poll();
    await agent.call('POST', '/agent/v1/requests/R-1/progress', JSON.stringify({ done: 5, total: null }));
    expect(await stateOf()).toMatchObject({ state: 'working', progress: { done: 5, unit: 'lines' } });
    await world.pass(150_000);
    expect(await stateOf()).toMatchObject({ state: 'working' });
    for (let beats = 0; beats < 25; beats += 1) {
      await agent.beat();
      await world.pass(5_000);
    }
    expect(await stateOf()).toMatchObject({
      state: 'failed',
      reason: expect.stringContaining('said nothing for 120 s'),
    });
  });
});

test('nothing is kept of an answer that is withdrawn while it comes', async () => {
  const store = createMemoryStore();
  const kept = { ...store.answers };
  const calls: string[] = [];
  const arrived = Promise.withResolvers<void>();
  const goOn = Promise.withResolvers<void>();
  store.answers.putChunk = async (...chunk) => {
    arrived.resolve();
    await goOn.promise;
    calls.push('put');
    return kept.putChunk(...chunk);
  };
  store.answers.discard = async (number) => {
    calls.push('discard');
    return kept.discard(number);
  };
  world = await createTestPlatform(nextRound, { store });
  agent = await world.enrol('ber-prod-01');
  await agent.track('b1', testReport('e1'));
  await askLog();
  await agent.poll();
  const upload = agent.answer('R-1', logAnswer(...Array.from({ length: 2_000 }, (_, index) => `line ${index}`)));
  await arrived.promise;
  await world.ask('cancelRequest', { params: { requestId: 'R-1' } });
  goOn.resolve();
  expect((await upload).body.code).toBe('answer-not-wanted');
  expect(calls.at(-1)).toBe('discard');
});

describe('answers', () => {
  beforeEach(async () => {
    await askLog();
    await agent.poll();
  });
  test('a runtime cannot answer for another, nor twice, nor what was never asked', async () => {
    const other = await world.enrol('ham-prod-01');
    expect((await other.answer('R-1', logAnswer('x'))).body.code).toBe('wrong-runtime');
    expect((await agent.answer('R-9', logAnswer('x'))).body.code).toBe('not-found');
    expect((await agent.answer('R-1', logAnswer('x'))).status).toBe(204);
    expect((await agent.answer('R-1', logAnswer('x'))).body.code).toBe('answer-not-wanted');
  });
  test('refused and failed end the request with their reason', async () => {
    await agent.answer('R-1', [{ t: 'refused', reason: 'The log was deleted.' }]);
    expect(await stateOf()).toMatchObject({ state: 'refused', reason: 'The log was deleted.' });
  });
  test('a stream that ends early leaves the request with the runtime, which may send it again', async () => {
    expect((await agent.answer('R-1', [head('execution-log'), line('a')])).body.code).toBe('bad-request');
    expect((await stateOf()).state).toBe('working');
    expect((await world.ask('getLogOutline', { params: { requestId: 'R-1' } })).body.code).toBe('no-answer-kept');
    expect((await agent.answer('R-1', logAnswer('a', 'b'))).status).toBe(204);
    expect((await world.ask('getLogOutline', { params: { requestId: 'R-1' } })).body.lines).toBe(2);
  });
  test.each([
    ['a head of another kind', [head('connector-browse'), end(0)]],
    ['no head', [line('a'), end(1)]],
    ['a count that is wrong', [head('execution-log'), line('a'), end(2)]],
    ['an unknown record', [head('execution-log'), { t: 'row', values: [1] } as unknown as AnswerRecord, end(1)]],
    ['records after the end', [head('execution-log'), end(0), line('a')]],
  ])('an answer with %s fails the request', async (_what, records) => {
    expect((await agent.answer('R-1', records)).body.code).toBe('bad-request');
    expect(await stateOf()).toMatchObject({
      state: 'failed',
      reason: expect.stringContaining('not in the agreed form'),
    });
  });
  test('may be packed, and only with gzip', async () => {
    const text = logAnswer('packed')
      .map((record) => `${JSON.stringify(record)}\n`)
      .join('');
    const packed = new Blob([text]).stream().pipeThrough(new CompressionStream('gzip'));
    const bytes = await new Response(packed).arrayBuffer();
    const send = (encoding: string) =>
      agent.call('POST', '/agent/v1/requests/R-1/answer', bytes, { 'content-encoding': encoding });
    expect((await send('br')).body.field).toBe('content-encoding');
    expect((await send('gzip')).status).toBe(204);
    expect((await stateOf()).state).toBe('answered');
  });
});
