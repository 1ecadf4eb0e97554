import type { FailureReport } from '#contract/failure.ts';
import { type ExecutionStatus, executionStatuses, triggers } from '#contract/status.ts';
import type { ExecutionReport, StepReport } from '#contract/tracking.ts';
import { documentsOf } from './documents.ts';
import { isScheduled, versionAt } from './fleet.ts';
import { mixNumbers, randomStream } from './random.ts';
import { ATTEMPTS_MAX, runId, runNumber, runParts } from './run-ids.ts';
import { failureOf, type Run } from './runs.ts';

/** Where the steps of a run lie in time. */
export interface StepSpan {
  startMs: number;
  durationMs: number;
}

/** A run waits this long before its first step. */
const STARTED_MS = 250;

/** Spans of the steps that a run reaches, in order; the rest is not reached. They fill the run. */
export function stepSpans(run: Run): StepSpan[] {
  const { steps } = run.assignment;
  const failure = failureOf(run);
  const isStopped = run.failure >= 0 && !(failure?.isPartial ?? false);
  const reached = isStopped ? run.step + 1 : steps.length;
  const random = randomStream(mixNumbers(run.assignment.salt, run.number, 77));
  const extraMs = isStopped ? (failure?.extraMs ?? 0) : 0;
  const weights = steps.slice(0, reached).map(({ weight }) => weight * (0.8 + 0.4 * random.next()));
  const total = weights.reduce((sum, weight) => sum + weight, 0) || 1;
  const sharedMs = Math.max(0, run.durationMs - extraMs - Math.min(STARTED_MS, run.durationMs / 4));
  let startMs = Math.floor(Math.min(STARTED_MS, run.durationMs / 4));
  return weights.map((weight, index) => {
    const isLast = index === weights.length - 1;
    const durationMs = isLast ? Math.max(0, run.durationMs - startMs) : Math.floor((sharedMs * weight) / total);
    const span = { startMs, durationMs };
    startMs += durationMs;
    return span;
  });
}

/** True when the run has ended by an instant. */
export function isOverAt(run: Run, at: number): boolean {
  return at >= run.startedAt + run.durationMs;
}

/** Revision of the report of an instant: grows with every step, and once more at the end. */
export function revisionAt(run: Run, at: number): number {
  if (isOverAt(run, at)) return run.assignment.steps.length + 2;
  return 1 + stepSpans(run).filter(({ startMs }) => run.startedAt + startMs <= at).length;
}

/** Status of a run at an instant. */
export function statusAt(run: Run, at: number): ExecutionStatus {
  if (isOverAt(run, at)) return executionStatuses[run.status] ?? 'COMPLETE';
  return at < run.startedAt + STARTED_MS ? 'STARTED' : 'INPROCESS';
}

/** Counts of a run at an instant: what went in is known once the first step is done, what came out at the end. */
export function figuresAt(run: Run, at: number): Pick<ExecutionReport, 'in' | 'out' | 'errors' | 'warnings' | 'bytes'> {
  const isOver = isOverAt(run, at);
  const first = stepSpans(run)[0];
  const isRead = isOver || (first !== undefined && at >= run.startedAt + first.startMs + first.durationMs);
  const done = isOver ? 1 : Math.max(0, (at - run.startedAt) / run.durationMs - 0.4) * 1.2;
  return {
    in: isRead ? run.in : 0,
    out: isOver ? run.out : isRead ? Math.floor(run.out * Math.min(1, done)) : 0,
    errors: isOver ? run.errors : 0,
    warnings: isOver ? run.warnings : 0,
    bytes: isRead ? run.in * (240 + (run.number % 700)) : 0,
  };
}

