import type { ExecutionField } from '#contract/execution.ts';
import { triggers, visualStates } from '#contract/status.ts';
import { ABORTED, bucketCount, FAILED, WARN } from '../agreement.ts';
import type { StateCounts, StoredGroup, StripCounts } from '../store.ts';
import type { Match } from './match.ts';
import type { Runs } from './runs.ts';

/** Counts by state of the matched set; see `ExecutionStore.counts`. */
export function countsOf(runs: Runs, match: Match): { states: StateCounts; unrecovered: number; recovered: number } {
  const states = new Float64Array(visualStates.length);
  let unrecovered = 0;
  let recovered = 0;
  eachMatch(runs, match, (row) => {
    const state = match.stateOf(row);
    states[state]!++;
    if (state !== FAILED && state !== ABORTED) return;
    if (runs.columns.recoveredBy[row]! < 0) unrecovered++;
    else recovered++;
  });
  return { states: stateCounts(states), unrecovered, recovered };
}

/** Counts by state and bucket of start; see `ExecutionStore.histogram`. */
export function histogramOf(runs: Runs, match: Match, fromAt: number, toAt: number, bucketMs: number): StateCounts[] {
  const width = visualStates.length;
  const buckets = bucketCount(fromAt, toAt, bucketMs);
  const counts = new Float64Array(buckets * width);
  const { startedAt } = runs.columns;
  eachMatch(runs, match, (row) => {
    counts[Math.floor((startedAt[row]! - fromAt) / bucketMs) * width + match.stateOf(row)]!++;
  });
  return Array.from({ length: buckets }, (_, bucket) =>
    stateCounts(counts.subarray(bucket * width, (bucket + 1) * width)),
  );
}

/** Values of a field over the matched set; see `ExecutionStore.values`. */
export function valuesOf(
  runs: Runs,
  match: Match,
  field: ExecutionField,
  contains: string,
  limit: number,
): { value: string; label: string; runs: number }[] {
  const counts = new Map<string, { label: string; runs: number }>();
  for (const [value, label, count] of fieldCounts(runs, match, field)) {
    const known = counts.get(value);
    if (known) known.runs += count;
    else counts.set(value, { label, runs: count });
  }
  const wanted = contains.toLowerCase();
  return Array.from(counts, ([value, { label, runs: count }]) => ({ value, label, runs: count }))
    .filter(({ value, label }) => value.toLowerCase().includes(wanted) || label.toLowerCase().includes(wanted))
    .sort((a, b) => b.runs - a.runs || (a.value < b.value ? -1 : 1))
    .slice(0, limit);
}

/** Value, label and runs of each entry that occurs; one value may occur several times. */
function fieldCounts(runs: Runs, match: Match, field: ExecutionField): [string, string, number][] {
  const { columns, failures } = runs;
  const plain = (values: readonly string[]) => (entry: number) => [values[entry]!, values[entry]!] as const;
  const ofFailure = (value: (entry: number) => readonly [string | null, string]) =>
    tally(runs, match, columns.failure, failures.length, value);
  switch (field) {
    case 'state': {
      const states = new Float64Array(visualStates.length);
      eachMatch(runs, match, (row) => states[match.stateOf(row)]!++);
      return visualStates.flatMap((state, index) => (states[index]! > 0 ? [[state, state, states[index]!]] : []));
    }
    case 'process':
      return tally(runs, match, columns.process, runs.processes.length, (entry) => {
        const { id, idNumber } = runs.processes[entry]!;
        return [id, runs.newestName[idNumber]!];
      });
    case 'runtime':
      return tally(runs, match, columns.runtime, runs.runtimes.size, plain(runs.runtimes.values));
    case 'environment':
      return tally(runs, match, columns.environment, runs.environments.size, plain(runs.environments.values));
    case 'trigger':
      return tally(runs, match, columns.trigger, triggers.length, plain(triggers));
    case 'class':
      return ofFailure((entry) => [failures[entry]!.class, failures[entry]!.class]);
    case 'connector':
      return ofFailure((entry) => [failures[entry]!.connectorId, failures[entry]!.connectorId ?? '']);
    case 'group':
      return ofFailure((entry) => {
        const { group } = failures[entry]!;
        return [`F-${group}`, failures.find((failure) => failure.group === group)!.template];
      });
  }
}

function tally(
  runs: Runs,
  match: Match,
  column: ArrayLike<number>,
  entries: number,
  valueOf: (entry: number) => readonly [value: string | null, label: string],
): [string, string, number][] {
  const counts = new Float64Array(entries);
  eachMatch(runs, match, (row) => {
    const entry = column[row]!;
    if (entry >= 0) counts[entry]!++;
  });
  return Array.from(counts).flatMap((count, entry): [string, string, number][] => {
    if (count === 0) return [];
    const [value, label] = valueOf(entry);
    return value === null ? [] : [[value, label, count]];
  });
}

