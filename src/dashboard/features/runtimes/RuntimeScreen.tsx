import { Link, useParams } from '@tanstack/react-router';
import type { RuntimeDetail } from '#contract/runtime.ts';
import { useNow } from '#dashboard/api/clock.ts';
import { panelStateOf } from '#dashboard/api/panel-state.ts';
import { useOperation } from '#dashboard/api/queries.ts';
import { useLast, useZone, windowWord } from '#dashboard/app/root-search.ts';
import { useTitle } from '#dashboard/app/use-title.ts';
import { RulerAxis } from '#dashboard/charts/Ruler.tsx';
import { UptimeStrip } from '#dashboard/charts/UptimeStrip.tsx';
import { useWidth } from '#dashboard/charts/use-width.ts';
import { formatAge, formatNumber } from '#dashboard/lib/format.ts';
import { type TimeZone, formatMoment, formatWhen } from '#dashboard/lib/time.ts';
import { FactsStrip } from '#dashboard/ui/FactsStrip.tsx';
import { PageHead } from '#dashboard/ui/Headline.tsx';
import { NoteLine } from '#dashboard/ui/NoteLine.tsx';
import { Panel } from '#dashboard/ui/Panel.tsx';
import { SafeText } from '#dashboard/ui/SafeText.tsx';
import { Section } from '#dashboard/ui/Section.tsx';
import { SkeletonRows } from '#dashboard/ui/Skeleton.tsx';
import { StatusMark } from '#dashboard/ui/StatusMark.tsx';
import { ContactTimeline } from './ContactTimeline.tsx';
import { RuntimeActions } from './RuntimeActions.tsx';
import { RuntimeConnectors } from './RuntimeConnectors.tsx';
import { RuntimeFacts } from './RuntimeFacts.tsx';
import { RuntimeProcesses } from './RuntimeProcesses.tsx';
import { RuntimeRequests } from './RuntimeRequests.tsx';
import { LatestRuns, RunsOverTime } from './RuntimeRuns.tsx';
import { cellWord } from './RuntimesTable.tsx';
import { isContactLost, lastContactWord, nextContactWord } from './contact-words.ts';
import { stripCells, stripWords } from './strip-cells.ts';

/** One runtime: how it is, what it holds, what it did. */
export function RuntimeScreen() {
  const { runtimeId } = useParams({ from: '/runtimes/$runtimeId' });
  const last = useLast();
  const zone = useZone();
  const now = useNow(1_000);
  const query = useOperation('getRuntime', { params: { runtimeId }, query: { last } });
  const detail = query.data;
  const state = panelStateOf('getRuntime', query, `The runtime ${runtimeId} could not be read`, {
    asOfAt: detail?.asOfAt,
    now,
  });
  useTitle(detail?.summary.name ?? runtimeId);
  return (
    <>
      <RuntimeHead runtimeId={runtimeId} last={windowWord(last)} detail={detail} zone={zone} now={now} />
      <Panel state={state} minHeight={400} skeleton={<SkeletonRows rows={10} columns={4} />}>
        {detail === undefined ? null : (
          <div className="grid gap-x-10 xl:grid-cols-[minmax(0,1fr)_368px]">
            <div className="min-w-0">
              <ContactStrip detail={detail} last={windowWord(last)} zone={zone} />
              <RunsOverTime runtimeId={runtimeId} last={last} zone={zone} />
              <LatestRuns runtimeId={runtimeId} last={last} zone={zone} />
              <RuntimeProcesses detail={detail} last={windowWord(last)} zone={zone} now={now} />
              <RuntimeConnectors detail={detail} />
            </div>
            <div className="min-w-0 max-xl:mt-4">
              <RuntimeFacts detail={detail} zone={zone} now={now} />
              <RuntimeRequests runtimeId={runtimeId} zone={zone} />
              <ContactTimeline detail={detail} zone={zone} now={now} />
            </div>
          </div>
        )}
      </Panel>
    </>
  );
}