/** Steps of a run at an instant. */
export function stepsAt(run: Run, at: number): StepReport[] {
  const spans = stepSpans(run);
  const isOver = isOverAt(run, at);
  const status = executionStatuses[run.status];
  return run.assignment.steps.map((step, index): StepReport => {
    const span = spans[index];
    const base = { number: index + 1, name: step.name, kind: step.kind, connectorId: step.connector?.id ?? null };
    const nothing = { in: 0, out: 0, errors: 0, warnings: 0 };
    if (!span || at < run.startedAt + span.startMs) {
      return {
        ...base,
        ...nothing,
        state: isOver ? 'skipped' : 'waiting',
        startedAt: null,
        durationMs: null,
        attempts: 0,
      };
    }
    const startedAt = run.startedAt + span.startMs;
    if (!isOver && at < startedAt + span.durationMs) {
      return {
        ...base,
        ...nothing,
        in: index === 0 ? 0 : run.in,
        state: 'running',
        startedAt,
        durationMs: null,
        attempts: 1,
      };
    }
    const isHit = index === run.step;
    const isFailed = isHit && (status === 'ERROR' || status === 'ABORTED');
    const isAfter = run.step >= 0 && index > run.step;
    return {
      ...base,
      in: isAfter ? run.in - run.errors : run.in,
      out: isFailed ? run.out : isHit && status === 'DISCARDED' ? 0 : isAfter ? run.in - run.errors : run.in,
      errors: isFailed ? run.errors : 0,
      warnings: isHit ? run.warnings : 0,
      state: isFailed ? 'failed' : isHit && run.warnings > 0 ? 'warned' : 'done',
      startedAt,
      durationMs: span.durationMs,
      attempts: isFailed ? (failureOf(run)?.tries ?? 1) : 1,
    };
  });
}

/** The run that called this one, and the attempt before it: ids, null where there is none. */
export function relativesOf(run: Run): { parentId: string | null; retryOf: string | null } {
  const { slot, part } = runParts(run.number);
  const parent = run.assignment.parent;
  return {
    parentId: parent ? runId(runNumber(parent.index, slot, part - (part % ATTEMPTS_MAX))) : null,
    retryOf: run.attempt > 1 ? runId(run.number - 1) : null,
  };
}

/** What a run works at: a schedule does its work again with each run, what arrives or is called is work of its own. */
export function workIdOf({ assignment, number, attempt }: Run): string {
  return isScheduled(assignment) ? assignment.processId : runId(number - (attempt - 1));
}

/** What a run says of itself at an instant. */
export function reportAt(run: Run, at: number): ExecutionReport {
  const { assignment } = run;
  const isOver = isOverAt(run, at);
  const figures = figuresAt(run, at);
  return {
    executionId: runId(run.number),
    revision: revisionAt(run, at),
    processId: assignment.processId,
    processName: assignment.processName,
    processVersion: versionAt(assignment, run.startedAt),
    status: statusAt(run, at),
    trigger: triggers[run.trigger] ?? 'manual',
    startedAt: run.startedAt,
    endedAt: isOver ? run.startedAt + run.durationMs : null,
    attempt: run.attempt,
    attemptsMax: assignment.attemptsMax,
    ...relativesOf(run),
    workId: workIdOf(run),
    ...figures,
    failure: isOver ? failureReport(run) : null,
    steps: stepsAt(run, at),
    documents: figures.in > 0 ? documentsOf(run, isOver) : [],
  };
}

/** The failure of a run as it leaves by itself. */
export function failureReport(run: Run): FailureReport | null {
  const kind = failureOf(run);
  if (!kind) return null;
  const connector = run.step < 0 ? null : (run.assignment.steps[run.step]?.connector ?? null);
  return {
    class: kind.class,
    code: kind.code,
    template: kind.template,
    step: run.step < 0 ? null : run.step + 1,
    connectorId: connectorInvolved(kind.class) ? (connector?.id ?? null) : null,
  };
}

/** Whether a failure of this class has to do with the connector of its step: a wrong value in a file has not. */
function connectorInvolved(failureClass: FailureReport['class']): boolean {
  return !['parse', 'encoding', 'mapping', 'data-invalid', 'disk', 'aborted', 'permission'].includes(failureClass);
}
