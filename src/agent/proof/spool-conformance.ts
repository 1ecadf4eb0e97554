import type { JournaledReport } from '../runtime.ts';
import type { SpoolPort } from '../ports.ts';
import { makeReport } from './fake-runtime.ts';

/** Compares deeply and fails the test when the two differ: the test library stays with the spec. */
type Same = (actual: unknown, expected: unknown) => void;

const journaled = (...positions: number[]): JournaledReport[] =>
  positions.map((position) => ({ position, report: makeReport(`x${String(position).padStart(3, '0')}`) }));

/** Size of each report above as JSON. */
const SIZE = JSON.stringify(makeReport('x001')).length;
const ANY_BYTES = SIZE * 100;

const positions = async (spool: SpoolPort): Promise<number[]> =>
  (await spool.peek(100, ANY_BYTES)).map(({ position }) => position);
const keyAt = async (spool: SpoolPort, index: number): Promise<number> =>
  (await spool.peek(100, ANY_BYTES))[index]?.key ?? 0;

/** What every spool does, by title. `open` gives an empty one with the given limit in bytes. */
export const spoolRules: Record<string, (open: (limitBytes: number) => SpoolPort, same: Same) => Promise<void>> = {
  async 'gives reports back in order, by number and by size'(open, same) {
    const spool = open(ANY_BYTES);
    await spool.append(journaled(1, 2, 3));
    await spool.append(journaled(7));
    const all = await spool.peek(10, ANY_BYTES);
    same(
      all.map(({ position }) => position),
      [1, 2, 3, 7],
    );
    same(
      all.map(({ key }) => key),
      all.map(({ key }) => key).toSorted((a, b) => a - b),
    );
    same(all[0]?.report, makeReport('x001'));
    same((await spool.peek(2, ANY_BYTES)).length, 2);
    same((await spool.peek(10, SIZE * 2)).length, 2);
    same((await spool.peek(10, 1)).length, 1);
    const expected = { waiting: 4, bytes: SIZE * 4, limitBytes: ANY_BYTES, lost: 0, lostUntold: 0, position: 7 };
    same(await spool.state(), expected);
  },

  async 'forgets a batch when it is acknowledged, and only that'(open, same) {
    const spool = open(ANY_BYTES);
    await spool.append(journaled(1, 2, 3));
    const batch = { batchId: 'b1', throughKey: await keyAt(spool, 1), lost: 0 };
    await spool.setPending(batch);
    same(await spool.pending(), batch);
    await spool.acknowledge(batch);
    same(await spool.pending(), null);
    same(await positions(spool), [3]);
    const { waiting, bytes, position } = await spool.state();
    same({ waiting, bytes, position }, { waiting: 1, bytes: SIZE, position: 3 });
  },

  async 'drops the oldest beyond its limit and counts them until they are told'(open, same) {
    const spool = open(SIZE * 3);
    await spool.append(journaled(1, 2, 3, 4, 5));
    same(await positions(spool), [3, 4, 5]);
    const full = { waiting: 3, bytes: SIZE * 3, limitBytes: SIZE * 3, lost: 2, lostUntold: 2, position: 5 };
    same(await spool.state(), full);
    await spool.acknowledge({ batchId: 'b', throughKey: 0, lost: 2 });
    same(await spool.state(), { ...full, lostUntold: 0 });
  },

  async 'sets one report aside and counts it as lost, once'(open, same) {
    const spool = open(ANY_BYTES);
    await spool.append(journaled(1, 2, 3));
    const key = await keyAt(spool, 1);
    await spool.setAside(key, 'nobody can take it');
    await spool.setAside(key, 'a second time changes nothing');
    same(await positions(spool), [1, 3]);
    const expected = { waiting: 2, bytes: SIZE * 2, limitBytes: ANY_BYTES, lost: 1, lostUntold: 1, position: 3 };
    same(await spool.state(), expected);
  },

  async 'never gives a key twice, even when it was empty in between'(open, same) {
    const spool = open(ANY_BYTES);
    await spool.append(journaled(1));
    const first = await keyAt(spool, 0);
    await spool.acknowledge({ batchId: 'b', throughKey: first, lost: 0 });
    await spool.append(journaled(2));
    same((await keyAt(spool, 0)) > first, true);
  },
};
