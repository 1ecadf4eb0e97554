import { compareText, type Runs } from './runs.ts';

/** Copies the past of `runs` into its columns and works out orders, pairs, groups and recovered marks, each in one pass. */
export function loadPast(runs: Runs): void {
  const { past, columns } = runs;
  if (!past) return;
  const from = past.columns;
  const length = from.length;
  columns.reserve(length);
  runs.length = length;
  const runtimes = Uint32Array.from(past.runtimes, ({ runtimeId }) => runs.internRuntime(runtimeId));
  const environments = Uint32Array.from(past.runtimes, ({ environmentId }) => runs.environments.intern(environmentId));
  const processes = Uint32Array.from(past.processes, (entry) => runs.internProcess(entry.processId, entry.processName));
  const failures = new Int32Array(past.failures.length).fill(-1);

  columns.startedAt.set(from.startedAt);
  columns.status.set(from.status);
  columns.trigger.set(from.trigger);
  columns.errors.set(from.errors);
  /** Rows of each work that was tried more than once, in order: a single attempt at a file recovers nothing. */
  const retried = new Map<number, number[]>();
  for (let row = 0; row < length; row++) {
    const work = from.work[row]!;
    if (work >= 0) columns.hasOwnWork[row] = 1;
    if (work >= 0 && work !== row) retried.set(work, []);
    const duration = from.durationMs[row]!;
    const failure = from.failure[row]!;
    columns.endedAt[row] = duration < 0 ? -1 : from.startedAt[row]! + duration;
    columns.runtime[row] = runtimes[from.runtime[row]!]!;
    columns.environment[row] = environments[from.runtime[row]!]!;
    columns.process[row] = processes[from.process[row]!]!;
    if (failure >= 0 && failures[failure]! < 0) failures[failure] = runs.internFailure(past.failures[failure]!);
    columns.failure[row] = failure < 0 ? -1 : failures[failure]!;
    columns.recoveredBy[row] = -1;
  }
  runs.order.adopt(sortedRows(runs, length));
  for (let position = 0; position < length; position++) {
    const row = runs.order.at(position);
    const pair = runs.internPair(columns.runtime[row]!, runs.processes[columns.process[row]!]!.idNumber);
    columns.pair[row] = pair;
    runs.pairs[pair]!.rows.push(row);
    if (columns.hasOwnWork[row] === 1) retried.get(from.work[row]!)?.push(row);
    if (runs.isInFlight(row)) runs.inFlight.add(row);
  }
  for (const { rows } of runs.pairs) markWork(runs, rows.rows.subarray(0, rows.length), 0);
  for (const rows of retried.values()) markWork(runs, rows, 1);
}

/** Rows by start, ties by id. The usual past comes in that order, ties aside. */
function sortedRows(runs: Runs, length: number): Int32Array<ArrayBuffer> {
  const { startedAt } = runs.columns;
  const rows = Int32Array.from({ length }, (_, row) => row);
  let isAscending = true;
  for (let row = 1; row < length && isAscending; row++) isAscending = startedAt[row - 1]! <= startedAt[row]!;
  if (!isAscending) rows.sort((a, b) => startedAt[a]! - startedAt[b]!);
  for (let first = 0; first < length;) {
    let next = first + 1;
    while (next < length && startedAt[rows[next]!]! === startedAt[rows[first]!]!) next++;
    if (next - first > 1) rows.subarray(first, next).sort((a, b) => compareText(runs.idOf(a), runs.idOf(b)));
    first = next;
  }
  return rows;
}

/** Marks the failed and aborted runs of one work among rows in order, newest first: who recovers a run is the first success after it. */
function markWork(runs: Runs, rows: ArrayLike<number>, ownWork: 0 | 1): void {
  const { startedAt, recoveredBy, hasOwnWork } = runs.columns;
  let laterSuccess = -1;
  let successHere = -1;
  for (let position = rows.length - 1; position >= 0; position--) {
    const row = rows[position]!;
    const startsEarlier = position === rows.length - 1 || startedAt[row]! < startedAt[rows[position + 1]!]!;
    if (startsEarlier && successHere >= 0) {
      laterSuccess = successHere;
      successHere = -1;
    }
    if (hasOwnWork[row] !== ownWork) continue;
    if (runs.isSuccess(row)) successHere = row;
    else if (runs.isBroken(row)) recoveredBy[row] = laterSuccess;
  }
}
