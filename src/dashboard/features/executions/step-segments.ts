import type { StepReport } from '#contract/tracking.ts';
import type { VisualState } from '#contract/status.ts';
import type { StepSegment, TimelineStep } from '#dashboard/charts/StepTimeline.tsx';
import { formatCount } from '#dashboard/lib/format.ts';

const ended: Record<StepReport['state'], TimelineStep['ended']> = {
  waiting: null,
  running: { state: 'running', word: 'running' },
  done: { state: 'ok', word: 'done' },
  warned: { state: 'warn', word: 'done' },
  failed: { state: 'failed', word: 'failed' },
  skipped: { state: 'discarded', word: 'skipped' },
};

/** State and word of a step; null when it was not reached: it waits, or was passed over without having begun. */
export function stepEnd(step: StepReport): { state: VisualState; word: string } | null {
  return step.state === 'skipped' && step.startedAt === null ? null : ended[step.state];
}

/**
 * What a step did on the axis of its run. Only what was reported is drawn: one bar from its start, and a mark at its end when
 * its last attempt failed; when the attempts between were made is not reported.
 *
 * @param now the platform's clock, for a step that has not ended
 */
export function segmentsOf(step: StepReport, runStartedAt: number, now: number): StepSegment[] {
  if (step.startedAt === null) return [];
  const fromMs = Math.max(0, step.startedAt - runStartedAt);
  const tookMs = step.durationMs ?? (step.state === 'running' ? Math.max(0, now - step.startedAt) : 0);
  const work: StepSegment = { kind: 'work', fromMs, toMs: fromMs + tookMs };
  return step.state === 'failed' ? [work, { kind: 'failed-attempt', atMs: fromMs + tookMs }] : [work];
}

/** What stands beside the bar: documents, warnings, attempts; empty for the failing step, whose bar is long and whose counts stand above. */
export function stepLabel(step: StepReport): string {
  if (step.state === 'failed') return '';
  const parts: string[] = [];
  if (step.in > 0 || step.out > 0) parts.push(formatCount(Math.max(step.in, step.out), 'document'));
  if (step.errors > 0) parts.push(formatCount(step.errors, 'error'));
  if (step.warnings > 0) parts.push(formatCount(step.warnings, 'warning'));
  if (step.attempts > 1) parts.push(`${step.attempts} attempts`);
  return parts.join(', ');
}