function RuntimeHead({
  runtimeId,
  last,
  detail,
  zone,
  now,
}: {
  runtimeId: string;
  last: string;
  detail: RuntimeDetail | undefined;
  zone: TimeZone;
  now: number;
}) {
  const back = (
    <Link to="/runtimes" className="word-link">
      Runtimes
    </Link>
  );
  if (detail === undefined) return <PageHead above={back} headline={<SafeText>{runtimeId}</SafeText>} />;
  const { summary, pause } = detail;
  const { status } = summary;
  const isLost = isContactLost(status);
  // The line below says of a pause what this clause would.
  const because = pause === null ? status.because : null;
  return (
    <PageHead
      above={
        <>
          {back}
          <StatusMark state={status.state} isReview={status.word !== 'ok'}>
            {status.word}
          </StatusMark>
          <span>
            {because === null ? null : <SafeText>{because}</SafeText>}
            {because === null || status.sinceAt === null ? null : ', '}
            {status.sinceAt === null ? null : `since ${formatWhen(status.sinceAt, now, zone)}`}
          </span>
        </>
      }
      headline={<SafeText>{summary.name}</SafeText>}
      beside={<SafeText>{[summary.site, summary.environmentName].filter((part) => part !== null).join(', ')}</SafeText>}
      actions={<RuntimeActions detail={detail} />}
    >
      <div className="pt-3">
        <FactsStrip
          facts={[
            {
              id: 'contact',
              label: 'Last contact',
              value: <span className={isLost ? 'font-semibold' : undefined}>{lastContactWord(status, now)}</span>,
            },
            { id: 'next', label: 'Next contact', value: nextContactWord(status, now) },
            {
              id: 'limits',
              label: 'Late, offline after',
              value: `${formatAge(status.lateAfterMs)}, ${formatAge(status.offlineAfterMs)}`,
            },
            { id: 'runs', label: `Runs, last ${last}`, value: formatNumber(summary.runs) },
            {
              id: 'failed',
              label: 'Failed',
              value: (
                <span className={summary.failed > 0 ? 'font-semibold' : 'text-ink-3'}>
                  {formatNumber(summary.failed)}
                </span>
              ),
            },
            {
              id: 'flight',
              label: isLost ? 'In flight, unknown now' : 'In flight',
              value: formatNumber(summary.inFlight),
            },
            {
              id: 'release',
              label: 'Release',
              value: summary.release === null ? 'not known' : <SafeText>{summary.release}</SafeText>,
            },
          ]}
        />
      </div>
      {pause === null ? null : (
        <div className="pt-3">
          <NoteLine state="discarded" word={`paused until ${formatMoment(pause.untilAt, now, zone, 'minutes')}`}>
            by <SafeText>{pause.by}</SafeText>
            {pause.note === '' ? null : (
              <>
                : <SafeText>{pause.note}</SafeText>
              </>
            )}
          </NoteLine>
        </div>
      )}
    </PageHead>
  );
}

/** Contact and failures over the window, over the whole width of the column. */
function ContactStrip({ detail, last, zone }: { detail: RuntimeDetail; last: string; zone: TimeZone }) {
  const [ref, width] = useWidth<HTMLDivElement>(800);
  const { strip, status } = detail.summary;
  const { cells, lostCell } = stripCells(strip, status);
  const span = { from: detail.window.fromAt, to: detail.window.toAt };
  const cell = cellWord((span.to - span.from) / Math.max(1, strip.length));
  return (
    <Section name="In contact" note={`one cell is ${cell}`} windowNote={`last ${last}`}>
      <div ref={ref} className="pt-2">
        <UptimeStrip label={stripWords(strip, status, cell)} cells={cells} lostCell={lostCell} isFluid />
        <div className="pr-3.5 pt-0.5">
          <RulerAxis
            span={span}
            zone={zone}
            width={Math.max(1, Math.round(width * (1 - 14 / (cells.length * 4 + 14))))}
          />
        </div>
      </div>
    </Section>
  );
}
