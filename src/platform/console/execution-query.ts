import { ProblemError } from '#contract/errors.ts';
import { type ExecutionFilter, splitValues } from '#contract/filter.ts';
import { VisualState } from '#contract/status.ts';
import type { Window } from '#contract/primitives.ts';
import type { Core } from '#platform/core.ts';
import type { ExecutionQuery } from '#platform/store/store.ts';

/** Everything in a window: what filters narrow down. */
export function everyExecution(core: Core, window: Window): ExecutionQuery {
  const any = () => ({ include: [], exclude: [] });
  return {
    fromAt: window.fromAt,
    toAt: window.toAt,
    state: any(),
    process: any(),
    runtime: any(),
    environment: any(),
    trigger: any(),
    class: any(),
    group: any(),
    connector: any(),
    recovered: null,
    slowFactor: null,
    words: [],
    lostRuntimeIds: core.fleet.lostIds(core.now()),
  };
}

/** A person's filter with everything relative resolved. Throws `bad-request` for a state that does not exist. */
export function executionQuery(core: Core, filter: ExecutionFilter, window: Window): ExecutionQuery {
  return {
    ...everyExecution(core, window),
    state: { include: states(splitValues(filter.state).include), exclude: states(splitValues(filter.state).exclude) },
    process: splitValues(filter.process),
    runtime: splitValues(filter.runtime),
    environment: splitValues(filter.environment),
    trigger: splitValues(filter.trigger),
    class: splitValues(filter.class),
    group: splitValues(filter.group),
    connector: splitValues(filter.connector),
    recovered: filter.recovered === undefined ? null : filter.recovered === 'yes',
    slowFactor: filter.slow ?? null,
    words: (filter.q ?? '').toLowerCase().split(/\s+/).filter(Boolean),
  };
}

function states(values: readonly string[]): VisualState[] {
  return values.map((value) => {
    const state = VisualState.safeParse(value);
    if (!state.success)
      throw new ProblemError('bad-request', `${value} is not a state of a run.`, { field: 'query.state' });
    return state.data;
  });
}
