import type { ExecutionReport } from '#contract/tracking.ts';
import { executionState, type VisualState } from '#contract/status.ts';
import type {
  ExecutionOrder,
  ExecutionQuery,
  Selection,
  Store,
  StoredExecution,
  StoredExecutionRow,
} from '../store.ts';
import { runtimeOf, toStore } from './samples.ts';

/** The plainest possible reading of the port, against which both adapters are held: no index, no column, no rollup. */

let batches = 0;

/** Applies reports in order, a batch each and all at once. Gives how many changed something. `rt-3` is in `test`, others in `production`. */
export async function applyAll(store: Store, reports: readonly ExecutionReport[], receivedAt = 1_000): Promise<number> {
  const results = await Promise.all(
    reports.map(async (report) => {
      const runtimeId = runtimeOf(report.executionId);
      const source = { runtimeId, environmentId: runtimeId === 'rt-3' ? 'test' : 'production' };
      return await store.executions.apply(source, `batch-${batches++}`, receivedAt, [toStore(report)]);
    }),
  );
  return results.reduce((changed, { applied }) => changed + applied.length, 0);
}

/** Everything the store holds of these ids. */
export async function everyExecution(store: Store, ids: readonly string[]): Promise<StoredExecution[]> {
  const all: StoredExecution[] = [];
  for (const id of new Set(ids)) {
    const execution = await store.executions.get(id);
    if (execution) all.push(execution);
  }
  return all;
}

export function stateOf(
  run: StoredExecution | StoredExecutionRow,
  query: Pick<ExecutionQuery, 'lostRuntimeIds'>,
): VisualState {
  return executionState(run.status, query.lostRuntimeIds.includes(run.runtimeId));
}

export function isBroken(run: StoredExecution | StoredExecutionRow): boolean {
  return ['failed', 'aborted'].includes(executionState(run.status, false));
}

export function matches(run: StoredExecution, query: ExecutionQuery): boolean {
  const { failure } = run;
  const texts = [run.id, run.processId, run.processName, run.runtimeId, failure?.code ?? '', failure?.template ?? ''];
  return (
    run.startedAt >= query.fromAt &&
    run.startedAt < query.toAt &&
    takes(query.state, [stateOf(run, query)]) &&
    takes(query.process, [run.processId, run.processName]) &&
    takes(query.runtime, [run.runtimeId]) &&
    takes(query.environment, [run.environmentId]) &&
    takes(query.trigger, [run.trigger]) &&
    takes(query.class, failure ? [failure.class] : []) &&
    takes(query.group, failure ? [failure.groupId] : []) &&
    takes(query.connector, failure?.connectorId ? [failure.connectorId] : []) &&
    (query.recovered === null || (isBroken(run) && (run.recovered !== null) === query.recovered)) &&
    query.words.every((word) => texts.some((text) => text.toLowerCase().includes(word)))
  );
}

function takes(selection: Selection, values: readonly string[]): boolean {
  const isWanted = selection.include.length === 0 || values.some((value) => selection.include.includes(value));
  return isWanted && !values.some((value) => selection.exclude.includes(value));
}

/** Sort key of a run; runs in flight have no duration and count as shortest. */
export function keyOf(run: StoredExecution | StoredExecutionRow, order: ExecutionOrder): number {
  if (order.sort === 'started') return run.startedAt;
  if (order.sort === 'errors') return run.errors;
  return run.endedAt === null ? -1 : Math.max(0, run.endedAt - run.startedAt);
}

export function inOrder<T extends StoredExecution | StoredExecutionRow>(
  runs: readonly T[],
  order: ExecutionOrder,
): T[] {
  const direction = order.descending ? -1 : 1;
  return runs.toSorted(
    (a, b) => direction * (keyOf(a, order) - keyOf(b, order) || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0)),
  );
}

/** All rows of a query, by walking its pages. */
export async function walk(
  store: Store,
  query: ExecutionQuery,
  order: ExecutionOrder,
  limit: number,
): Promise<StoredExecutionRow[]> {
  const rows: StoredExecutionRow[] = [];
  let after: string | null = null;
  do {
    const page: { rows: StoredExecutionRow[]; next: string | null } = await store.executions.page(
      query,
      order,
      after,
      limit,
    );
    rows.push(...page.rows);
    after = page.next;
  } while (after !== null);
  return rows;
}

/** Who recovers a failed or aborted run: the first run of its work, process and runtime that started later and ended well. */
export function recovererOf(run: StoredExecution, all: readonly StoredExecution[]): string | null {
  if (!isBroken(run)) return null;
  const later = all.filter(
    (other) =>
      other.runtimeId === run.runtimeId &&
      other.processId === run.processId &&
      other.workId === run.workId &&
      other.startedAt > run.startedAt &&
      ['ok', 'warn'].includes(executionState(other.status, false)),
  );
  return inOrder(later, { sort: 'started', descending: false })[0]?.id ?? null;
}
