import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { executionFields } from '#contract/execution.ts';
import type { Store } from '../store.ts';
import { applyAll } from './oracle.ts';
import { anyOrder, anyQuery, anyReport, HOUR_MS, runtimeIds, START_AT } from './samples.ts';

const anyId = fc.integer({ min: 0, max: 40 }).map((number) => `run-${String(number).padStart(2, '0')}`);
const anyRuntime = fc.constantFrom(...runtimeIds);
const anyProcess = fc.constantFrom('orders', 'stock', 'mail', 'nothing');
const anyInstant = fc.integer({ min: 0, max: 45 }).map((step) => START_AT + step * 437_000);
const anyBucket = fc.constantFrom(437_000, 900_000, HOUR_MS, 9 * HOUR_MS);

/** One thing done to a store, and what it answered. */
type Operation = (store: Store) => Promise<unknown>;

const anyOperation: fc.Arbitrary<Operation> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc
      .array(anyReport, { maxLength: 8 })
      .map((reports) => async (store: Store) => await applyAll(store, reports, 7)),
  },
  {
    weight: 1,
    arbitrary: anyInstant.map(
      (executionsBeforeAt) => async (store: Store) => await store.prune({ executionsBeforeAt, answersBeforeAt: 0 }),
    ),
  },
  { weight: 1, arbitrary: anyId.map((id) => async (store: Store) => await store.executions.get(id)) },
  { weight: 1, arbitrary: anyId.map((id) => async (store: Store) => await store.executions.relatives(id)) },
  { weight: 1, arbitrary: anyId.map((id) => async (store: Store) => await store.executions.documents(id, null, 3)) },
  {
    weight: 2,
    arbitrary: fc
      .tuple(anyQuery, anyOrder, fc.integer({ min: 1, max: 9 }))
      .map(([query, order, limit]) => async (store: Store) => {
        const first = await store.executions.page(query, order, null, limit);
        return [first, first.next === null ? null : await store.executions.page(query, order, first.next, limit)];
      }),
  },
  { weight: 1, arbitrary: anyQuery.map((query) => async (store: Store) => await store.executions.counts(query)) },
  {
    weight: 1,
    arbitrary: fc.tuple(anyQuery, anyBucket).map(([query, bucketMs]) => async (store: Store) => [
      await store.executions.histogram(query, bucketMs),
      await store.executions.groups(query, bucketMs, 3),
    ]),
  },
  {
    weight: 1,
    arbitrary: fc.tuple(anyQuery, fc.constantFrom(...executionFields), fc.constantFrom('', 'o', 'ü')).map(
      ([query, field, contains]) =>
        async (store: Store) =>
          await store.executions.values(query, field, contains, 4),
    ),
  },
  {
    weight: 1,
    arbitrary: fc.tuple(anyInstant, anyBucket).map(
      ([fromAt, bucketMs]) =>
        async (store: Store) =>
          await store.executions.strips(fromAt, fromAt + 5 * HOUR_MS, bucketMs),
    ),
  },
  {
    weight: 1,
    arbitrary: fc
      .tuple(anyRuntime, anyProcess, anyInstant)
      .map(([runtimeId, processId, at]) => async ({ executions }: Store) => [
        await executions.recentRuns(runtimeId, processId, at, 4),
        await executions.lastSuccess(runtimeId, processId, at),
        await executions.normal(runtimeId, processId, at),
        await executions.recentOutcomes(runtimeId, 4),
        await executions.inFlight(runtimeId, 4),
        await executions.processFigures(runtimeId, at - HOUR_MS, at),
      ]),
  },
  {
    weight: 1,
    arbitrary: fc.constant(async (store: Store) => {
      const { bytes: _bytes, ...stats } = await store.stats();
      return stats;
    }),
  },
);

/** Two adapters answer the same to the same operations, whatever they are. */
export function itAnswersLike(
  name: string,
  open: () => Promise<Store>,
  openOther: () => Promise<Store>,
  numRuns = 40,
): void {
  it(`answers like ${name} whatever is done`, { timeout: 120_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anyOperation, { maxLength: 25, size: 'max' }), async (operations) => {
        const [store, other] = await Promise.all([open(), openOther()]);
        try {
          for (const operation of operations) expect(await operation(store)).toEqual(await operation(other));
        } finally {
          await Promise.all([store.close(), other.close()]);
        }
      }),
      { numRuns },
    );
  });
}
