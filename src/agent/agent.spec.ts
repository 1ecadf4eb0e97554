import { afterEach, describe, expect, it } from 'vitest';
import type { AnswerRecord, DeliveredRequest } from '#contract/answer.ts';
import { createAgent } from './agent.ts';
import { firstBrokenEntry } from './ledger.ts';
import { createBench } from './proof/bench.ts';
import { makeReport } from './proof/fake-runtime.ts';

/** Streams of the host settle over a few turns of its event loop. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 4; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}

/** Compression runs in the host's threads: moves virtual time in small steps until `condition`. */
async function advanceUntil(time: { advance(ms: number): Promise<void> }, condition: () => boolean): Promise<void> {
  for (let step = 0; step < 2_000 && !condition(); step += 1) await time.advance(10);
  expect(condition()).toBe(true);
}

let stops: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const stop of stops) await stop();
  stops = [];
});

async function started(...change: Parameters<typeof createBench> extends [unknown, ...infer R] ? R : never) {
  const bench = createBench(settle, ...change);
  stops.push(() => bench.agent.stop());
  await bench.agent.start();
  await bench.time.advance(0);
  return bench;
}

const logRequest = (id: string): DeliveredRequest => ({
  id,
  subject: { kind: 'execution-log', executionId: 'x1' },
  askedBy: 'Ada',
  expiresAt: 2e12,
});
const line = (text: string): AnswerRecord => ({ t: 'line', at: 5, level: 'info', step: null, text });
const head: AnswerRecord = { t: 'head', kind: 'execution-log', at: 5 };

describe('enrolment', () => {
  it('exchanges the token once and continues with the saved identity', async () => {
    const bench = await started();
    expect(bench.platform.enrolled).toHaveLength(1);
    expect(bench.kept.identity?.runtimeId).toBe('rt-1');
    await bench.agent.stop();
    const again = createAgent({ ...bench.options, enrolment: null });
    stops.push(() => again.stop());
    await again.start();
    expect(again.identity()?.runtimeId).toBe('rt-1');
    expect(bench.platform.enrolled).toHaveLength(1);
  });

  it('ends with one sentence when the token does not work', async () => {
    const bench = createBench(settle);
    bench.platform.fault = () => 'token-refused';
    await expect(bench.agent.start()).rejects.toThrow(/refused: 403 token-refused/);
    expect(bench.kept.identity).toBeNull();
  });

  it('keeps trying while the platform cannot be reached', async () => {
    const bench = createBench(settle);
    bench.platform.fault = () => 'cut';
    stops.push(() => bench.agent.stop());
    const start = bench.agent.start();
    await bench.time.advance(5_000);
    bench.platform.fault = () => null;
    await bench.time.advance(10_000);
    await start;
    expect(bench.kept.identity).not.toBeNull();
    expect(bench.kept.requests).toBe(1);
  });

  it('needs a token at the first start', async () => {
    const bench = createBench(settle, { enrolment: null });
    await expect(bench.agent.start()).rejects.toThrow(/not enrolled/);
    expect(bench.platform.calls).toEqual([]);
  });
});

