import type { ExecutionDetail } from '#contract/execution.ts';
import { StepTimeline, type TimelineStep } from '#dashboard/charts/StepTimeline.tsx';
import { formatDuration, formatNumber } from '#dashboard/lib/format.ts';
import { SafeText } from '#dashboard/ui/SafeText.tsx';
import { Section } from '#dashboard/ui/Section.tsx';
import { segmentsOf, stepEnd, stepLabel } from './step-segments.ts';
import { tookMs } from './execution-words.ts';

/** The steps of a run on one axis, with the line of its normal. */
export function StepsSection({ detail, now }: { detail: ExecutionDetail; now: number }) {
  const { execution: run, steps } = detail;
  const took = tookMs(run, now);
  const reached = steps.filter((step) => stepEnd(step) !== null).length;
  // A run that nobody hears of: the axis ends where the last step that is known of ended.
  const lastKnownMs = Math.max(
    0,
    ...steps.map((step) => (step.startedAt === null ? 0 : step.startedAt - run.startedAt + (step.durationMs ?? 0))),
  );
  const totalMs = took ?? lastKnownMs;
  const timeline = steps.map((step): TimelineStep => ({
    id: String(step.number),
    number: step.number,
    name: <SafeText>{step.name}</SafeText>,
    ended: stepEnd(step),
    tookMs: step.durationMs,
    segments: segmentsOf(step, run.startedAt, now),
    label: stepLabel(step),
    isFailing: step.number === run.failure?.step,
  }));
  return (
    <Section
      name="Steps"
      note={steps.length === 0 ? undefined : `${reached} of ${steps.length} reached`}
      windowNote={`this run, ${took === null ? 'length not known' : formatDuration(took)}`}
      hasHairline={steps.length === 0}
    >
      {steps.length === 0 ? (
        <div className="py-4">
          <p className="font-semibold">No step was reported.</p>
          <p className="text-ink-2">
            {run.state === 'running' ? 'The first one has not begun.' : 'The run ended before its first step.'}
          </p>
        </div>
      ) : (
        <>
          <StepTimeline label="Steps of this run" steps={timeline} totalMs={totalMs} normalMs={run.normalMs} />
          <p className="pt-2 text-note text-ink-3">
            {attemptWords(detail)}
            {normalWords(detail)}
          </p>
        </>
      )}
    </Section>
  );
}

function normalWords({ execution: run, normalRuns }: ExecutionDetail): string {
  if (run.normalMs === null) return 'No normal yet: it takes five runs of this process on this runtime.';
  return `The line: normal, ${formatDuration(run.normalMs)}, median of ${formatNumber(normalRuns)} runs in 30 days.`;
}

/** Says that the failing step was tried more than once: only the last try has a place on the axis. */
function attemptWords({ execution: run, steps }: ExecutionDetail): string {
  const failing = steps.find((step) => step.number === run.failure?.step);
  return failing === undefined || failing.attempts < 2
    ? ''
    : `Step ${failing.number} was tried ${failing.attempts} times; the times of the tries between are not reported. `;
}
