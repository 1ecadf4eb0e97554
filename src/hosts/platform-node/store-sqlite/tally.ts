import { bucketCount, type StateCounts, type StripCounts } from '#platform/index.ts';
import { CELL_MS, IN_FLIGHT } from './cells.ts';
import { type Conditions, stateAt } from './conditions.ts';
import type { Connection } from './connection.ts';

/** Codes as counted here: those of `runs`, and one more for runs in flight on a lost runtime. */
const UNKNOWN_CODE = IN_FLIGHT + 2;
const WIDTH = UNKNOWN_CODE + 1;

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

/** Which cells lie within one bucket, and the stretches in between that have to be counted. */
interface Plan {
  /** `[first, end)` of cells with their bucket. */
  cells: { first: number; end: number; bucket: number }[];
  scans: [fromAt: number, toAt: number][];
}

/** null when buckets are so short, or lie such, that counting runs is as good. */
function planOf({ fromAt, toAt, bucketMs }: Buckets): Plan | null {
  if (bucketMs < CELL_MS) return null;
  const plan: Plan = { cells: [], scans: [] };
  let scannedMs = 0;
  const scan = (from: number, to: number): void => {
    if (from >= to) return;
    scannedMs += to - from;
    const last = plan.scans.at(-1);
    if (last?.[1] === from) last[1] = to;
    else plan.scans.push([from, to]);
  };
  for (let bucket = 0; bucket < bucketCount(fromAt, toAt, bucketMs); bucket++) {
    const from = fromAt + bucket * bucketMs;
    const to = Math.min(toAt, from + bucketMs);
    const first = Math.ceil(from / CELL_MS);
    const end = Math.floor(to / CELL_MS);
    if (first >= end) {
      scan(from, to);
      continue;
    }
    scan(from, first * CELL_MS);
    plan.cells.push({ first, end, bucket });
    scan(end * CELL_MS, to);
  }
  return scannedMs * 2 > toAt - fromAt ? null : plan;
}

const LIST = '(SELECT value FROM json_each(?))';

function readCells(connection: Connection, conditions: Conditions, buckets: Buckets, plan: Plan, tally: Tally): void {
  const firstCell = plan.cells.at(0)?.first ?? 0;
  const endCell = plan.cells.at(-1)?.end ?? 0;
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
  terms.push('cell >= ?', 'cell < ?');
  values.push(firstCell, endCell);
  add('environment', environments);
  add('trigger', triggers);
  add('code', conditions.endedCodes);
  const rows = connection.iterate(
    `SELECT cell, code, sum(runs) AS runs FROM ${runtimes ? 'runtime_cells' : 'fleet_cells'}
     WHERE ${terms.join(' AND ')} GROUP BY cell, code`,
    ...values,
  );
  const bucketOf = bucketOfCell(buckets, plan);
  for (const row of rows) {
    const bucket = bucketOf(Number(row['cell']));
    if (bucket >= 0) tally.add(bucket, Number(row['code']), Number(row['runs']));
  }
}

/** The bucket in which a cell lies whole; -1 for a cell that an edge cuts. */
function bucketOfCell({ fromAt, bucketMs }: Buckets, plan: Plan): (cell: number) => number {
  const byBucket = new Map(plan.cells.map((entry) => [entry.bucket, entry]));
  return (cell) => {
    const bucket = Math.floor((cell * CELL_MS - fromAt) / bucketMs);
    const entry = byBucket.get(bucket);
    return entry && cell >= entry.first && cell < entry.end ? bucket : -1;
  };
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
  const rows = connection.iterate(
    `SELECT CAST((started_at - ?) / ? AS INTEGER) AS bucket,
       CASE WHEN code = ${IN_FLIGHT} AND runtime IN ${LIST} THEN ${UNKNOWN_CODE} ELSE code END AS shown, count(*) AS runs
     FROM runs INDEXED BY ${conditions.index} WHERE ${terms} ${extra} GROUP BY 1, 2`,
    origin,
    bucketMs,
    conditions.lostRuntimes,
    fromAt,
    toAt,
    ...conditions.values,
  );
  for (const row of rows) tally.add(Number(row['bucket']), Number(row['shown']), Number(row['runs']));
}

/** Runs of every runtime by bucket; see `ExecutionStore.strips`. `failed` counts aborted runs too. */
export function stripsOf(
  connection: Connection,
  runtimeIds: readonly string[],
  buckets: Buckets,
): Map<string, StripCounts> {
  const count = bucketCount(buckets.fromAt, buckets.toAt, buckets.bucketMs);
  const strips = new Map<string, StripCounts>();
  const add = (runtime: unknown, bucket: number, code: number, runs: number): void => {
    const runtimeId = runtimeIds[Number(runtime) - 1];
    if (runtimeId === undefined || runs === 0) return;
    const zeros = (): number[] => Array.from({ length: count }, () => 0);
    const strip = strips.get(runtimeId) ?? { runs: zeros(), failed: zeros(), warned: zeros() };
    strips.set(runtimeId, strip);
    strip.runs[bucket] = (strip.runs[bucket] ?? 0) + runs;
    const state = stateAt(code >> 1);
    const mark = state === 'failed' || state === 'aborted' ? strip.failed : state === 'warn' ? strip.warned : null;
    if (mark) mark[bucket] = (mark[bucket] ?? 0) + runs;
  };
  const scan = (fromAt: number, toAt: number, index: string, condition: string): void => {
    const rows = connection.iterate(
      `SELECT runtime, CAST((started_at - ?) / ? AS INTEGER) AS bucket, code, count(*) AS runs FROM runs INDEXED BY ${index}
       WHERE started_at >= ? AND started_at < ? AND ${condition} GROUP BY 1, 2, 3`,
      buckets.fromAt,
      buckets.bucketMs,
      fromAt,
      toAt,
    );
    for (const row of rows) add(row['runtime'], Number(row['bucket']), Number(row['code']), Number(row['runs']));
  };
  const plan = planOf(buckets);
  if (!plan) {
    scan(buckets.fromAt, buckets.toAt, 'runs_started', 'true');
    return strips;
  }
  const bucketOf = bucketOfCell(buckets, plan);
  const rows = connection.iterate(
    `SELECT runtime, cell, code, sum(runs) AS runs FROM runtime_cells
     WHERE runtime IN ${LIST} AND cell >= ? AND cell < ? GROUP BY runtime, cell, code`,
    JSON.stringify(runtimeIds.map((_, index) => index + 1)),
    plan.cells.at(0)?.first ?? 0,
    plan.cells.at(-1)?.end ?? 0,
  );
  for (const row of rows) {
    const bucket = bucketOf(Number(row['cell']));
    if (bucket >= 0) add(row['runtime'], bucket, Number(row['code']), Number(row['runs']));
  }
  for (const [fromAt, toAt] of plan.scans) scan(fromAt, toAt, 'runs_started', `code < ${IN_FLIGHT}`);
  scan(buckets.fromAt, buckets.toAt, 'runs_in_flight', `code = ${IN_FLIGHT}`);
  return strips;
}
