import type { Execution } from '#contract/execution.ts';
import type { VisualState } from '#contract/status.ts';
import { formatAge, formatCount, formatDuration } from '#dashboard/lib/format.ts';
import { type TimeZone, formatWhen } from '#dashboard/lib/time.ts';

/** State and word of a run as a row shows it: `failed`, `done, 4 warn.`, `recovered`. */
export function executionMark(run: Pick<Execution, 'state' | 'status' | 'warnings' | 'recovered'>): {
  state: VisualState;
  word: string;
} {
  if (run.recovered !== null) return { state: 'ok', word: 'recovered' };
  switch (run.state) {
    case 'ok':
      return { state: 'ok', word: 'done' };
    case 'warn':
      return { state: 'warn', word: run.warnings > 0 ? `done, ${run.warnings} warn.` : 'done, warnings' };
    case 'running':
      return {
        state: 'running',
        word: run.status === 'ENQUEUED' ? 'queued' : run.status === 'STARTED' ? 'starting' : 'running',
      };
    case 'aborted':
      return { state: 'aborted', word: run.status === 'ABORTED_RECOVERING' ? 'aborted, recovering' : 'aborted' };
    case 'failed':
    case 'discarded':
    case 'unknown':
      return { state: run.state, word: run.state };
  }
}

/** The state alone, where no counts are known (parents, children, attempts). */
export function stateWord(state: VisualState): string {
  return state === 'ok' ? 'done' : state === 'warn' ? 'done, warnings' : state;
}

/** True for a run that deserves weight in a list: everything but done and recovered. */
export function isException(run: Pick<Execution, 'state' | 'recovered'>): boolean {
  return run.recovered === null && run.state !== 'ok' && run.state !== 'discarded';
}

/** One line that says why, or where it is: a template with its code, or plain words; null when there is nothing to say. */
export type Reason =
  | { kind: 'template'; code: string | null; template: string }
  | { kind: 'words'; words: string; isQuiet: boolean };

/** The reason column of a run. */
export function reasonOf(run: Execution, now: number, zone: TimeZone): Reason | null {
  if (run.state === 'unknown') {
    const since =
      run.unknownSinceAt === null
        ? 'not heard of since it began'
        : `silent since ${formatWhen(run.unknownSinceAt, now, zone)}`;
    return {
      kind: 'words',
      words: run.currentStep === null ? since : `${since}, then in step ${run.currentStep.number}`,
      isQuiet: false,
    };
  }
  if (run.recovered !== null)
    return {
      kind: 'words',
      words: `failed, a later run succeeded ${formatWhen(run.recovered.at, now, zone)}`,
      isQuiet: true,
    };
  if (run.failure !== null) return { kind: 'template', code: run.failure.code, template: run.failure.template };
  if (run.state === 'running' && run.currentStep !== null)
    return { kind: 'words', words: `now in step ${run.currentStep.number}, ${run.currentStep.name}`, isQuiet: true };
  return null;
}

/** How long a run took, or has been running by the platform's clock; null when nobody knows. */
export function tookMs(run: Pick<Execution, 'state' | 'startedAt' | 'durationMs'>, now: number): number | null {
  if (run.durationMs !== null) return run.durationMs;
  return run.state === 'running' ? Math.max(0, now - run.startedAt) : null;
}

/** A run's duration against its own normal; null when one of them is not known. */
export function ratioOf(
  run: Pick<Execution, 'state' | 'startedAt' | 'durationMs' | 'normalMs'>,
  now: number,
): number | null {
  const took = tookMs(run, now);
  return took === null || run.normalMs === null || run.normalMs === 0 ? null : took / run.normalMs;
}

/** What happened, in one sentence without a full stop: the headline of the page of one run. */
export function headline(run: Execution, now: number, zone: TimeZone): string {
  const at = formatWhen(run.startedAt, now, zone);
  const { processName: process, runtimeName: runtime } = run;
  if (run.recovered !== null) return `${process} failed on ${runtime} at ${at} and has recovered`;
  switch (run.state) {
    case 'ok':
      return `${process} ran on ${runtime} at ${at}`;
    case 'warn':
      return `${process} ran with ${formatCount(run.warnings, 'warning')} on ${runtime} at ${at}`;
    case 'failed':
      return `${process} failed on ${runtime} at ${at}`;
    case 'aborted':
      return `${process} was aborted on ${runtime} at ${at}`;
    case 'discarded':
      return `${process} was discarded on ${runtime} at ${at}`;
    case 'running':
      return `${process} is running on ${runtime} since ${at}`;
    case 'unknown':
      return `${process} on ${runtime}: nobody knows since ${formatWhen(run.unknownSinceAt ?? run.startedAt, now, zone)}`;
  }
}

/** What is known of a run whose row is open: one or two sentences. */
export function knownSentence(run: Execution, now: number, zone: TimeZone): string {
  const counts = `${run.out} of ${formatCount(run.in, 'document')} out`;
  const normal = run.normalMs === null ? 'No normal is known yet.' : `Normal is ${formatDuration(run.normalMs)}.`;
  const step = run.currentStep === null ? null : `step ${run.currentStep.number}, ${run.currentStep.name}`;
  if (run.state === 'unknown') {
    const passed = run.normalMs !== null && now - run.startedAt > run.normalMs;
    const where = step === null ? 'Last heard when it began' : `Last heard in ${step}`;
    return `${where}, ${counts}. ${passed ? `Normal is ${formatDuration(run.normalMs ?? 0)}, so it may have finished unseen.` : normal}`;
  }
  if (run.state === 'running')
    return `${step === null ? 'Running' : `Now in ${step}`} for ${formatAge(Math.max(0, now - run.startedAt))}, ${counts}. ${normal}`;
  if (run.recovered !== null) return `A later run succeeded ${formatWhen(run.recovered.at, now, zone)}. ${normal}`;
  if (run.failure !== null) {
    const where =
      run.failure.step === null
        ? 'Outside its steps'
        : `In step ${run.failure.step}${run.failure.stepName === null ? '' : `, ${run.failure.stepName}`}`;
    const through = run.failure.connectorName === null ? '' : `, through ${run.failure.connectorName}`;
    return `${where}${through}, ${counts}. ${normal}`;
  }
  return `${counts}, ${formatCount(run.warnings, 'warning')}. ${normal}`;
}
