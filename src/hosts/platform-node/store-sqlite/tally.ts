import { bucketCount, type StateCounts, type StripCounts } from '#platform/index.ts';
import { CELL_MS, IN_FLIGHT } from './cells.ts';
import { type Conditions, stateAt } from './conditions.ts';
import type { Connection } from './connection.ts';

/** Codes as counted here: those of `runs`, and one more for runs in flight on a lost runtime. */
const UNKNOWN_CODE = IN_FLIGHT + 2;
const WIDTH = UNKNOWN_CODE + 1;

/** In the keys of `sum_by`: room for a code, and for a bucket. */
const CODES = 16;
const PLACES = 16_777_216;

/** A window in equal buckets. */
export interface Buckets {
  fromAt: number;
  toAt: number;
  bucketMs: number;
}

/** Counts by bucket and code. */
export class Tally {
  readonly buckets: number;
  private readonly counts: Float64Array;

  constructor({ fromAt, toAt, bucketMs }: Buckets) {
    this.buckets = bucketCount(fromAt, toAt, bucketMs);
    this.counts = new Float64Array(this.buckets * WIDTH);
  }

  add(bucket: number, code: number, runs: number): void {
    const at = bucket * WIDTH + code;
    this.counts[at] = (this.counts[at] ?? 0) + runs;
  }

  /** Counts by visual state of a bucket; absent states are zero. */
  states(bucket: number): StateCounts {
    const states: StateCounts = {};
    for (let code = 0; code < WIDTH; code++) {
      const runs = this.of(bucket, code);
      if (runs > 0) states[stateAt(code >> 1)] = (states[stateAt(code >> 1)] ?? 0) + runs;
    }
    return states;
  }

  of(bucket: number, code: number): number {
    return this.counts[bucket * WIDTH + code] ?? 0;
  }
}

/**
 * Counts the set by bucket. What rollups know is read from whole cells; where a bucket's edge cuts a cell, and for filters that
 * rollups do not know, runs are counted on an index. The result is exact either way.
 */
export function tallyOf(connection: Connection, conditions: Conditions, buckets: Buckets): Tally {
  const tally = new Tally(buckets);
  if (conditions.isEmpty) return tally;
  const plan = conditions.rollup && conditions.endedCodes.length > 0 ? planOf(buckets) : null;
  if (!plan) {
    scanRuns(connection, conditions, buckets, tally, buckets.fromAt, buckets.toAt, '');
    return tally;
  }
  readCells(connection, conditions, buckets, plan, tally);
  for (const [fromAt, toAt] of plan.scans) {
    scanRuns(connection, conditions, buckets, tally, fromAt, toAt, `AND code < ${IN_FLIGHT}`);
  }
  if (conditions.inFlight !== 'none') {
    const inFlight: Conditions = { ...conditions, index: 'runs_in_flight' };
    scanRuns(connection, inFlight, buckets, tally, buckets.fromAt, buckets.toAt, `AND code = ${IN_FLIGHT}`);
  }
  return tally;
}

/** Cells that lie whole within a bucket: those of `[firstCell, endCell)` without the cut ones, whose runs `scans` cover. */
interface Plan {
  firstCell: number;
  endCell: number;
  /** As a JSON array. */
  cutCells: string;
  scans: [fromAt: number, toAt: number][];
}

/** null when buckets are so short, or lie such, that counting runs is as good. */
function planOf({ fromAt, toAt, bucketMs }: Buckets): Plan | null {
  if (bucketMs < CELL_MS) return null;
  const cut = new Set<number>();
  for (let edge = fromAt; edge < toAt; edge += bucketMs) if (edge % CELL_MS !== 0) cut.add(Math.floor(edge / CELL_MS));
  if (toAt % CELL_MS !== 0) cut.add(Math.floor(toAt / CELL_MS));
  if (cut.size * CELL_MS * 2 > toAt - fromAt) return null;
  return {
    firstCell: Math.floor(fromAt / CELL_MS),
    endCell: Math.ceil(toAt / CELL_MS),
    cutCells: JSON.stringify([...cut]),
    scans: Array.from(cut, (cell) => [Math.max(fromAt, cell * CELL_MS), Math.min(toAt, (cell + 1) * CELL_MS)]),
  };
}

const LIST = '(SELECT value FROM json_each(?))';

