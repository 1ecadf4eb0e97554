import type { ExecutionField } from '#contract/execution.ts';
import { triggers } from '#contract/status.ts';
import { bucketCount, type ExecutionQuery, type StateCounts, type StoredGroup } from '#platform/index.ts';
import type { Conditions } from './conditions.ts';
import type { Connection } from './connection.ts';
import { tallyOf } from './tally.ts';
import type { FailureEntry, Vocabulary } from './words.ts';

interface FieldValue {
  value: string;
  label: string;
  runs: number;
}

/** Values of a field over the set; see `ExecutionStore.values`. */
export function valuesOf(
  connection: Connection,
  vocabulary: Vocabulary,
  query: ExecutionQuery,
  conditions: Conditions,
  field: ExecutionField,
  contains: string,
  limit: number,
): FieldValue[] {
  const counts = new Map<string, FieldValue>();
  for (const entry of fieldCounts(connection, vocabulary, query, conditions, field)) {
    const known = counts.get(entry.value);
    if (known) known.runs += entry.runs;
    else counts.set(entry.value, entry);
  }
  const wanted = contains.toLowerCase();
  return [...counts.values()]
    .filter(({ value, label }) => value.toLowerCase().includes(wanted) || label.toLowerCase().includes(wanted))
    .sort((a, b) => b.runs - a.runs || (a.value < b.value ? -1 : 1))
    .slice(0, limit);
}

/** Values that occur; one may occur several times. */
function fieldCounts(
  connection: Connection,
  vocabulary: Vocabulary,
  query: ExecutionQuery,
  conditions: Conditions,
  field: ExecutionField,
): FieldValue[] {
  if (conditions.isEmpty) return [];
  const count = (
    column: string,
    valueOf: (entry: number) => { value: string | null; label?: string },
  ): FieldValue[] => {
    const terms = ['started_at >= ?', 'started_at < ?', ...conditions.terms].join(' AND ');
    return connection
      .sums(
        `SELECT sum_by(${column}, 1) AS sums FROM runs INDEXED BY ${conditions.index} WHERE ${terms}`,
        query.fromAt,
        query.toAt,
        ...conditions.values,
      )
      .flatMap(([entry, runs]) => {
        const { value, label } = valueOf(entry);
        return value === null ? [] : [{ value, label: label ?? value, runs }];
      });
  };
  const ofFailure = (valueOf: (failure: FailureEntry) => { value: string | null; label?: string }): FieldValue[] =>
    count('failure', (entry) => {
      const failure = vocabulary.failures[entry - 1];
      return failure ? valueOf(failure) : { value: null };
    });
  switch (field) {
    case 'state': {
      const tally = tallyOf(connection, conditions, { ...query, bucketMs: Math.max(1, query.toAt - query.fromAt) });
      if (tally.buckets === 0) return [];
      return Object.entries(tally.states(0)).map(([state, runs]) => ({ value: state, label: state, runs }));
    }
    case 'process':
      return count('process', (entry) => {
        const { id, name } = vocabulary.processAt(entry);
        return { value: id, label: vocabulary.newestName(vocabulary.processIds.find(id)) ?? name };
      });
    case 'runtime':
      return count('runtime', (entry) => ({ value: vocabulary.runtimes.at(entry) }));
    case 'environment':
      return count('environment', (entry) => ({ value: vocabulary.environments.at(entry) }));
    case 'trigger':
      return count('trigger', (entry) => ({ value: triggers[entry] ?? null }));
    case 'class':
      return ofFailure((failure) => ({ value: failure.class }));
    case 'connector':
      return ofFailure((failure) => ({ value: failure.connectorId }));
    case 'group':
      return ofFailure(({ group }) => ({
        value: `F-${group}`,
        label: firstOfGroup(vocabulary, group)?.template ?? '',
      }));
  }
}

interface GroupTally {
  group: number;
  runs: number;
  unrecovered: number;
  firstAt: number;
  lastAt: number;
  newest: string;
  buckets: number[];
  runtimes: Set<number>;
  processes: Set<string>;
}

