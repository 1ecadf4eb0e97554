import { executionStatuses, type ExecutionStatus, triggers } from '#contract/status.ts';
import { failureIndex, failureKinds, type FailureKind } from './failures.ts';
import type { Assignment } from './fleet.ts';
import { mixNumbers, type RandomStream, randomStream } from './random.ts';
import { ATTEMPTS_MAX, EXTRAS_MAX, runNumber, runParts } from './run-ids.ts';
import type { Weather } from './weather.ts';
import { EPOCH_AT, MINUTE_MS, SECOND_MS } from './world-date.ts';

/** How a run goes, from its first to its last moment: decided when it starts, the same whenever it is asked for. */
export interface Run {
  /** Packed: see `run-ids.ts`. */
  number: number;
  assignment: Assignment;
  startedAt: number;
  durationMs: number;
  /** How it ends: index in `executionStatuses`. */
  status: number;
  /** Index in `triggers`. */
  trigger: number;
  /** Index in `failureKinds`, -1 without one. */
  failure: number;
  /** Place of the step at which it failed, warned or was stopped; -1 for none. */
  step: number;
  attempt: number;
  in: number;
  out: number;
  errors: number;
  warnings: number;
}

const statusOf = (status: ExecutionStatus): number => executionStatuses.indexOf(status);
const COMPLETE = statusOf('COMPLETE');
const COMPLETE_WARN = statusOf('COMPLETE_WARN');
const ERROR = statusOf('ERROR');
const ABORTED = statusOf('ABORTED');
const DISCARDED = statusOf('DISCARDED');
const RETRY = triggers.indexOf('retry');
const SUB_PROCESS = triggers.indexOf('sub-process');
const TEST = triggers.indexOf('test');

const RESTART = failureIndex('restart');
const TIME_LIMIT = failureIndex('time-limit');
const DUPLICATE_MESSAGE = failureIndex('duplicate-message');
/** Runs are stopped at this length, or at eight times what is usual for them. */
const LIMIT_MS = 30 * MINUTE_MS;
/** How rarely a run hangs until it is stopped. */
const HANG_RATE = 0.000_4;
/** How often a process calls its sub-process. */
const CALL_RATE = 0.45;

/** Gives the runs of the world, one by one, by arithmetic alone: the past and the machines ask the same questions. */
export interface Runs {
  /** Start of a slot of an assignment. */
  slotStart(assignment: Assignment, slot: number): number;
  /** The first slot that begins at or after an instant. */
  slotFrom(assignment: Assignment, at: number): number;
  /** The first attempt of a slot; `extra` counts the runs that a flood adds, from 0. Null when nothing runs then. */
  first(assignment: Assignment, slot: number, extra?: number): Run | null;
  /** How many runs a slot may have, counting those of a flood. */
  count(assignment: Assignment, slot: number): number;
  /** What follows a failed run; null when nothing does. */
  retryOf(run: Run): Run | null;
  /** A run by its number, null when there is none. */
  byNumber(number: number, assignments: readonly Assignment[]): Run | null;
}

