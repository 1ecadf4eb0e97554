import { expect, it } from 'vitest';
import type { SpoolPort } from '../ports.ts';
import { makeReport } from './fake-runtime.ts';

const journaled = (...positions: number[]) =>
  positions.map((position) => ({ position, report: makeReport(`x${String(position).padStart(3, '0')}`) }));

/** Size of each report below as JSON. */
const SIZE = JSON.stringify(makeReport('x001')).length;

/** What every spool does. `open` gives an empty one with the given limit. */
export function spoolConformance(open: (limitBytes: number) => SpoolPort): void {
  it('gives reports back in order, by number and by size', async () => {
    const spool = open(SIZE * 100);
    await spool.append(journaled(1, 2, 3));
    await spool.append(journaled(7));
    const all = await spool.peek(10, SIZE * 100);
    expect(all.map(({ position }) => position)).toEqual([1, 2, 3, 7]);
    expect(all.map(({ key }) => key)).toEqual(all.map(({ key }) => key).toSorted((a, b) => a - b));
    expect(all[0]?.report).toEqual(makeReport('x001'));
    expect(await spool.peek(2, SIZE * 100)).toHaveLength(2);
    expect(await spool.peek(10, SIZE * 2)).toHaveLength(2);
    expect(await spool.peek(10, 1)).toHaveLength(1);
    expect(await spool.state()).toEqual({
      waiting: 4,
      bytes: SIZE * 4,
      limitBytes: SIZE * 100,
      lost: 0,
      lostUntold: 0,
      position: 7,
    });
  });

  it('forgets a batch when it is acknowledged, and only that', async () => {
    const spool = open(SIZE * 100);
    await spool.append(journaled(1, 2, 3));
    const [, second] = await spool.peek(10, SIZE * 100);
    const batch = { batchId: 'b1', throughKey: second?.key ?? 0, lost: 0 };
    await spool.setPending(batch);
    expect(await spool.pending()).toEqual(batch);
    await spool.acknowledge(batch);
    expect(await spool.pending()).toBeNull();
    expect((await spool.peek(10, SIZE * 100)).map(({ position }) => position)).toEqual([3]);
    expect(await spool.state()).toMatchObject({ waiting: 1, bytes: SIZE, position: 3 });
  });

  it('drops the oldest beyond its limit and counts them until they are told', async () => {
    const spool = open(SIZE * 3);
    await spool.append(journaled(1, 2, 3, 4, 5));
    expect((await spool.peek(10, SIZE * 100)).map(({ position }) => position)).toEqual([3, 4, 5]);
    expect(await spool.state()).toMatchObject({ waiting: 3, bytes: SIZE * 3, lost: 2, lostUntold: 2 });
    await spool.acknowledge({ batchId: 'b', throughKey: 0, lost: 2 });
    expect(await spool.state()).toMatchObject({ waiting: 3, lost: 2, lostUntold: 0 });
  });

  it('sets one report aside and counts it as lost', async () => {
    const spool = open(SIZE * 100);
    await spool.append(journaled(1, 2, 3));
    const [, second] = await spool.peek(10, SIZE * 100);
    await spool.setAside(second?.key ?? 0, 'nobody can take it');
    await spool.setAside(second?.key ?? 0, 'a second time changes nothing');
    expect((await spool.peek(10, SIZE * 100)).map(({ position }) => position)).toEqual([1, 3]);
    expect(await spool.state()).toMatchObject({ waiting: 2, bytes: SIZE * 2, lost: 1, lostUntold: 1, position: 3 });
  });

  it('never reuses a key, even when it was empty in between', async () => {
    const spool = open(SIZE * 100);
    await spool.append(journaled(1));
    const [first] = await spool.peek(1, SIZE);
    await spool.acknowledge({ batchId: 'b', throughKey: first?.key ?? 0, lost: 0 });
    await spool.append(journaled(2));
    const [second] = await spool.peek(1, SIZE);
    expect(second?.key).toBeGreaterThan(first?.key ?? 0);
  });
}
