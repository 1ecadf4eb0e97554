import { NORMAL_MIN_RUNS } from '#contract/rules.ts';
import { triggers, type VisualState, visualStates } from '#contract/status.ts';
import { type ExecutionQuery, groupNumber, RUNNING, type Selection, UNKNOWN, wantedStates } from '#platform/index.ts';
import { IN_FLIGHT } from './cells.ts';
import type { Normals } from './normals.ts';
import type { Vocabulary } from './words.ts';

/** Index of `runs` to walk. */
type RunIndex = 'runs_started' | 'runs_pair' | 'runs_runtime' | 'runs_failure' | 'runs_broken' | 'runs_in_flight';

/** A query as SQL: every value is bound, lists as one JSON array each, so the same shape of filter is the same statement. */
export interface Conditions {
  index: RunIndex;
  /** Joined by AND, without the window. */
  terms: string[];
  values: (string | number)[];
  /** Nothing can match: some wanted value was never seen. */
  isEmpty: boolean;
  /** The set in terms of the rollups; null when they cannot answer. */
  rollup: RollupSelection | null;
  /** By code from 0 to 9: whether ended runs of it are wanted. */
  endedCodes: readonly number[];
  /** Runs in flight that are wanted: all, only on lost or only on other runtimes, or none. */
  inFlight: 'all' | 'lost' | 'reachable' | 'none';
  /** Numbers of lost runtimes as a JSON array. */
  lostRuntimes: string;
}

/** What rollups can filter by; runtimes and triggers never both. null = any. */
export interface RollupSelection {
  runtimes: number[] | null;
  environments: number[] | null;
  triggers: number[] | null;
}

const LIST = '(SELECT value FROM json_each(?))';

/** Turns a query into conditions on `runs`. */
export function conditionsOf(query: ExecutionQuery, vocabulary: Vocabulary, normals: Normals): Conditions {
  const terms: string[] = [];
  const values: (string | number)[] = [];
  const add = (term: string, ...bound: (string | number)[]): void => {
    terms.push(term);
    values.push(...bound);
  };
  const lostRuntimes = JSON.stringify(
    query.lostRuntimeIds.map((id) => vocabulary.runtimes.find(id)).filter((number) => number > 0),
  );
  const states = statesOf(query);
  addStates(states, lostRuntimes, add);

  const runtimes = chosen(query.runtime, vocabulary.runtimes.values, (value) => [value]);
  const environments = chosen(query.environment, vocabulary.environments.values, (value) => [value]);
  const triggerNumbers = chosen(query.trigger, triggers, (value) => [value])?.map((number) => number - 1) ?? null;
  const processes = chosen(query.process, vocabulary.processes, ({ id, name }) => [id, name]);
  const failures = chosenFailures(query, vocabulary);
  if (runtimes) add(`runtime IN ${LIST}`, JSON.stringify(runtimes));
  if (environments) add(`environment IN ${LIST}`, JSON.stringify(environments));
  if (triggerNumbers) add(`trigger IN ${LIST}`, JSON.stringify(triggerNumbers));
  if (processes) add(`process IN ${LIST}`, JSON.stringify(processes));
  if (failures) add(`failure IN ${LIST}`, JSON.stringify(failures));
  for (const word of query.words) addWord(word, vocabulary, add);
  if (query.slowFactor !== null) {
    normals.writeThresholds(query.slowFactor, NORMAL_MIN_RUNS, query.toAt);
    add('duration >= (SELECT at_least FROM temp.slow_from WHERE slow_from.pair = runs.pair)');
  }

  const pairs = query.process.include.length > 0 && processes ? pairsOf(processes, vocabulary) : null;
  const index = indexFor(query, states, failures, pairs !== null);
  if (index === 'runs_pair' && pairs) add(`pair IN ${LIST}`, JSON.stringify(pairs));
  if (index === 'runs_failure') add('failure > 0');
  if (index === 'runs_broken') add('code BETWEEN 4 AND 7');
  if (index === 'runs_in_flight') add(`code = ${IN_FLIGHT}`);

  const isRollup =
    !processes && !failures && !(runtimes && triggerNumbers) && query.words.length === 0 && query.slowFactor === null;
  return {
    index,
    terms,
    values,
    isEmpty:
      [runtimes, environments, triggerNumbers, processes, failures].some((list) => list?.length === 0) ||
      (states.endedCodes.length === 0 && states.inFlight === 'none'),
    rollup: isRollup ? { runtimes, environments, triggers: triggerNumbers } : null,
    endedCodes: states.endedCodes,
    inFlight: states.inFlight,
    lostRuntimes,
  };
}

/** The name of a state from its place. */
export function stateAt(index: number): VisualState {
  return visualStates[index] ?? 'unknown';
}

type Add = (term: string, ...bound: (string | number)[]) => void;

interface States {
  endedCodes: number[];
  inFlight: Conditions['inFlight'];
}