function readCells(connection: Connection, conditions: Conditions, buckets: Buckets, plan: Plan, tally: Tally): void {
  const { runtimes, environments, triggers } = conditions.rollup ?? {
    runtimes: null,
    environments: null,
    triggers: null,
  };
  const terms: string[] = [];
  const values: (string | number)[] = [];
  const add = (column: string, list: readonly number[] | null): void => {
    if (!list) return;
    terms.push(`${column} IN ${LIST}`);
    values.push(JSON.stringify(list));
  };
  add('runtime', runtimes);
  terms.push('cell >= ?', 'cell < ?', `cell NOT IN ${LIST}`);
  values.push(plan.firstCell, plan.endCell, plan.cutCells);
  add('environment', environments);
  add('trigger', triggers);
  add('code', conditions.endedCodes);
  const table = runtimes ? 'runtime_cells' : triggers ? 'trigger_cells' : 'fleet_cells';
  const sums = connection.sums(
    `SELECT sum_by(CAST((cell * ${CELL_MS} - ?) / ? AS INTEGER) * ${CODES} + code, runs) AS sums
     FROM ${table} WHERE ${terms.join(' AND ')}`,
    buckets.fromAt,
    buckets.bucketMs,
    ...values,
  );
  for (const [key, runs] of sums) tally.add(Math.floor(key / CODES), key % CODES, runs);
}

function scanRuns(
  connection: Connection,
  conditions: Conditions,
  { fromAt: origin, bucketMs }: Buckets,
  tally: Tally,
  fromAt: number,
  toAt: number,
  extra: string,
): void {
  const terms = ['started_at >= ?', 'started_at < ?', ...conditions.terms].join(' AND ');
  const sums = connection.sums(
    `SELECT sum_by(CAST((started_at - ?) / ? AS INTEGER) * ${CODES} +
       CASE WHEN code = ${IN_FLIGHT} AND runtime IN ${LIST} THEN ${UNKNOWN_CODE} ELSE code END, 1) AS sums
     FROM runs INDEXED BY ${conditions.index} WHERE ${terms} ${extra}`,
    origin,
    bucketMs,
    conditions.lostRuntimes,
    fromAt,
    toAt,
    ...conditions.values,
  );
  for (const [key, runs] of sums) tally.add(Math.floor(key / CODES), key % CODES, runs);
}

/** Runs of every runtime by bucket; see `ExecutionStore.strips`. `failed` counts aborted runs too. */
export function stripsOf(
  connection: Connection,
  runtimeIds: readonly string[],
  buckets: Buckets,
): Map<string, StripCounts> {
  const count = bucketCount(buckets.fromAt, buckets.toAt, buckets.bucketMs);
  const strips = new Map<string, StripCounts>();
  const add = (runtime: number, bucket: number, code: number, runs: number): void => {
    const runtimeId = runtimeIds[runtime - 1];
    if (runtimeId === undefined || runs === 0) return;
    const zeros = (): number[] => Array.from({ length: count }, () => 0);
    const strip = strips.get(runtimeId) ?? { runs: zeros(), failed: zeros(), warned: zeros() };
    strips.set(runtimeId, strip);
    strip.runs[bucket] = (strip.runs[bucket] ?? 0) + runs;
    const state = stateAt(code >> 1);
    const mark = state === 'failed' || state === 'aborted' ? strip.failed : state === 'warn' ? strip.warned : null;
    if (mark) mark[bucket] = (mark[bucket] ?? 0) + runs;
  };
  const addAll = (sums: readonly [key: number, runs: number][]): void => {
    for (const [key, runs] of sums) {
      const place = Math.floor(key / CODES);
      add(Math.floor(place / PLACES), place % PLACES, key % CODES, runs);
    }
  };
  const key = (startedAt: string): string =>
    `(runtime * ${PLACES} + CAST((${startedAt} - ?) / ? AS INTEGER)) * ${CODES} + code`;
  const scan = (fromAt: number, toAt: number, index: string, condition: string): void =>
    addAll(
      connection.sums(
        `SELECT sum_by(${key('started_at')}, 1) AS sums
         FROM runs INDEXED BY ${index} WHERE started_at >= ? AND started_at < ? AND ${condition}`,
        buckets.fromAt,
        buckets.bucketMs,
        fromAt,
        toAt,
      ),
    );
  const plan = planOf(buckets);
  if (!plan) {
    scan(buckets.fromAt, buckets.toAt, 'runs_started', 'true');
    return strips;
  }
  addAll(
    connection.sums(
      `SELECT sum_by(${key(`cell * ${CELL_MS}`)}, runs) AS sums
       FROM runtime_cells WHERE runtime IN ${LIST} AND cell >= ? AND cell < ? AND cell NOT IN ${LIST}`,
      buckets.fromAt,
      buckets.bucketMs,
      JSON.stringify(runtimeIds.map((_, index) => index + 1)),
      plan.firstCell,
      plan.endCell,
      plan.cutCells,
    ),
  );
  for (const [fromAt, toAt] of plan.scans) scan(fromAt, toAt, 'runs_started', `code < ${IN_FLIGHT}`);
  scan(buckets.fromAt, buckets.toAt, 'runs_in_flight', `code = ${IN_FLIGHT}`);
  return strips;
}
