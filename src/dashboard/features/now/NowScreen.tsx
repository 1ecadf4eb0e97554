import { Link, useSearch } from '@tanstack/react-router';
import type { Overview } from '#contract/overview.ts';
import { relativeWindowMs } from '#contract/primitives.ts';
import { HEARTBEAT_EVERY_MS } from '#contract/rules.ts';
import { useNow } from '#dashboard/api/clock.ts';
import { panelStateOf } from '#dashboard/api/panel-state.ts';
import { useOperation } from '#dashboard/api/queries.ts';
import { useLast, useZone, windowWord } from '#dashboard/app/root-search.ts';
import { useTitle } from '#dashboard/app/use-title.ts';
import type { ChartCondition } from '#dashboard/charts/ChartCondition.tsx';
import { formatAge, formatNumber } from '#dashboard/lib/format.ts';
import { formatClock, formatWhen } from '#dashboard/lib/time.ts';
import { Figure, Headline, Lede } from '#dashboard/ui/Headline.tsx';
import { Panel, type PanelState } from '#dashboard/ui/Panel.tsx';
import { FleetSection } from './FleetSection.tsx';
import { IncidentSection } from './IncidentSection.tsx';
import { StatusSection } from './StatusSection.tsx';
import { nowHeadline } from './headline.ts';

/** Is everything all right, and if not, what first? */
export function NowScreen() {
  const last = useLast();
  const zone = useZone();
  const now = useNow(1_000);
  const chosen = useSearch({ from: '/', select: (search) => search.state }) ?? [];
  const query = useOperation('getOverview', { query: { last } });
  const overview = query.data;
  const state = panelStateOf('getOverview', query, 'The overview could not be read', { asOfAt: overview?.asOfAt, now });
  const headline = overview === undefined ? null : nowHeadline(overview, (at) => formatWhen(at, now, zone));
  useTitle(headline ?? 'Now');
  const span =
    overview === undefined
      ? { from: now - relativeWindowMs[last], to: now }
      : { from: overview.window.fromAt, to: overview.window.toAt };
  const asOf = overview === undefined ? 'reading' : `as of ${formatClock(overview.asOfAt, zone)}`;
  return (
    <div className="pt-4">
      <Headline>{headline ?? (state.kind === 'error' ? 'What needs attention is not known.' : 'Now')}</Headline>
      <div className="min-h-6 pb-3">
        {overview === undefined ? null : <NowLede overview={overview} last={windowWord(last)} />}
      </div>
      {state.kind === 'error' || state.kind === 'stale' ? <Panel state={state}>{null}</Panel> : null}
      <div className="flex flex-col">
        <div className="max-md:order-2">
          <StatusSection
            overview={overview}
            span={span}
            windowNote={`last ${windowWord(last)}, ${asOf}`}
            condition={chartCondition(state, overview)}
            chosen={chosen}
            zone={zone}
            now={now}
          />
        </div>
        {overview === undefined ? null : (
          <>
            <div className="md:mt-1.5">
              <IncidentSection overview={overview} span={span} zone={zone} now={now} />
            </div>
            <div className="max-md:order-3">
              <FleetSection overview={overview} windowNote={`${asOf}, beats every ${formatAge(HEARTBEAT_EVERY_MS)}`} />
            </div>
          </>
        )}
      </div>
    </div>
  );
}

function NowLede({ overview, last }: { overview: Overview; last: string }) {
  const { counts, usual, incidents, fleet } = overview;
  if (fleet.total === 0) {
    return (
      <Lede>
        Make an enrolment token under{' '}
        <Link to="/settings" className="word-link">
          Settings
        </Link>
        , and run its command where the runtime shall live.
      </Lede>
    );
  }
  const reason = incidents[0]?.kind === 'failing-group' ? incidents[0].events : 0;
  return (
    <Lede>
      Last {last}: <Figure isException>{formatNumber(counts.total)}</Figure> {counts.total === 1 ? 'run' : 'runs'},{' '}
      <Figure isException={counts.states.failed > 0}>{formatNumber(counts.states.failed)}</Figure> failed
      {reason === 0 ? null : (
        <>
          , <Figure isException>{formatNumber(reason)}</Figure> of them for this one reason
        </>
      )}
      {counts.recovered === 0 ? null : (
        <>
          ; <Figure isException>{formatNumber(counts.recovered)}</Figure> recovered
        </>
      )}
      .{' '}
      {usual === null
        ? 'There is no week before to compare with.'
        : `The same time a week before had ${formatNumber(usual.states.ok)} done and ${formatNumber(usual.states.failed)} failed.`}
    </Lede>
  );
}

function chartCondition(state: PanelState, overview: Overview | undefined): ChartCondition {
  if (state.kind === 'loading') return { kind: 'loading' };
  if (overview === undefined) return { kind: 'message', content: null };
  if (overview.counts.total === 0)
    return { kind: 'message', content: <p className="font-semibold">No run in this window.</p> };
  if (state.kind === 'stale') return { kind: 'stale', knownUntil: overview.asOfAt };
  return { kind: 'ready' };
}