function statesOf(query: ExecutionQuery): States {
  const wanted = wantedStates(query);
  const endedCodes = Array.from({ length: IN_FLIGHT }, (_, code) => code).filter((code) => {
    if (wanted[code >> 1] === 0) return false;
    const isMark = code % 2 === 1;
    if (isMark && (code < 4 || code > 7)) return false;
    return query.recovered === null || query.recovered === isMark;
  });
  const takesLost = wanted[UNKNOWN] === 1;
  const takesReachable = wanted[RUNNING] === 1;
  const inFlight = takesLost ? (takesReachable ? 'all' : 'lost') : takesReachable ? 'reachable' : 'none';
  return { endedCodes, inFlight };
}

/** Codes that exist: 0, 2, 4 to 7, 8. */
const ENDED_CODES = 7;

function addStates({ endedCodes, inFlight }: States, lostRuntimes: string, add: Add): void {
  if (endedCodes.length === ENDED_CODES && inFlight === 'all') return;
  const ended = `code IN ${LIST}`;
  const codes = JSON.stringify(endedCodes);
  switch (inFlight) {
    case 'all':
      return add(`(${ended} OR code = ${IN_FLIGHT})`, codes);
    case 'lost':
      return add(`(${ended} OR (code = ${IN_FLIGHT} AND runtime IN ${LIST}))`, codes, lostRuntimes);
    case 'reachable':
      return add(`(${ended} OR (code = ${IN_FLIGHT} AND runtime NOT IN ${LIST}))`, codes, lostRuntimes);
    case 'none':
      return add(ended, codes);
  }
}

/** Numbers (index + 1) of the entries that a selection takes; null when it takes all. */
function chosen<T>(selection: Selection, entries: readonly T[], namesOf: (entry: T) => string[]): number[] | null {
  if (selection.include.length === 0 && selection.exclude.length === 0) return null;
  const include = new Set(selection.include);
  const exclude = new Set(selection.exclude);
  return entries.flatMap((entry, index) => {
    const names = namesOf(entry);
    const isWanted = include.size === 0 || names.some((name) => include.has(name));
    return isWanted && !names.some((name) => exclude.has(name)) ? [index + 1] : [];
  });
}

/** Class, group and connector all hang on the failure; 0 stands for runs without one, which have none of the three. */
function chosenFailures(query: ExecutionQuery, vocabulary: Vocabulary): number[] | null {
  const entries = [null, ...vocabulary.failures];
  const groups = {
    include: query.group.include.map((id) => String(groupNumber(id))),
    exclude: query.group.exclude.map((id) => String(groupNumber(id))),
  };
  const lists = [
    chosen(query.class, entries, (failure) => (failure ? [failure.class] : [])),
    chosen(query.connector, entries, (failure) => (failure?.connectorId ? [failure.connectorId] : [])),
    chosen(groups, entries, (failure) => (failure ? [String(failure.group)] : [])),
  ].filter((list) => list !== null);
  if (lists.length === 0) return null;
  return entries.flatMap((_, index) => (lists.every((list) => list.includes(index + 1)) ? [index] : []));
}

function addWord(word: string, vocabulary: Vocabulary, add: Add): void {
  const has = (value: string | null): boolean => value?.toLowerCase().includes(word) ?? false;
  const numbers = <T>(entries: readonly T[], hasWord: (entry: T) => boolean): string =>
    JSON.stringify(entries.flatMap((entry, index) => (hasWord(entry) ? [index + 1] : [])));
  const bound = [
    numbers(vocabulary.processes, ({ id, name }) => has(id) || has(name)),
    numbers(vocabulary.runtimes.values, has),
    numbers(vocabulary.failures, ({ code, template }) => has(code) || has(template)),
  ];
  const lists = `process IN ${LIST} OR runtime IN ${LIST} OR failure IN ${LIST}`;
  // Ids hold nothing but these, so other words need no look at a million of them.
  if (/^[a-z0-9_.-]*$/.test(word)) add(`(${lists} OR id LIKE ? ESCAPE '\\')`, ...bound, `%${escapeLike(word)}%`);
  else add(`(${lists})`, ...bound);
}

/** A text as a LIKE pattern that finds just it. */
export function escapeLike(text: string): string {
  return text.replace(/[\\%_]/g, (character) => `\\${character}`);
}

function pairsOf(processes: readonly number[], vocabulary: Vocabulary): number[] {
  const ids = new Set(processes.map((process) => vocabulary.processIds.find(vocabulary.processAt(process).id)));
  return vocabulary.pairs.flatMap(({ pair, processId }) => (ids.has(processId) ? [pair] : []));
}

function indexFor(query: ExecutionQuery, states: States, failures: number[] | null, hasPairs: boolean): RunIndex {
  if (states.endedCodes.length === 0) return 'runs_in_flight';
  if (failures && !failures.includes(0)) return 'runs_failure';
  if (hasPairs) return 'runs_pair';
  if (states.inFlight === 'none' && states.endedCodes.every((code) => code >= 4 && code <= 7)) return 'runs_broken';
  return query.runtime.include.length > 0 ? 'runs_runtime' : 'runs_started';
}