/** Makes it from the weather, which alone may change while the world runs. */
export function createRuns(weather: Weather): Runs {
  const slotStart = (assignment: Assignment, slot: number): number =>
    EPOCH_AT + slot * assignment.slotMs + assignment.phaseMs;

  const first = (assignment: Assignment, slot: number, extra = 0): Run | null => {
    const random = randomStream(mixNumbers(assignment.salt, slot, extra + 1));
    const { cadence } = assignment.blueprint;
    const slotAt = slotStart(assignment, slot);
    const draw = random.next();
    const shift = random.next();
    let startedAt: number;
    let trigger = assignment.trigger;
    if (assignment.parent) {
      const parent = first(assignment.parent, slot, extra);
      if (!parent || draw > CALL_RATE || (parent.step >= 0 && parent.step < 2)) return null;
      startedAt = parent.startedAt + Math.floor(parent.durationMs * 0.4);
      trigger = SUB_PROCESS;
    } else if (cadence.kind === 'arrives') {
      const load = assignment.runtime.local.load(slotAt);
      if (extra === 0 && draw >= load) return null;
      startedAt = slotAt + Math.floor(shift * assignment.slotMs * 0.95);
    } else if (extra > 0) {
      startedAt = slotAt + Math.floor(shift * assignment.slotMs);
    } else {
      startedAt = slotAt + 120 + Math.floor(shift * 2_400);
      if (assignment.runtime.kind === 'test' && draw < 0.06) trigger = TEST;
    }
    if (weather.isSilent(assignment, startedAt)) return null;
    if (extra > 0 && extra >= weather.flood(assignment, startedAt)) return null;
    return plan(assignment, runNumber(assignment.index, slot, extra * ATTEMPTS_MAX), startedAt, trigger, 1, random);
  };

  function plan(
    assignment: Assignment,
    number: number,
    startedAt: number,
    trigger: number,
    attempt: number,
    random: RandomStream,
  ): Run {
    const { blueprint, runtime, steps } = assignment;
    const draw = random.next();
    const fault = weather.fault(assignment, startedAt, random.next());
    const load = runtime.local.load(startedAt);
    const volume = Math.round(
      blueprint.volume * (0.35 + 0.8 * load) * Math.exp(0.25 * (random.next() + random.next() - 1)),
    );
    const usualMs = Math.max(
      400,
      random.longTail(blueprint.medianMs, 0.16 + (draw > 0.97 ? 0.5 : 0)) * weather.slowness(assignment, startedAt),
    );
    const run: Run = {
      number,
      assignment,
      startedAt,
      durationMs: Math.round(usualMs),
      status: COMPLETE,
      trigger,
      failure: -1,
      step: -1,
      attempt,
      in: volume,
      out: volume,
      errors: 0,
      warnings: 0,
    };
    const failRate = attempt === 1 ? assignment.failRate : 0.2;
    if (fault) fail(run, fault.failure, fault.step, random);
    else if (draw < failRate) fail(run, ...pickFailure(assignment, random), random);
    else if (draw < failRate + assignment.warnRate) warn(run, random);
    else if (draw < failRate + assignment.warnRate + assignment.discardRate) discard(run);
    else if (
      draw < failRate + assignment.warnRate + assignment.discardRate + HANG_RATE &&
      blueprint.medianMs > 5 * SECOND_MS
    )
      abort(run, TIME_LIMIT, Math.max(LIMIT_MS, blueprint.medianMs * 8));
    const limitMs = Math.max(LIMIT_MS, blueprint.medianMs * 8);
    if (run.durationMs > limitMs) abort(run, TIME_LIMIT, limitMs);
    const restartAt = weather.restartBetween(assignment, startedAt, startedAt + run.durationMs);
    if (restartAt !== null) abort(run, RESTART, restartAt - startedAt);
    if (run.step >= steps.length) run.step = steps.length - 1;
    return run;
  }

  const retryOf = (run: Run): Run | null => {
    const { assignment } = run;
    if (run.status !== ERROR || run.attempt >= assignment.attemptsMax || isPartial(run)) return null;
    const { slot, part } = runParts(run.number);
    const startedAt = run.startedAt + run.durationMs + run.attempt * MINUTE_MS;
    const random = randomStream(mixNumbers(assignment.salt, slot, 1_000 + part + 1));
    return plan(assignment, runNumber(assignment.index, slot, part + 1), startedAt, RETRY, run.attempt + 1, random);
  };

  return {
    slotStart,
    slotFrom: (assignment, at) => Math.max(0, Math.ceil((at - EPOCH_AT - assignment.phaseMs) / assignment.slotMs)),
    first,
    count(assignment, slot) {
      const fromAt = slotStart(assignment, slot);
      return Math.min(EXTRAS_MAX, weather.floodWithin(assignment, fromAt, fromAt + assignment.slotMs));
    },
    retryOf,
    byNumber(number, assignments) {
      const { assignment: index, slot, part } = runParts(number);
      const assignment = assignments[index];
      if (!assignment) return null;
      let run = first(assignment, slot, Math.floor(part / ATTEMPTS_MAX));
      for (let attempt = part % ATTEMPTS_MAX; attempt > 0 && run; attempt--) run = retryOf(run);
      return run?.number === number ? run : null;
    },
  };
}

