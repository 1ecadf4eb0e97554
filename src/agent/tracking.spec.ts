import { afterEach, describe, expect, it } from 'vitest';
import type { ExecutionReport, TrackingBatch } from '#contract/tracking.ts';
import { createAgent } from './agent.ts';
import { createMemorySpool } from './memory-spool.ts';
import { createBench } from './proof/bench.ts';
import { makeReport } from './proof/fake-runtime.ts';

async function settle(): Promise<void> {
  for (let turn = 0; turn < 4; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}

let stops: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const stop of stops) await stop();
  stops = [];
});

async function started(change: Parameters<typeof createBench>[1] = {}) {
  const bench = createBench(settle, change);
  stops.push(() => bench.agent.stop());
  await bench.agent.start();
  await bench.time.advance(10);
  return bench;
}

const idsOf = (batches: TrackingBatch[]): string[] =>
  batches.flatMap(({ reports }) => reports.map(({ executionId }) => executionId));
const many = (count: number, from = 0): ExecutionReport[] =>
  Array.from({ length: count }, (_, index) => makeReport(`x${from + index}`));

describe('tracking', () => {
  it('sends a new report within 100 ms and forgets it after the acknowledgement', async () => {
    const { platform, runtime, time, spool } = await started();
    runtime.report(makeReport('x1'));
    runtime.report(makeReport('x2'));
    await time.advance(100);
    expect(platform.batches.map(({ reports }) => reports.length)).toEqual([2]);
    expect(runtime.forgotten).toBe(2);
    expect(await spool.state()).toMatchObject({ waiting: 0, bytes: 0, lost: 0, position: 2 });
  });

  it('sends a backlog in order, in batches of at most 500', async () => {
    const { platform, runtime, time } = await started();
    runtime.report(...many(1_201));
    await time.advance(1_000);
    expect(platform.batches.map(({ reports }) => reports.length)).toEqual([500, 500, 201]);
    expect(idsOf(platform.batches)).toEqual(many(1_201).map(({ executionId }) => executionId));
  });

  it('keeps everything while the platform is away, under the same batch id', async () => {
    const { platform, runtime, time } = await started();
    const tried: string[] = [];
    platform.fault = (operation, body) => {
      if (operation === 'tracking') tried.push((body as TrackingBatch).batchId);
      return 'cut';
    };
    runtime.report(...many(3));
    await time.advance(60_000);
    expect(runtime.forgotten).toBe(0);
    platform.fault = () => null;
    await time.advance(60_000);
    expect(idsOf(platform.batches)).toEqual(['x0', 'x1', 'x2']);
    expect(new Set([...tried, platform.batches[0]?.batchId]).size).toBe(1);
  });

  it('goes on after a restart where it was, losing and repeating nothing', async () => {
    const bench = await started();
    bench.platform.fault = (operation) => (operation === 'tracking' ? 'cut' : null);
    bench.runtime.report(...many(2));
    await bench.time.advance(1_000);
    await bench.agent.stop();
    bench.platform.fault = () => null;
    const again = createAgent(bench.options);
    stops.push(() => again.stop());
    bench.runtime.report(...many(1, 2));
    await again.start();
    await bench.time.advance(1_000);
    expect(idsOf(bench.platform.batches)).toEqual(['x0', 'x1', 'x2']);
  });

  it('sets aside one report that the platform cannot take, and delivers the others in order', async () => {
    const { platform, runtime, time, spool, logged } = await started();
    platform.fault = (operation, body) =>
      operation === 'tracking' && (body as TrackingBatch).reports.some(({ executionId }) => executionId === 'x37')
        ? 'bad-request'
        : null;
    runtime.report(...many(100));
    await time.advance(5_000);
    expect(idsOf(platform.batches)).toEqual(
      many(100)
        .map(({ executionId }) => executionId)
        .filter((id) => id !== 'x37'),
    );
    expect(spool.rejected.map(({ report }) => report.report.executionId)).toEqual(['x37']);
    expect(platform.batches.reduce((sum, { lost }) => sum + lost, 0)).toBe(1);
    expect(logged.filter(({ message }) => message.includes('set aside'))).toHaveLength(1);
  });

  it('sets aside a report that may not leave, with one refusal', async () => {
    const { platform, runtime, time, spool } = await started();
    runtime.report(...many(10), { ...makeReport('bad'), ...{ customer: 'canary' } }, ...many(10, 10));
    await time.advance(6_000);
    expect(idsOf(platform.batches)).toHaveLength(20);
    expect(JSON.stringify(platform.batches)).not.toContain('canary');
    expect(spool.rejected).toHaveLength(1);
    expect(platform.beats.at(-1)?.exitRefused).toBe(1);
  });

  it('drops the oldest from a full spool and says how many, once', async () => {
    const size = JSON.stringify(makeReport('x00')).length;
    const { platform, runtime, time } = await started({ spool: createMemorySpool(size * 10) });
    platform.fault = (operation) => (operation === 'tracking' ? 'cut' : null);
    runtime.report(...many(25, 10));
    await time.advance(1_000);
    platform.fault = () => null;
    await time.advance(60_000);
    expect(idsOf(platform.batches)).toEqual(many(10, 25).map(({ executionId }) => executionId));
    expect(platform.batches.reduce((sum, { lost }) => sum + lost, 0)).toBe(15);
    expect(platform.beats.at(-1)?.spool.lost).toBe(15);
  });

  it('waits, and loses nothing, when the store of the platform is away', async () => {
    const { platform, runtime, time } = await started();
    platform.fault = (operation) => (operation === 'tracking' ? 'store-unavailable' : null);
    runtime.report(...many(3));
    await time.advance(10_000);
    expect(platform.beats.length).toBeGreaterThan(2);
    platform.fault = () => null;
    await time.advance(60_000);
    expect(idsOf(platform.batches)).toEqual(['x0', 'x1', 'x2']);
  });
});