/** Failed and aborted runs of the matched set by group; see `ExecutionStore.groups`. */
export function groupsOf(
  runs: Runs,
  match: Match,
  window: { fromAt: number; toAt: number },
  bucketMs: number,
  limit: number,
): StoredGroup[] {
  const { columns } = runs;
  const buckets = bucketCount(window.fromAt, window.toAt, bucketMs);
  const found = new Map<number, GroupTally>();
  // In order of start, so the last row seen of a group is its newest.
  eachMatch(runs, match, (row) => {
    const failureEntry = columns.failure[row]!;
    // Reading at -1 would be right as well, and ten times slower.
    const failure = failureEntry < 0 ? undefined : runs.failures[failureEntry];
    if (!failure || !runs.isBroken(row)) return;
    const startedAt = columns.startedAt[row]!;
    let entry = found.get(failure.group);
    if (!entry) {
      const group = emptyGroup(runs, failure.group, startedAt, buckets);
      entry = { group, newest: row, runtimes: new Set(), processes: new Set() };
      found.set(failure.group, entry);
    }
    const { group } = entry;
    group.runs++;
    if (columns.recoveredBy[row]! < 0) group.unrecovered++;
    group.lastAt = startedAt;
    entry.newest = row;
    group.buckets[Math.floor((startedAt - window.fromAt) / bucketMs)]!++;
    entry.runtimes.add(columns.runtime[row]!);
    entry.processes.add(runs.processes[columns.process[row]!]!.idNumber);
  });
  return Array.from(found)
    .sort(([a, first], [b, second]) => second.group.runs - first.group.runs || a - b)
    .slice(0, limit)
    .map(([, { group, newest, runtimes, processes }]) => ({
      ...group,
      runtimes: runtimes.size,
      processes: processes.size,
      exampleExecutionId: runs.idOf(newest),
    }));
}

interface GroupTally {
  group: StoredGroup;
  newest: number;
  runtimes: Set<number>;
  processes: Set<number>;
}

function emptyGroup(runs: Runs, number: number, startedAt: number, buckets: number): StoredGroup {
  const first = runs.failures.find((failure) => failure.group === number)!;
  return {
    groupId: `F-${number}`,
    fingerprint: first.fingerprint,
    class: first.class,
    code: first.code,
    template: first.template,
    connectorId: first.connectorId,
    runs: 0,
    unrecovered: 0,
    runtimes: 0,
    processes: 0,
    firstAt: startedAt,
    lastAt: startedAt,
    exampleExecutionId: '',
    buckets: Array.from({ length: buckets }, () => 0),
  };
}

/** Runs of every runtime by bucket; see `ExecutionStore.strips`. `failed` counts aborted runs too. */
export function stripsOf(runs: Runs, fromAt: number, toAt: number, bucketMs: number): Map<string, StripCounts> {
  const { startedAt, runtime } = runs.columns;
  const buckets = bucketCount(fromAt, toAt, bucketMs);
  const zeros = (): number[] => Array.from({ length: buckets }, () => 0);
  const strips: (StripCounts | undefined)[] = [];
  const end = runs.order.firstWhere((row) => startedAt[row]! >= toAt);
  for (let position = runs.order.firstWhere((row) => startedAt[row]! >= fromAt); position < end; position++) {
    const row = runs.order.at(position);
    const strip = (strips[runtime[row]!] ??= { runs: zeros(), failed: zeros(), warned: zeros() });
    const bucket = Math.floor((startedAt[row]! - fromAt) / bucketMs);
    strip.runs[bucket]!++;
    if (runs.isBroken(row)) strip.failed[bucket]!++;
    else if (runs.stateOf(row) === WARN) strip.warned[bucket]!++;
  }
  return new Map(
    strips.flatMap((strip, index): [string, StripCounts][] => (strip ? [[runs.runtimes.at(index), strip]] : [])),
  );
}

function eachMatch(runs: Runs, match: Match, visit: (row: number) => void): void {
  for (let position = match.first; position < match.end; position++) {
    const row = runs.order.at(position);
    if (match.takes(row)) visit(row);
  }
}

function stateCounts(counts: Float64Array): StateCounts {
  const states: StateCounts = {};
  visualStates.forEach((state, index) => {
    if (counts[index]! > 0) states[state] = counts[index]!;
  });
  return states;
}
