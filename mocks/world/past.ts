import { fingerprint } from '#contract/fingerprint.ts';
import { allocatePastColumns, type PastExecutions, type PastFailure } from '#platform/index.ts';
import { executionStatuses } from '#contract/status.ts';
import { documentFigures, documentsOf } from './documents.ts';
import type { Fleet, WorldRuntime } from './fleet.ts';
import { numberOfRunId, runId, runNumber, runParts, ATTEMPTS_MAX } from './run-ids.ts';
import { failureReport, figuresAt, isOverAt, revisionAt, stepsAt } from './run-report.ts';
import { type Run, type Runs } from './runs.ts';
import { isScheduled, versionAt } from './fleet.ts';

/** Rows are sorted by start and place in one number: places fit in this many. */
const PLACES = 1_048_576;
/** A run starts at most this long after the beginning of its slot (retries of long runs). */
const LONGEST_MS = 6 * 3_600_000;

/**
 * Everything that ran in `[fromAt, nowAt)`, as the platform knows it at `nowAt`: of a runtime that is away, only what it could still
 * tell. `knownAt` gives until when a runtime was heard.
 */
export function generatePast(
  fleet: Fleet,
  runs: Runs,
  fromAt: number,
  knownAt: (runtime: WorldRuntime) => number,
): PastExecutions {
  const processes = distinctProcesses(fleet);
  const processPlaces = fleet.assignments.map(({ processId, processName }) =>
    processes.findIndex((one) => one.processId === processId && one.processName === processName),
  );
  const failures: PastFailure[] = [];
  const failurePlaces = new Map<string, number>();
  const running = executionStatuses.indexOf('INPROCESS');
  const seenAts = fleet.runtimes.map(knownAt);

  // Found in the order of assignments, as plain numbers: 200,000 kept objects would cost more than finding them.
  const found = new Found();
  eachRun(fleet, runs, fromAt, knownAt, (run) => {
    const { assignment } = run;
    const isOver = isOverAt(run, seenAts[assignment.runtime.index] ?? 0);
    const place = found.add();
    found.columns.startedAt[place] = run.startedAt;
    found.columns.durationMs[place] = isOver ? run.durationMs : -1;
    found.columns.status[place] = isOver ? run.status : running;
    found.columns.trigger[place] = run.trigger;
    found.columns.errors[place] = isOver ? run.errors : 0;
    found.columns.failure[place] = isOver && run.failure >= 0 ? placeOfFailure(run, failures, failurePlaces) : -1;
    found.numbers[place] = run.number;
  });

  const { length } = found;
  const order = new Float64Array(length);
  for (let place = 0; place < length; place++)
    order[place] = (found.columns.startedAt[place]! - fromAt) * PLACES + place;
  order.sort();
  const columns = allocatePastColumns(length);
  const numbers = new Uint32Array(length);
  const rows = createRowTable(length);
  for (let row = 0; row < length; row++) {
    const place = order[row]! - Math.floor(order[row]! / PLACES) * PLACES;
    const number = found.numbers[place]!;
    const { assignment: index, slot, part } = runParts(number);
    const assignment = fleet.assignments[index]!;
    numbers[row] = number;
    rows.set(number, row);
    columns.startedAt[row] = found.columns.startedAt[place]!;
    columns.durationMs[row] = found.columns.durationMs[place]!;
    columns.status[row] = found.columns.status[place]!;
    columns.trigger[row] = found.columns.trigger[place]!;
    columns.errors[row] = found.columns.errors[place]!;
    columns.failure[row] = found.columns.failure[place]!;
    columns.runtime[row] = assignment.runtime.index;
    columns.process[row] = processPlaces[index]!;
    const attempt = part % ATTEMPTS_MAX;
    if (attempt > 0) columns.retryOf[row] = rows.get(number - 1);
    if (!isScheduled(assignment)) columns.work[row] = firstAttempt(rows, number, attempt);
    if (assignment.parent) columns.parent[row] = rows.get(runNumber(assignment.parent.index, slot, part - attempt));
  }
  const at = (row: number): { run: Run; seenAt: number } => {
    const number = numbers[row];
    const run = number === undefined ? null : runs.byNumber(number, fleet.assignments);
    if (!run) throw new Error(`the past has no row ${row}`);
    return { run, seenAt: knownAt(run.assignment.runtime) };
  };
  return {
    runtimes: fleet.runtimes.map(({ id, environmentId }) => ({ runtimeId: id, environmentId })),
    processes,
    failures,
    columns,
    idOf: (row) => runId(numbers[row]!),
    rowOf(id) {
      const number = numberOfRunId(id);
      return number === null ? -1 : rows.get(number);
    },
    detailOf(row) {
      const { run, seenAt } = at(row);
      const isOver = isOverAt(run, seenAt);
      const figures = figuresAt(run, seenAt);
      const none = { written: 0, warned: 0, failed: 0, skipped: 0, inFlight: 0 };
      return {
        revision: revisionAt(run, seenAt),
        reportedAt: Math.min(seenAt, run.startedAt + run.durationMs + 400),
        processVersion: versionAt(run.assignment, run.startedAt),
        attempt: run.attempt,
        attemptsMax: run.assignment.attemptsMax,
        in: figures.in,
        out: figures.out,
        warnings: figures.warnings,
        bytes: figures.bytes,
        failureStep: isOver ? (failureReport(run)?.step ?? null) : null,
        steps: stepsAt(run, seenAt),
        documents: figures.in > 0 ? documentFigures(run, isOver) : none,
      };
    },
    documentsOf(row) {
      const { run, seenAt } = at(row);
      return figuresAt(run, seenAt).in > 0 ? documentsOf(run, isOverAt(run, seenAt)) : [];
    },
  };
}