/** Failed and aborted runs of the set by group; see `ExecutionStore.groups`. */
export function groupsOf(
  connection: Connection,
  vocabulary: Vocabulary,
  query: ExecutionQuery,
  conditions: Conditions,
  bucketMs: number,
  limit: number,
): StoredGroup[] {
  if (conditions.isEmpty || conditions.index === 'runs_in_flight') return [];
  const buckets = bucketCount(query.fromAt, query.toAt, bucketMs);
  const index = conditions.index === 'runs_started' ? 'runs_broken' : conditions.index;
  const terms = ['started_at >= ?', 'started_at < ?', ...conditions.terms].join(' AND ');
  // In order of start, so the last row seen of a group is its newest.
  const rows = connection.iterate(
    `SELECT started_at, id, code, failure, runtime, process FROM runs INDEXED BY ${index}
     WHERE ${terms} AND code BETWEEN 4 AND 7 AND failure > 0 ORDER BY started_at, id`,
    query.fromAt,
    query.toAt,
    ...conditions.values,
  );
  const found = new Map<number, GroupTally>();
  for (const row of rows) {
    const failure = vocabulary.failures[Number(row['failure']) - 1];
    if (!failure) continue;
    const startedAt = Number(row['started_at']);
    const tally = found.get(failure.group) ?? emptyTally(failure.group, startedAt, buckets);
    found.set(failure.group, tally);
    const bucket = Math.floor((startedAt - query.fromAt) / bucketMs);
    tally.runs++;
    if (Number(row['code']) % 2 === 0) tally.unrecovered++;
    tally.lastAt = startedAt;
    tally.newest = String(row['id']);
    tally.buckets[bucket] = (tally.buckets[bucket] ?? 0) + 1;
    tally.runtimes.add(Number(row['runtime']));
    tally.processes.add(vocabulary.processAt(Number(row['process'])).id);
  }
  return [...found.values()]
    .sort((a, b) => b.runs - a.runs || a.group - b.group)
    .slice(0, limit)
    .flatMap((tally) => {
      const first = firstOfGroup(vocabulary, tally.group);
      return first ? [storedGroup(tally, first)] : [];
    });
}

function emptyTally(group: number, startedAt: number, buckets: number): GroupTally {
  return {
    group,
    runs: 0,
    unrecovered: 0,
    firstAt: startedAt,
    lastAt: startedAt,
    newest: '',
    buckets: Array.from({ length: buckets }, () => 0),
    runtimes: new Set(),
    processes: new Set(),
  };
}

function storedGroup(tally: GroupTally, first: FailureEntry): StoredGroup {
  return {
    groupId: `F-${tally.group}`,
    fingerprint: first.fingerprint,
    class: first.class,
    code: first.code,
    template: first.template,
    connectorId: first.connectorId,
    runs: tally.runs,
    unrecovered: tally.unrecovered,
    runtimes: tally.runtimes.size,
    processes: tally.processes.size,
    firstAt: tally.firstAt,
    lastAt: tally.lastAt,
    exampleExecutionId: tally.newest,
    buckets: tally.buckets,
  };
}

function firstOfGroup(vocabulary: Vocabulary, group: number): FailureEntry | undefined {
  return vocabulary.failures.find((failure) => failure.group === group);
}

/** Counts by state over the whole set; see `ExecutionStore.counts`. */
export function countsOf(
  connection: Connection,
  query: ExecutionQuery,
  conditions: Conditions,
): { states: StateCounts; unrecovered: number; recovered: number } {
  const tally = tallyOf(connection, conditions, { ...query, bucketMs: Math.max(1, query.toAt - query.fromAt) });
  if (tally.buckets === 0) return { states: {}, unrecovered: 0, recovered: 0 };
  return {
    states: tally.states(0),
    unrecovered: tally.of(0, 4) + tally.of(0, 6),
    recovered: tally.of(0, 5) + tally.of(0, 7),
  };
}
