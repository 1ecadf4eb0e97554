import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Store, StoredExecution } from '../store.ts';
import { applyAll, everyExecution, inOrder, isBroken, matches, recovererOf, stateOf, walk } from './oracle.ts';
import { anyOrder, anyQuery, anyReports, HOUR_MS, queryOf, reportOf, START_AT, toStore } from './samples.ts';

/** What holds for any reports and any filter. */
export function describeProperties(open: () => Promise<Store>, runs: number): void {
  const withStore = async (work: (store: Store) => Promise<void>): Promise<void> => {
    const store = await open();
    try {
      await work(store);
    } finally {
      await store.close();
    }
  };

  describe('whatever arrives', () => {
    it(
      'keeps the same whatever the order of arrival, and changes nothing when all of it comes again',
      { timeout: 60_000 },
      async () => {
        const shuffled = anyReports.chain((reports) =>
          fc.tuple(fc.constant(reports), fc.shuffledSubarray(reports, { minLength: reports.length })),
        );
        await fc.assert(
          fc.asyncProperty(shuffled, async ([reports, otherOrder]) => {
            const ids = reports.map((report) => report.executionId);
            let first: unknown;
            await withStore(async (store) => {
              await applyAll(store, reports);
              first = await factsOf(store, ids);
              expect(await applyAll(store, reports)).toBe(0);
              expect(await factsOf(store, ids)).toEqual(first);
            });
            await withStore(async (store) => {
              await applyAll(store, otherOrder);
              expect(await factsOf(store, ids)).toEqual(first);
            });
          }),
          { numRuns: runs },
        );
      },
    );

    it(
      'marks as recovered exactly what a later success of the same work of a process on its runtime recovers',
      { timeout: 60_000 },
      async () => {
        await fc.assert(
          fc.asyncProperty(anyReports, async (reports) => {
            await withStore(async (store) => {
              await applyAll(store, reports);
              const all = await everyExecution(store, idsOf(reports));
              expect(all.map(({ id, recovered }) => [id, recovered?.byExecutionId ?? null])).toEqual(
                all.map((run) => [run.id, recovererOf(run, all)]),
              );
            });
          }),
          { numRuns: runs },
        );
      },
    );
  });

  describe('whatever is asked', () => {
    it('pages, counts, histograms, values and groups all speak of the same set', { timeout: 120_000 }, async () => {
      const question = fc.tuple(
        anyQuery,
        anyOrder,
        fc.integer({ min: 1, max: 7 }),
        fc.constantFrom(437_000, 900_000, 1_000_000, HOUR_MS),
      );
      await fc.assert(
        fc.asyncProperty(anyReports, fc.array(question, { minLength: 5, maxLength: 5 }), async (reports, questions) => {
          await withStore(async (store) => {
            await applyAll(store, reports);
            const all = await everyExecution(store, idsOf(reports));
            for (const [query, order, limit, bucketMs] of questions) {
              const set = all.filter((run) => matches(run, query));
              const rows = await walk(store, query, order, limit);
              expect(rows.map((row) => row.id)).toEqual(inOrder(set, order).map((run) => run.id));
              expect(await store.executions.counts(query)).toEqual({
                states: tally(set.map((run) => stateOf(run, query))),
                unrecovered: set.filter((run) => isBroken(run) && !run.recovered).length,
                recovered: set.filter((run) => run.recovered).length,
              });
              const histogram = await store.executions.histogram(query, bucketMs);
              expect(histogram).toEqual(
                Array.from({ length: Math.ceil((query.toAt - query.fromAt) / bucketMs) }, (_, bucket) =>
                  tally(
                    set.filter((run) => bucketOf(run, query, bucketMs) === bucket).map((run) => stateOf(run, query)),
                  ),
                ),
              );
              const triggers = await store.executions.values(query, 'trigger', '', 100);
              expect(Object.fromEntries(triggers.map(({ value, runs: count }) => [value, count]))).toEqual(
                tally(set.map((run) => run.trigger)),
              );
              const grouped = set.filter((run) => isBroken(run) && run.failure);
              const groups = await store.executions.groups(query, bucketMs, 100);
              expect(Object.fromEntries(groups.map((group) => [group.groupId, group.runs]))).toEqual(
                tally(grouped.map((run) => run.failure?.groupId ?? '')),
              );
            }
          });
        }),
        { numRuns: runs },
      );
    });

    it('neither skips nor repeats a run while others arrive between pages', { timeout: 60_000 }, async () => {
      await fc.assert(
        fc.asyncProperty(
          anyReports,
          fc.boolean(),
          fc.integer({ min: 1, max: 5 }),
          async (reports, descending, limit) => {
            await withStore(async (store) => {
              await applyAll(store, reports);
              const before = new Set(idsOf(reports));
              const seen: string[] = [];
              let after: string | null = null;
              let arrived = 0;
              do {
                const page: Awaited<ReturnType<Store['executions']['page']>> = await store.executions.page(
                  queryOf(),
                  { sort: 'started', descending },
                  after,
                  limit,
                );
                seen.push(...page.rows.map((row) => row.id));
                after = page.next;
                const startedAt = START_AT + ((arrived * 1_301_000) % (5 * HOUR_MS));
                await store.executions.apply({ runtimeId: 'rt-1', environmentId: 'production' }, `late-${arrived}`, 1, [
                  toStore(reportOf({ executionId: `late-${arrived++}`, startedAt })),
                ]);
              } while (after !== null && arrived < 200);
              expect(new Set(seen).size).toBe(seen.length);
              expect(new Set(seen.filter((id) => before.has(id)))).toEqual(before);
            });
          },
        ),
        { numRuns: runs },
      );
    });

    it('still counts right after pruning, and keeps runs in flight', { timeout: 60_000 }, async () => {
      await fc.assert(
        fc.asyncProperty(anyReports, fc.integer({ min: 0, max: 40 }), async (reports, step) => {
          await withStore(async (store) => {
            await applyAll(store, reports);
            const executionsBeforeAt = START_AT + step * 437_000;
            const before = await everyExecution(store, idsOf(reports));
            const kept = before.filter(
              (run) => run.startedAt >= executionsBeforeAt || stateOf(run, queryOf()) === 'running',
            );
            const { executions, more } = await store.prune({ executionsBeforeAt, answersBeforeAt: 0 });
            expect({ executions, more }).toEqual({ executions: before.length - kept.length, more: false });
            expect(await everyExecution(store, idsOf(reports))).toEqual(kept);
            expect((await store.executions.counts(queryOf())).states).toEqual(
              tally(kept.map((run) => stateOf(run, queryOf()))),
            );
            expect((await store.stats()).executions).toBe(kept.length);
          });
        }),
        { numRuns: runs },
      );
    });
  });
}