describe('heartbeat', () => {
  it('beats each five seconds, with the description first and after a change only', async () => {
    const { platform, runtime, time } = await started();
    await time.advance(10_000);
    expect(platform.beats.map((beat) => beat.sequence)).toEqual([1, 2, 3]);
    expect(platform.beats.map((beat) => beat.description !== undefined)).toEqual([true, false, false]);
    runtime.redescribe({ digest: 'd2', release: '1.1.0' });
    await time.advance(10);
    expect(platform.beats).toHaveLength(4);
    expect(platform.beats[3]?.description?.release).toBe('1.1.0');
  });

  it('sends the description at once when the platform lacks it', async () => {
    const { platform, time } = await started();
    await time.advance(4_000);
    platform.wantsDescription = true;
    await time.advance(1_000);
    expect(platform.beats.map((beat) => beat.description !== undefined)).toEqual([true, false, true]);
  });

  it('goes on without a description that may not leave', async () => {
    const { platform, runtime, time, logged } = await started();
    runtime.redescribe({ digest: 'd2', ...({ password: 'canary' } as object) });
    await time.advance(10_000);
    expect(platform.beats.length).toBeGreaterThan(2);
    expect(JSON.stringify(platform.beats)).not.toContain('canary');
    expect(platform.beats.at(-1)?.exitRefused).toBe(1);
    expect(logged.some(({ level, message }) => level === 'error' && message.includes('description'))).toBe(true);
  });

  it('says a clock that is far off, once, and in its beats', async () => {
    const { platform, time, logged } = await started();
    platform.clockSkewMs = -120_000;
    await time.advance(15_000);
    expect(platform.beats.at(-1)?.degraded).toEqual(['clock-skew']);
    expect(logged.filter(({ message }) => message.includes('clock'))).toHaveLength(1);
  });
});

describe('a platform that is away', () => {
  it('retries the poll within 300 ms, then backs off from 10 s', async () => {
    const { platform, time } = await started();
    const before = platform.calls.length;
    const tries: number[] = [];
    platform.fault = (operation) => {
      if (operation === 'poll') tries.push(time.clock.now());
      return 'cut';
    };
    platform.deliver([], ['R-1']); // ends the held poll; the next one is cut
    await time.advance(100_000);
    const gaps = tries.slice(1).map((at, index) => at - (tries[index] ?? 0));
    expect(gaps[0]).toBeLessThan(300);
    expect(gaps.slice(1, 4)).toEqual([10_000, 20_000, 40_000]);
    expect(platform.calls.length).toBeGreaterThan(before);
  });

  it('polls again at once when a beat gets through', async () => {
    const { platform, time, logged } = await started();
    platform.fault = () => 'cut';
    platform.deliver([], ['R-1']);
    await time.advance(60_000);
    let firstBeatAt = 0;
    platform.fault = (operation) => {
      if (operation !== 'heartbeat' && firstBeatAt === 0) return 'cut';
      firstBeatAt ||= time.clock.now();
      return null;
    };
    const polls = platform.polls.length;
    await time.advance(90_000);
    expect(platform.polls[polls]?.at).toBe(firstBeatAt);
    expect(logged.filter(({ message }) => message.includes('answers again'))).toHaveLength(1);
    expect(logged.filter(({ message }) => message.includes('cannot be reached'))).toHaveLength(1);
  });

  it('asks a platform that retired it rarely', async () => {
    const { platform, time, logged } = await started();
    platform.fault = () => 'runtime-retired';
    platform.deliver([], ['R-1']);
    await time.advance(30_000);
    const calls = platform.calls.length;
    await time.advance(200_000);
    expect(platform.calls.length).toBe(calls);
    expect(logged.filter(({ message }) => message.includes('wants nothing'))).toHaveLength(1);
  });
});

