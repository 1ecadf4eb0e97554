import { Link } from '@tanstack/react-router';
import type { ExecutionDetail } from '#contract/execution.ts';
import { Factor, OwnNormalBar } from '#dashboard/charts/OwnNormalBar.tsx';
import { RunStrip } from '#dashboard/charts/RunStrip.tsx';
import { formatBytes, formatCount, formatDuration, formatNumber } from '#dashboard/lib/format.ts';
import { type TimeZone, formatMoment, formatWhen, isoTime } from '#dashboard/lib/time.ts';
import { CopyButton } from '#dashboard/ui/CopyButton.tsx';
import { type Fact, FactsStrip } from '#dashboard/ui/FactsStrip.tsx';
import { PageHead } from '#dashboard/ui/Headline.tsx';
import { SafeText } from '#dashboard/ui/SafeText.tsx';
import { StatusMark } from '#dashboard/ui/StatusMark.tsx';
import { executionMark, headline, ratioOf, tookMs } from './execution-words.ts';

/** Head of the page of one run: state and path, the run in one sentence, its facts. */
export function ExecutionHead({ detail, now, zone }: { detail: ExecutionDetail; now: number; zone: TimeZone }) {
  const { execution: run } = detail;
  const mark = executionMark(run);
  return (
    <PageHead
      above={
        <>
          <StatusMark state={mark.state} isReview={mark.state !== 'ok'}>
            {mark.word}
          </StatusMark>
          <nav aria-label="Path" className="min-w-0 truncate">
            <Link to="/executions" className="hover:text-ink">
              Executions
            </Link>{' '}
            ›{' '}
            <Link to="/executions" search={{ process: [run.processId] }} className="hover:text-ink">
              <SafeText>{run.processName}</SafeText>
            </Link>
            {run.processVersion === null ? null : (
              <>
                {' '}
                <SafeText>{run.processVersion}</SafeText>
              </>
            )}{' '}
            › {run.id}
          </nav>
          <span>
            <SafeText>{run.environmentName}</SafeText>
          </span>
        </>
      }
      headline={<SafeText>{headline(run, now, zone)}</SafeText>}
      actions={<CopyButton kind="outlined" label="Copy link" text={() => location.href} />}
    >
      <div className="pt-3">
        <FactsStrip facts={factsOf(detail, now, zone)} />
      </div>
    </PageHead>
  );
}

function factsOf(detail: ExecutionDetail, now: number, zone: TimeZone): Fact[] {
  const { execution: run } = detail;
  const took = tookMs(run, now);
  const ratio = ratioOf(run, now);
  const facts: Fact[] = [
    {
      id: 'runtime',
      label: 'Runtime',
      value: (
        <Link to="/runtimes/$runtimeId" params={{ runtimeId: run.runtimeId }} className="word-link">
          <SafeText>{run.runtimeName}</SafeText>
        </Link>
      ),
    },
    {
      id: 'started',
      label: 'Started',
      value: <time dateTime={isoTime(run.startedAt)}>{formatMoment(run.startedAt, now, zone)}</time>,
    },
    {
      id: 'took',
      label: `${run.durationMs === null ? 'Runs for' : 'Took'}${ratio === null ? '' : ', against normal'}`,
      value: (
        <>
          {took === null ? 'not known' : formatDuration(took)}
          {ratio === null ? null : <OwnNormalBar ratio={ratio} />}
          <Factor ratio={ratio} />
        </>
      ),
    },
    {
      id: 'counts',
      label: 'Documents',
      value: (
        <span>
          {formatNumber(run.in)} in, {formatNumber(run.out)} out{run.bytes > 0 ? `, ${formatBytes(run.bytes)}` : ''}
          {run.errors > 0 ? ', ' : ''}
          {run.errors > 0 ? <b className="font-semibold">{formatCount(run.errors, 'error')}</b> : null}
        </span>
      ),
    },
    {
      id: 'trigger',
      label: 'Trigger',
      value: run.attemptsMax > 1 ? `${run.trigger}, try ${run.attempt} of ${run.attemptsMax}` : run.trigger,
    },
  ];
  const recovery = recoveryFact(detail, now, zone);
  if (recovery !== null) facts.push(recovery);
  if (detail.recentRuns.length > 1) {
    facts.push({
      id: 'recent',
      label: `Last ${detail.recentRuns.length} runs, height is duration`,
      value: (
        <RunStrip
          runs={detail.recentRuns.map(({ id, state, durationMs }) => ({ id, state, tookMs: durationMs }))}
          normalMs={run.normalMs}
        />
      ),
    });
  }
  return facts;
}

/** Whether a failed run has recovered, and if not, when the next is expected; null for one that did not fail. */
function recoveryFact({ execution: run, nextExpectedAt }: ExecutionDetail, now: number, zone: TimeZone): Fact | null {
  if (run.recovered !== null) {
    return {
      id: 'recovered',
      label: 'Recovered',
      value: (
        <Link to="/executions/$executionId" params={{ executionId: run.recovered.byExecutionId }} className="word-link">
          by the run of {formatWhen(run.recovered.at, now, zone)}
        </Link>
      ),
    };
  }
  if (run.state !== 'failed' && run.state !== 'aborted') return null;
  const next =
    nextExpectedAt === null
      ? ''
      : nextExpectedAt > now
        ? `, next ${formatWhen(nextExpectedAt, now, zone)}`
        : `, a run was due ${formatWhen(nextExpectedAt, now, zone)}`;
  return { id: 'recovered', label: 'Recovered', value: `no${next}` };
}