/** Row of the first attempt that is part of the past: earlier ones may lie before it. Rows of earlier attempts are known by now. */
function firstAttempt(rows: { get(number: number): number }, number: number, attempt: number): number {
  for (let before = attempt; before > 0; before--) {
    const row = rows.get(number - before);
    if (row >= 0) return row;
  }
  return rows.get(number);
}

/** Gives each run that started in `[fromAt, until)`, where each runtime has its own `until`; by assignment, then time. */
function eachRun(
  fleet: Fleet,
  runs: Runs,
  fromAt: number,
  until: (runtime: WorldRuntime) => number,
  visit: (run: Run) => void,
): void {
  for (const assignment of fleet.assignments) {
    const untilAt = until(assignment.runtime);
    const lastSlot = runs.slotFrom(assignment, untilAt);
    for (let slot = runs.slotFrom(assignment, fromAt - LONGEST_MS); slot < lastSlot; slot++) {
      const count = runs.count(assignment, slot);
      for (let extra = 0; extra < count; extra++) {
        for (let run = runs.first(assignment, slot, extra); run && run.startedAt < untilAt; run = runs.retryOf(run)) {
          if (run.startedAt >= fromAt) visit(run);
        }
      }
    }
  }
}

/** Runs as they are found, before they are put in order. */
class Found {
  columns = allocatePastColumns(262_144);
  numbers = new Uint32Array(262_144);
  length = 0;

  /** The place of one more. */
  add(): number {
    if (this.length === this.columns.length) this.grow();
    return this.length++;
  }

  private grow(): void {
    const columns = allocatePastColumns(this.length * 2);
    for (const name of ['startedAt', 'durationMs', 'status', 'trigger', 'errors', 'failure'] as const)
      columns[name].set(this.columns[name]);
    const numbers = new Uint32Array(this.length * 2);
    numbers.set(this.numbers);
    this.columns = columns;
    this.numbers = numbers;
  }
}

function distinctProcesses(fleet: Fleet): { processId: string; processName: string }[] {
  const found = new Map<string, { processId: string; processName: string }>();
  for (const { processId, processName } of fleet.assignments)
    found.set(`${processId} ${processName}`, { processId, processName });
  return [...found.values()];
}

function placeOfFailure(run: Run, failures: PastFailure[], places: Map<string, number>): number {
  const connector = run.step < 0 ? undefined : run.assignment.steps[run.step]?.connector?.id;
  const key = `${run.failure} ${connector ?? ''}`;
  const known = places.get(key);
  if (known !== undefined) return known;
  const report = failureReport(run);
  if (!report) throw new Error('a run with a failure reports one');
  const { class: failureClass, code, template, connectorId } = report;
  const entry = { class: failureClass, code, template, connectorId, fingerprint: fingerprint(report) };
  // Several keys may mean one failure: those whose connector is not involved.
  const same = failures.findIndex((one) => one.fingerprint === entry.fingerprint);
  const place = same >= 0 ? same : failures.push(entry) - 1;
  places.set(key, place);
  return place;
}

/** Run numbers and their rows: an open hash table in typed arrays, because a map of 200,000 costs more than the runs themselves. */
function createRowTable(length: number): { set(number: number, row: number): void; get(number: number): number } {
  const bits = Math.ceil(Math.log2(length * 2 + 2));
  const size = 2 ** bits;
  const numbers = new Uint32Array(size);
  const rows = new Int32Array(size).fill(-1);
  const placeOf = (number: number): number => {
    // The high bits: the low ones of a product depend on low bits only, which run numbers share.
    let place = Math.imul(number, 0x9e3779b1) >>> (32 - bits);
    while (rows[place] !== -1 && numbers[place] !== number) place = (place + 1) & (size - 1);
    return place;
  };
  return {
    set(number, row) {
      const place = placeOf(number);
      numbers[place] = number;
      rows[place] = row;
    },
    get: (number) => rows[placeOf(number)] ?? -1,
  };
}
