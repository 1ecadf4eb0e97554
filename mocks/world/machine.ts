import type { AnswerRecord, DeliveredRequest } from '#contract/answer.ts';
import type { RuntimeDescription } from '#contract/heartbeat.ts';
import type { JournaledReport, RuntimePort } from '#agent/index.ts';
import { describeRuntime, type Assignment, type Fleet, type WorldRuntime } from './fleet.ts';
import { answerAs } from './machine-answers.ts';
import { runId } from './run-ids.ts';
import { isOverAt, reportAt, stepSpans } from './run-report.ts';
import type { Run, Runs } from './runs.ts';
import type { VirtualTime } from './virtual-time.ts';
import type { Weather } from './weather.ts';
import { HOUR_MS } from './world-date.ts';

/** Steps that follow each other faster than this are one report. */
const REPORT_GAP_MS = 1_500;
/** How far back a run or its retry may have begun. */
const LOOK_BACK_MS = 6 * HOUR_MS;

/** A simulated machine: it runs its processes by the world's clock, whether or not anybody is there to listen. */
export interface Machine extends RuntimePort {
  readonly runtime: WorldRuntime;
  /** Begins at `knownAt`, the last instant that the platform heard of: what happened since is reported when there is a way. */
  start(knownAt: number): void;
  /** The weather changed: plans for what has not begun are made anew. */
  reconsider(): void;
  stop(): void;
}

interface Active {
  run: Run;
  /** When it has something to say again. */
  nextAt: number;
}