/** The failure of a run, null without one. */
export function failureOf(run: Run): FailureKind | null {
  return failureKinds[run.failure] ?? null;
}

function isPartial(run: Run): boolean {
  return failureOf(run)?.isPartial ?? false;
}

function fail(run: Run, failure: number, step: number, random: RandomStream): void {
  const kind = failureKinds[failure];
  if (!kind) throw new Error(`the catalogue has no failure at ${failure}`);
  const { steps } = run.assignment;
  const total = steps.reduce((sum, { weight }) => sum + weight, 0);
  const reached = steps.slice(0, step).reduce((sum, { weight }) => sum + weight, 0) + (steps[step]?.weight ?? 0) * 0.5;
  run.status = ERROR;
  run.failure = failure;
  run.step = step;
  run.in = Math.max(1, run.in);
  if (kind.isPartial) {
    run.errors = Math.min(run.in, random.between(1, 4));
    run.out = run.in - run.errors;
    return;
  }
  run.errors = run.in;
  run.out = 0;
  run.durationMs = Math.round((run.durationMs * reached) / total + kind.extraMs) + 200;
}

function warn(run: Run, random: RandomStream): void {
  run.status = COMPLETE_WARN;
  run.in = Math.max(1, run.in);
  run.out = run.in;
  run.warnings = random.between(1, 6);
  run.step = Math.min(1, run.assignment.steps.length - 1);
}

function discard(run: Run): void {
  run.status = DISCARDED;
  run.failure = DUPLICATE_MESSAGE;
  run.step = Math.min(1, run.assignment.steps.length - 1);
  run.in = Math.max(1, run.in);
  run.out = 0;
  run.durationMs = Math.max(300, Math.round(run.durationMs * 0.15));
}

function abort(run: Run, failure: number, durationMs: number): void {
  run.status = ABORTED;
  run.failure = failure;
  run.step = failure === RESTART ? Math.min(1, run.assignment.steps.length - 1) : run.assignment.steps.length - 2;
  run.in = Math.max(1, run.in);
  run.out = Math.floor(run.in * 0.6);
  run.errors = 0;
  run.warnings = 0;
  run.durationMs = Math.round(durationMs);
}

/** A failure that this process can have, at a step where it can happen. */
function pickFailure({ steps, salt }: Assignment, random: RandomStream): [failure: number, step: number] {
  const possible: { failure: number; step: number; weight: number }[] = [];
  let total = 0;
  for (let step = 0; step < steps.length; step++) {
    const { kind, connector } = steps[step] as (typeof steps)[number]; // within its length
    for (let failure = 0; failure < failureKinds.length; failure++) {
      const one = failureKinds[failure] as FailureKind; // within its length
      if (one.weight === 0 || !one.steps.includes(kind)) continue;
      if (one.connectors.length > 0 && (!connector || !one.connectors.includes(connector.kind))) continue;
      // Each process has its own weakness: two kinds of failure come ten times as often as the others.
      const weight = one.weight * ((salt + failure) % 5 === 0 ? 10 : 1);
      possible.push({ failure, step, weight });
      total += weight;
    }
  }
  let left = random.next() * total;
  for (const { failure, step, weight } of possible) {
    left -= weight;
    if (left <= 0) return [failure, step];
  }
  return [failureIndex('timeout'), 0];
}
