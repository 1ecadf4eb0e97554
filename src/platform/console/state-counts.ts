import type { ExecutionCounts, ExecutionHistogram } from '#contract/execution.ts';
import { type VisualState, visualStates } from '#contract/status.ts';
import type { Core } from '#platform/core.ts';
import type { ExecutionQuery, StateCounts } from '#platform/store/store.ts';
import { plainWindow } from './window.ts';

/** All states, the absent ones as zero. */
export function everyState(states: StateCounts): Record<VisualState, number> {
  return Object.fromEntries(visualStates.map((state) => [state, states[state] ?? 0])) as Record<VisualState, number>; // every key is there
}

export function totalOf(states: StateCounts): number {
  return Object.values(states).reduce((sum, count) => sum + count, 0);
}

/** Counts over the whole set of a query. */
export async function countsOf(core: Core, query: ExecutionQuery): Promise<ExecutionCounts> {
  const { states, unrecovered, recovered } = await core.store.executions.counts(query);
  return {
    window: plainWindow(query),
    asOfAt: core.now(),
    total: totalOf(states),
    states: everyState(states),
    unrecovered,
    recovered,
  };
}

/** Runs of a query by start and state, oldest first. */
export async function histogramOf(core: Core, query: ExecutionQuery, bucketMs: number): Promise<ExecutionHistogram> {
  const buckets = await core.store.executions.histogram(query, bucketMs);
  return {
    window: plainWindow(query),
    asOfAt: core.now(),
    bucketMs,
    buckets: buckets.map((states, index) => ({ fromAt: query.fromAt + index * bucketMs, states })),
  };
}