/** Makes the machine of a runtime. */
export function createMachine(
  world: { fleet: Fleet; runs: Runs; weather: Weather; time: VirtualTime; answersAtRest: { count: number } },
  runtime: WorldRuntime,
): Machine {
  const { runs, weather, time } = world;
  let journal: JournaledReport[] = [];
  let position = 0;
  let active: Active[] = [];
  let waiting: { startsAt: number; begin: () => Run | null }[] = [];
  const slots: { assignment: Assignment; slot: number; nextAt: number }[] = [];
  let description: { until: number; value: RuntimeDescription } | null = null;
  let replan = new AbortController();
  let isStopped = false;
  const listeners = new Set<() => void>();

  const report = (run: Run, at: number): void => {
    position += 1;
    journal.push({ position, report: reportAt(run, at) });
  };

  const waitFor = (begin: () => Run | null): void => {
    const planned = begin();
    if (planned) waiting.push({ startsAt: planned.startedAt, begin });
  };

  /** A run begins: its plan is final from now on. What has also ended by `untilAt` is told in one report. */
  const begin = (run: Run, untilAt: number): void => {
    if (!isOverAt(run, untilAt)) report(run, run.startedAt);
    active.push({ run, nextAt: nextMoment(run, run.startedAt, untilAt) });
  };

  const goOn = (one: Active, untilAt: number): void => {
    const at = one.nextAt;
    report(one.run, at);
    if (!isOverAt(one.run, at)) {
      one.nextAt = nextMoment(one.run, at, untilAt);
      return;
    }
    active = active.filter((other) => other !== one);
    waitFor(() => runs.retryOf(one.run));
  };

  /** Does everything that is due by `untilAt`, in order. */
  const work = (untilAt: number): void => {
    for (;;) {
      const slot = earliest(slots, (one) => one.nextAt);
      const start = earliest(waiting, (one) => one.startsAt);
      const moment = earliest(active, (one) => one.nextAt);
      const slotAt = slot?.nextAt ?? Infinity;
      const startAt = start?.startsAt ?? Infinity;
      const momentAt = moment?.nextAt ?? Infinity;
      if (Math.min(slotAt, startAt, momentAt) > untilAt) return;
      if (slot && slotAt <= startAt && slotAt <= momentAt) {
        openSlot(slot.assignment, slot.slot, 0, slotAt);
        slot.slot += 1;
        slot.nextAt = runs.slotStart(slot.assignment, slot.slot);
      } else if (start && startAt <= momentAt) {
        waiting = waiting.filter((other) => other !== start);
        const run = start.begin();
        if (run) begin(run, untilAt);
      } else if (moment) {
        goOn(moment, untilAt);
      }
    }
  };

  const openSlot = (assignment: Assignment, slot: number, fromExtra: number, fromAt: number): void => {
    const count = runs.count(assignment, slot);
    for (let extra = fromExtra; extra < count; extra++) {
      const planned = runs.first(assignment, slot, extra);
      if (planned && planned.startedAt >= fromAt) waitFor(() => runs.first(assignment, slot, extra));
    }
  };

  const recall = (assignment: Assignment, knownAt: number): void => {
    const nextSlot = runs.slotFrom(assignment, knownAt);
    for (let slot = runs.slotFrom(assignment, knownAt - LOOK_BACK_MS); slot < nextSlot; slot++) {
      const count = runs.count(assignment, slot);
      for (let extra = 0; extra < count; extra++) {
        let again = (): Run | null => runs.first(assignment, slot, extra);
        for (let run = again(); run; run = again()) {
          if (run.startedAt >= knownAt) {
            waiting.push({ startsAt: run.startedAt, begin: again });
            break;
          }
          if (!isOverAt(run, knownAt)) {
            active.push({ run, nextAt: nextMoment(run, knownAt, knownAt) });
            break;
          }
          const before = run;
          again = () => runs.retryOf(before);
        }
      }
    }
    slots.push({ assignment, slot: nextSlot, nextAt: runs.slotStart(assignment, nextSlot) });
  };

  const live = async (): Promise<void> => {
    while (!isStopped) {
      const before = position;
      work(time.now());
      if (position > before) for (const listener of listeners) listener();
      const nextAt = Math.min(
        earliest(slots, (one) => one.nextAt)?.nextAt ?? Infinity,
        earliest(waiting, (one) => one.startsAt)?.startsAt ?? Infinity,
        earliest(active, (one) => one.nextAt)?.nextAt ?? Infinity,
      );
      await time.sleep(Math.min(HOUR_MS, nextAt - time.now()), replan.signal);
    }
  };

  return {
    runtime,
    start(knownAt) {
      for (const assignment of runtime.assignments) recall(assignment, knownAt);
      void live();
    },
    reconsider() {
      const now = time.now();
      for (const { assignment, slot } of slots) if (slot > 0) openSlot(assignment, slot - 1, 1, now);
      replan.abort();
      replan = new AbortController();
    },
    stop() {
      isStopped = true;
      replan.abort();
    },
    async describe() {
      const now = time.now();
      if (description === null || now >= description.until) {
        const changes = runtime.assignments.map(({ versionSinceAt }) => versionSinceAt).filter((at) => at > now);
        description = { until: Math.min(Infinity, ...changes), value: describeRuntime(runtime, now) };
      }
      return description.value;
    },
    async degraded() {
      return weather.isDiskFull(runtime, time.now()) ? ['disk-full'] : [];
    },
    async inFlight() {
      return active.toSorted((a, b) => b.run.startedAt - a.run.startedAt).map(({ run }) => runId(run.number));
    },
    async reportsSince(after, limit) {
      const first = journal[0]?.position ?? 1;
      const from = Math.max(0, after + 1 - first);
      return journal.slice(from, from + limit);
    },
    async forget(through) {
      const first = journal[0]?.position ?? 1;
      if (through >= first) journal = journal.slice(through + 1 - first);
    },
    onReport(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    answer(request: DeliveredRequest, signal: AbortSignal): AsyncIterable<AnswerRecord> {
      return answerAs({ ...world, runtime }, request, signal);
    },
  };
}

/**
 * The next moment after `at` at which a run has news: a step that begins, or its end. What lies before `untilAt` is skipped, for
 * nobody will see it.
 */
function nextMoment(run: Run, at: number, untilAt: number): number {
  const endAt = run.startedAt + run.durationMs;
  if (endAt <= untilAt) return endAt;
  const fromAt = Math.max(at, untilAt - REPORT_GAP_MS);
  for (const { startMs } of stepSpans(run)) {
    const startAt = run.startedAt + startMs;
    if (startAt >= fromAt + REPORT_GAP_MS) return Math.min(endAt, startAt);
  }
  return endAt;
}

function earliest<T>(list: readonly T[], at: (one: T) => number): T | undefined {
  let found: T | undefined;
  let foundAt = Infinity;
  for (const one of list) {
    const oneAt = at(one);
    if (oneAt >= foundAt) continue;
    found = one;
    foundAt = oneAt;
  }
  return found;
}
