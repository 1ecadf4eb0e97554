import { triggers } from '#contract/status.ts';
import { NORMAL_MIN_RUNS } from '#contract/rules.ts';
import { groupNumber, RUNNING, UNKNOWN, wantedStates } from '../agreement.ts';
import type { ExecutionQuery, Selection } from '../store.ts';
import type { Normals } from './normals.ts';
import type { Runs } from './runs.ts';

/** A table over a dictionary: 1 for entries that are taken; null when all are. */
type Table = Uint8Array | null;

/** A query made ready to be asked of hundreds of thousands of rows: every text became a table look-up. */
export class Match {
  /** Positions in the order of all runs that the window covers. */
  readonly first: number;
  readonly end: number;
  private readonly runs: Runs;
  private readonly states: Uint8Array;
  private readonly lost: Uint8Array;
  private readonly recovered: boolean | null;
  private readonly process: Table;
  private readonly runtime: Table;
  private readonly environment: Table;
  private readonly trigger: Table;
  /** Of class, group and connector together. */
  private readonly failure: Table;
  private readonly words: Word[];
  /** By pair: runs at least this long are slow. */
  private readonly slowFrom: Float64Array | null;

  constructor(runs: Runs, normals: Normals, query: ExecutionQuery) {
    const { startedAt } = runs.columns;
    this.runs = runs;
    this.first = runs.order.firstWhere((row) => startedAt[row]! >= query.fromAt);
    this.end = Math.max(
      this.first,
      runs.order.firstWhere((row) => startedAt[row]! >= query.toAt),
    );
    this.states = wantedStates(query);
    this.lost = new Uint8Array(runs.runtimes.size);
    for (const runtimeId of query.lostRuntimeIds) {
      const runtime = runs.runtimes.find(runtimeId);
      if (runtime >= 0) this.lost[runtime] = 1;
    }
    this.recovered = query.recovered;
    this.process = table(query.process, runs.processes, ({ id, name }) => [id, name]);
    this.runtime = table(query.runtime, runs.runtimes.values, (value) => [value]);
    this.environment = table(query.environment, runs.environments.values, (value) => [value]);
    this.trigger = table(query.trigger, triggers, (value) => [value]);
    this.failure = failureTable(runs, query);
    this.words = query.words.map((word) => wordTables(runs, word));
    this.slowFrom =
      query.slowFactor === null ? null : normals.thresholds(query.slowFactor, NORMAL_MIN_RUNS, query.toAt);
  }

  /** Index in `visualStates`, with the query's lost runtimes. */
  stateOf(row: number): number {
    const state = this.runs.stateOf(row);
    return state === RUNNING && this.lost[this.runs.columns.runtime[row]!] === 1 ? UNKNOWN : state;
  }

  /** Whether a row of the window belongs to the set. */
  takes(row: number): boolean {
    const { columns } = this.runs;
    if (this.states[this.stateOf(row)] === 0) return false;
    if (this.recovered !== null && columns.recoveredBy[row]! >= 0 !== this.recovered) return false;
    if (this.process !== null && this.process[columns.process[row]!] === 0) return false;
    if (this.runtime !== null && this.runtime[columns.runtime[row]!] === 0) return false;
    if (this.environment !== null && this.environment[columns.environment[row]!] === 0) return false;
    if (this.trigger !== null && this.trigger[columns.trigger[row]!] === 0) return false;
    if (this.failure !== null && this.failure[columns.failure[row]! + 1] === 0) return false;
    if (this.slowFrom !== null && !(this.runs.durationOf(row) >= this.slowFrom[columns.pair[row]!]!)) return false;
    return this.words.every((word) => this.hasWord(row, word));
  }

  private hasWord(row: number, word: Word): boolean {
    const { columns } = this.runs;
    return (
      word.process[columns.process[row]!] === 1 ||
      word.runtime[columns.runtime[row]!] === 1 ||
      word.failure[columns.failure[row]! + 1] === 1 ||
      (word.maybeId && this.runs.idOf(row).toLowerCase().includes(word.text))
    );
  }
}

/** A word of a search with where it occurs. `maybeId` is false when no id can hold it. */
interface Word {
  text: string;
  process: Uint8Array;
  runtime: Uint8Array;
  /** Shifted by one: entry 0 is "no failure". */
  failure: Uint8Array;
  maybeId: boolean;
}

function wordTables(runs: Runs, text: string): Word {
  const has = (value: string | null): number => (value?.toLowerCase().includes(text) ? 1 : 0);
  return {
    text,
    process: Uint8Array.from(runs.processes, ({ id, name }) => has(id) | has(name)),
    runtime: Uint8Array.from(runs.runtimes.values, has),
    failure: Uint8Array.from([0, ...runs.failures.map(({ code, template }) => has(code) | has(template))]),
    maybeId: /^[a-z0-9_.-]*$/.test(text),
  };
}

function table<T>(selection: Selection, entries: readonly T[], namesOf: (entry: T) => string[]): Table {
  if (selection.include.length === 0 && selection.exclude.length === 0) return null;
  const include = new Set(selection.include);
  const exclude = new Set(selection.exclude);
  return Uint8Array.from(entries, (entry) => {
    const names = namesOf(entry);
    if (include.size > 0 && !names.some((name) => include.has(name))) return 0;
    return names.some((name) => exclude.has(name)) ? 0 : 1;
  });
}

/** Class, group and connector all hang on the failure. A run without one has none of the three. */
function failureTable(runs: Runs, query: ExecutionQuery): Table {
  const tables = [
    table(query.class, [null, ...runs.failures], (failure) => (failure ? [failure.class] : [])),
    table(query.connector, [null, ...runs.failures], (failure) => (failure?.connectorId ? [failure.connectorId] : [])),
    table(
      { include: query.group.include.map(plainGroup), exclude: query.group.exclude.map(plainGroup) },
      [null, ...runs.failures],
      (failure) => (failure ? [String(failure.group)] : []),
    ),
  ].filter((each) => each !== null);
  if (tables.length === 0) return null;
  return Uint8Array.from({ length: runs.failures.length + 1 }, (_, entry) =>
    tables.every((each) => each[entry] === 1) ? 1 : 0,
  );
}

function plainGroup(groupId: string): string {
  return String(groupNumber(groupId));
}