/** Everything that may be read of runs, without the numbers of groups, which follow arrival. */
async function factsOf(store: Store, ids: readonly string[]): Promise<unknown> {
  const all = await everyExecution(store, [...ids].sort());
  const { states, ...marks } = await store.executions.counts(queryOf());
  return {
    runs: all.map((run) => ({ ...run, failure: run.failure && { ...run.failure, groupId: '' } })),
    documents: await Promise.all(all.map(async ({ id }) => await store.executions.documents(id, null, 100))),
    relatives: await Promise.all(
      all.map(async ({ id }) => {
        const { children, attempts } = await store.executions.relatives(id);
        return [children.map((row) => row.id), attempts.map((row) => row.id)];
      }),
    ),
    states,
    marks,
    strips: await store.executions.strips(START_AT - HOUR_MS, START_AT + 9 * HOUR_MS, HOUR_MS),
  };
}

function idsOf(reports: readonly { executionId: string }[]): string[] {
  return [...new Set(reports.map((report) => report.executionId))].sort();
}

function bucketOf(run: StoredExecution, query: { fromAt: number }, bucketMs: number): number {
  return Math.floor((run.startedAt - query.fromAt) / bucketMs);
}

function tally(values: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const value of values) counts[value] = (counts[value] ?? 0) + 1;
  return counts;
}
