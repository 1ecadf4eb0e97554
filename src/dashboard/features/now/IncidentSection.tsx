import { useState } from 'react';
import type { Incident, Overview } from '#contract/overview.ts';
import { useHeldRows } from '#dashboard/app/use-held-rows.ts';
import { RulerAxis } from '#dashboard/charts/Ruler.tsx';
import { RulerTrace } from '#dashboard/charts/RulerTrace.tsx';
import type { Span } from '#dashboard/charts/scale.ts';
import { classNames } from '#dashboard/lib/class-names.ts';
import { formatAge, formatCount } from '#dashboard/lib/format.ts';
import { type TimeZone, formatWhen } from '#dashboard/lib/time.ts';
import { HeldBackBar } from '#dashboard/ui/HeldBackBar.tsx';
import { SafeText, Template } from '#dashboard/ui/SafeText.tsx';
import { StatusMark } from '#dashboard/ui/StatusMark.tsx';
import { TargetLink } from './TargetLink.tsx';
import { incidentTrace } from './incident-trace.ts';
import { RULER_GRID } from './ruler-grid.ts';
import { useRulerWidth } from './use-ruler-width.ts';

/** What needs attention, worst first, on the ruler of the chart. */
export function IncidentSection({
  overview,
  span,
  zone,
  now,
}: {
  overview: Overview;
  span: Span;
  zone: TimeZone;
  now: number;
}) {
  const width = useRulerWidth();
  const [isPointedAt, setIsPointedAt] = useState(false);
  const held = useHeldRows(overview.incidents, (incident) => incident.id, isPointedAt, '');
  const incidents = held.rows.filter((incident) => incident !== undefined);
  return (
    <section
      aria-labelledby="now-incidents"
      className="border-t-2 border-ink pt-[5px]"
      onPointerEnter={() => setIsPointedAt(true)}
      onPointerLeave={() => setIsPointedAt(false)}
    >
      <div className={classNames(RULER_GRID, 'items-baseline border-b border-hair-2 pb-[3px]')}>
        <div className="flex min-w-0 items-baseline gap-3 max-md:flex-wrap max-md:gap-y-0">
          <h2 id="now-incidents" className="shrink-0 font-semibold">
            Needs attention
          </h2>
          <span className="min-w-0 truncate text-ink-2 max-md:text-label">
            {incidents.length === 0
              ? 'nothing'
              : `${formatCount(incidents.length, 'incident')}, worst first, ${formatCount(overview.folded, 'event')} folded in`}
          </span>
        </div>
        <RulerAxis span={span} zone={zone} width={width} />
        <div className="text-label text-ink-3 max-xl:hidden">Since, last event</div>
      </div>
      {held.newCount === 0 ? null : (
        <HeldBackBar
          what={formatCount(held.newCount, 'new incident')}
          why="held back while the pointer is here"
          onShow={held.show}
        />
      )}
      {incidents.length === 0 ? (
        <p className="py-3 text-ink-2">
          No failing group, lost runtime, silent process, ending certificate or stuck request in this window.
        </p>
      ) : null}
      <ol>
        {incidents.map((incident, index) => (
          <IncidentRow
            key={incident.id}
            incident={incident}
            rank={index + 1}
            span={span}
            bucketMs={overview.histogram.bucketMs}
            width={width}
            zone={zone}
            now={now}
          />
        ))}
      </ol>
    </section>
  );
}

function IncidentRow({
  incident,
  rank,
  span,
  bucketMs,
  width,
  zone,
  now,
}: {
  incident: Incident;
  rank: number;
  span: Span;
  bucketMs: number;
  width: number;
  zone: TimeZone;
  now: number;
}) {
  const since = formatWhen(incident.sinceAt, now, zone);
  return (
    <li className={classNames(RULER_GRID, 'ink-motion relative border-b border-hair hover:bg-hover max-md:py-3')}>
      <div className="flex min-w-0 gap-3 py-0.5 max-md:flex-wrap max-md:gap-x-0">
        <span className="w-4 shrink-0 text-right text-label leading-5 text-ink-3 max-xl:hidden">{rank}</span>
        <span className="w-21 shrink-0 max-md:flex-1">
          <StatusMark state={incident.state}>{incident.word}</StatusMark>
        </span>
        <span className="text-right text-ink-2 md:hidden">{incident.extent}</span>
        <div className="min-w-0 flex-1 max-md:basis-full">
          <p className="flex justify-between gap-3">
            <TargetLink
              target={incident.target}
              className={classNames(
                'max-w-[75%] shrink-0 truncate font-semibold after:absolute after:inset-0',
                rank === 1 && 'text-[15px]',
              )}
            >
              <SafeText>{incident.title}</SafeText>
            </TargetLink>
            <span className="min-w-0 truncate text-ink-2 max-md:hidden">{incident.extent}</span>
            <span className="shrink-0 text-ink-2 md:hidden">{formatAge(Math.max(0, now - incident.sinceAt))}</span>
          </p>
          <p className="flex justify-between gap-3 text-ink-2">
            <span className="min-w-0 md:truncate">
              <Template>{incident.evidence}</Template>
            </span>
            <span className="shrink-0 max-md:hidden">{formatAge(Math.max(0, now - incident.sinceAt))}</span>
          </p>
        </div>
      </div>
      <div className="min-w-0 self-end overflow-hidden">
        <RulerTrace
          label={`${incident.title}: since ${since}, ${formatCount(incident.events, 'event')}`}
          trace={incidentTrace(incident, span, bucketMs)}
          span={span}
          zone={zone}
          width={width}
        />
      </div>
      <div className="py-0.5 max-xl:hidden">
        <p className="truncate font-medium">since {since}</p>
        <p className="truncate">
          last {formatWhen(incident.lastAt, now, zone)}, {formatCount(incident.events, 'event')}
        </p>
      </div>
    </li>
  );
}