describe('answers', () => {
  it('marks a delivered request as worked on, then streams the answer', async () => {
    const { platform, runtime, time, ledger } = await started();
    runtime.answerWith = async function* () {
      yield head;
      yield { t: 'progress', done: 1, total: 2 };
      yield line('one');
      yield line('two');
      yield { t: 'end', items: 2, cut: null };
    };
    platform.deliver([logRequest('R-7')]);
    await advanceUntil(time, () => ledger.entries().at(-1)?.phase === 'closing');
    expect(platform.progress[0]).toEqual({ requestId: 'R-7', done: 0, total: null });
    expect(platform.answers).toEqual([
      { requestId: 'R-7', records: [head, line('one'), line('two'), { t: 'end', items: 2, cut: null }] },
    ]);
    const entries = ledger.entries().filter(({ operation }) => operation === 'answer');
    expect(entries.map(({ phase, requestId, person, records }) => [phase, requestId, person, records])).toEqual([
      ['opening', 'R-7', 'Ada', 0],
      ['closing', 'R-7', 'Ada', 4],
    ]);
    expect(firstBrokenEntry(ledger.entries())).toBeNull();
  });

  it('works on four at a time and names all it holds', async () => {
    const { platform, runtime, time } = await started();
    const release = new AbortController();
    runtime.answerWith = async function* () {
      yield head;
      await time.timers.sleep(1_000_000, release.signal);
      yield { t: 'end', items: 0, cut: null };
    };
    platform.deliver(['R-1', 'R-2', 'R-3', 'R-4', 'R-5', 'R-6'].map(logRequest));
    await time.advance(5_000);
    expect(new Set(platform.progress.map(({ requestId }) => requestId)).size).toBe(4);
    expect(platform.polls.at(-1)?.holding).toHaveLength(6);
    release.abort();
    await advanceUntil(time, () => platform.answers.length === 6);
  });

  it('stops when a person cancels, and tells progress once a second at most', async () => {
    const { platform, runtime, time } = await started();
    let wasAborted = false;
    runtime.answerWith = async function* (_, signal) {
      yield head;
      for (let done = 1; !signal.aborted; done += 1) {
        yield { t: 'progress', done, total: null };
        await time.timers.sleep(100, signal);
      }
      wasAborted = true;
    };
    platform.deliver([logRequest('R-1')]);
    await time.advance(5_000);
    expect(platform.progress.length).toBeLessThanOrEqual(6);
    expect(platform.progress.length).toBeGreaterThan(3);
    platform.deliver([], ['R-1']);
    await advanceUntil(time, () => wasAborted);
    await time.advance(2_000);
    expect(platform.answers).toEqual([]);
  });

  it('sends the answer again when the connection broke', async () => {
    const { platform, runtime, time } = await started();
    runtime.answerWith = async function* () {
      yield head;
      yield { t: 'end', items: 0, cut: null };
    };
    let cuts = 0;
    platform.fault = (operation) => (operation === 'answer' && (cuts += 1) === 1 ? 'cut' : null);
    platform.deliver([logRequest('R-1')]);
    await advanceUntil(time, () => platform.answers.length === 1);
  });

  it('tells the asker when the platform does not take the answer', async () => {
    const { platform, runtime, time } = await started();
    runtime.answerWith = async function* () {
      yield head;
      yield line('x');
      yield { t: 'end', items: 1, cut: null };
    };
    platform.fault = (operation, body) =>
      operation === 'answer' && (body as unknown[]).length > 1 ? 'too-large' : null;
    platform.deliver([logRequest('R-1')]);
    await advanceUntil(time, () => platform.answers.length === 1);
    expect(platform.answers[0]?.records).toEqual([
      { t: 'failed', reason: expect.stringContaining('did not take') as string },
    ]);
  });
});

describe('step', () => {
  it('does what is due without holding any call', async () => {
    const bench = createBench(settle);
    stops.push(() => bench.agent.stop());
    const { nextAt } = await bench.agent.step();
    expect(bench.platform.beats).toHaveLength(1);
    expect(bench.platform.polls[0]?.wait).toBe(0);
    expect(nextAt - bench.time.clock.now()).toBe(5_000);
    await bench.agent.step();
    expect(bench.platform.beats).toHaveLength(1);
    bench.runtime.report(makeReport('x1'));
    await bench.agent.step();
    expect(bench.platform.batches[0]?.reports).toHaveLength(1);
    await bench.time.advance(5_000);
    await bench.agent.step();
    expect(bench.platform.beats).toHaveLength(2);
  });
});

describe('stop', () => {
  it('leaves nothing running', async () => {
    const { agent, platform, runtime, time } = await started();
    runtime.answerWith = async function* (_, signal) {
      yield head;
      await time.timers.sleep(1e9, signal);
    };
    platform.deliver([logRequest('R-1')]);
    await time.advance(1_000);
    await agent.stop();
    expect(time.sleeping()).toBe(0);
    const calls = platform.calls.length;
    await time.advance(60_000);
    expect(platform.calls.length).toBe(calls);
  });
});
