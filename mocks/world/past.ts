import { fingerprint } from '#contract/fingerprint.ts';
import { allocatePastColumns, type PastExecutions, type PastFailure } from '#platform/index.ts';
import { executionStatuses } from '#contract/status.ts';
import { documentFigures, documentsOf } from './documents.ts';
import type { Fleet, WorldRuntime } from './fleet.ts';
import { numberOfRunId, runId, runNumber, runParts, ATTEMPTS_MAX } from './run-ids.ts';
import { failureReport, figuresAt, isOverAt, revisionAt, stepsAt } from './run-report.ts';
import { type Run, type Runs } from './runs.ts';
import { versionAt } from './fleet.ts';

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
  const found = collectRuns(fleet, runs, fromAt, knownAt);
  const order = new Float64Array(found.length);
  for (let place = 0; place < found.length; place++)
    order[place] = ((found[place] as Run).startedAt - fromAt) * PLACES + place;
  order.sort();
  const sorted: Run[] = [];
  for (let row = 0; row < order.length; row++) {
    const key = order[row] as number; // within its length
    sorted.push(found[key - Math.floor(key / PLACES) * PLACES] as Run); // every place was put in
  }

  const processes = distinctProcesses(fleet);
  const processPlaces = fleet.assignments.map(({ processId, processName }) =>
    processes.findIndex((one) => one.processId === processId && one.processName === processName),
  );
  const failures: PastFailure[] = [];
  const failurePlaces = new Map<string, number>();
  const columns = allocatePastColumns(sorted.length);
  const rows = createRowTable(sorted.length);
  const running = executionStatuses.indexOf('INPROCESS');
  const seenAts = fleet.runtimes.map(knownAt);
  for (let row = 0; row < sorted.length; row++) {
    const run = sorted[row] as Run; // within its length
    const isOver = isOverAt(run, seenAts[run.assignment.runtime.index] ?? 0);
    rows.set(run.number, row);
    columns.startedAt[row] = run.startedAt;
    columns.durationMs[row] = isOver ? run.durationMs : -1;
    columns.runtime[row] = run.assignment.runtime.index;
    columns.process[row] = processPlaces[run.assignment.index] ?? 0;
    columns.status[row] = isOver ? run.status : running;
    columns.trigger[row] = run.trigger;
    columns.errors[row] = isOver ? run.errors : 0;
    if (isOver && run.failure >= 0) columns.failure[row] = placeOfFailure(run, failures, failurePlaces);
    if (run.attempt > 1) columns.retryOf[row] = rows.get(run.number - 1);
    const { parent } = run.assignment;
    if (parent) {
      const { slot, part } = runParts(run.number);
      columns.parent[row] = rows.get(runNumber(parent.index, slot, part - (part % ATTEMPTS_MAX)));
    }
  }
  const at = (row: number): { run: Run; seenAt: number } => {
    const run = sorted[row];
    if (!run) throw new Error(`the past has no row ${row}`);
    return { run, seenAt: knownAt(run.assignment.runtime) };
  };
  return {
    runtimes: fleet.runtimes.map(({ id, environmentId }) => ({ runtimeId: id, environmentId })),
    processes,
    failures,
    columns,
    idOf: (row) => runId(at(row).run.number),
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

/** Runs that started in `[fromAt, until)`, where each runtime has its own `until`; in no order. */
export function collectRuns(fleet: Fleet, runs: Runs, fromAt: number, until: (runtime: WorldRuntime) => number): Run[] {
  const found: Run[] = [];
  for (const assignment of fleet.assignments) {
    const untilAt = until(assignment.runtime);
    const lastSlot = runs.slotFrom(assignment, untilAt);
    for (let slot = runs.slotFrom(assignment, fromAt - LONGEST_MS); slot < lastSlot; slot++) {
      const count = runs.count(assignment, slot);
      for (let extra = 0; extra < count; extra++) {
        for (let run = runs.first(assignment, slot, extra); run && run.startedAt < untilAt; run = runs.retryOf(run)) {
          if (run.startedAt >= fromAt) found.push(run);
        }
      }
    }
  }
  return found;
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
