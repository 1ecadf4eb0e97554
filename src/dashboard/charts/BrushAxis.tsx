import { type TimeZone, formatAxisTime, formatWhen, isoTime } from '#dashboard/lib/time.ts';
import { rulerTicks } from './Ruler.tsx';
import { type Span, placeInstant } from './scale.ts';

/**
 * Labels of a brushed axis: where the window begins, round times, its end. The start of the range replaces those it would
 * touch and is set in ink 500.
 */
export function BrushAxis({
  span,
  zone,
  width,
  brushed,
  endsNow,
  now,
}: {
  span: Span;
  zone: TimeZone;
  width: number;
  brushed: Span | null;
  endsNow: boolean;
  now: number;
}) {
  const ticks = rulerTicks(span, zone);
  const start = brushed === null ? null : placeInstant(brushed.from, span, width);
  const first = formatWhen(span.from, now, zone);
  const startX = start === null ? 0 : Math.min(width - 48, Math.max(20, start));
  return (
    <div className="relative h-5 pt-1 text-axis text-ink-3">
      {start !== null && startX < 110 ? null : <span className="absolute left-0">{first}</span>}
      {ticks.map((at, index) => {
        const x = placeInstant(at, span, width);
        const isNearStart = start !== null && Math.abs(x - startX) < 52;
        if (x < 100 || x > width - 46 || isNearStart) return null;
        return (
          <time
            key={at}
            dateTime={isoTime(at)}
            className="absolute -translate-x-1/2 whitespace-nowrap"
            style={{ left: x }}
          >
            {formatAxisTime(at, zone, ticks[index - 1])}
          </time>
        );
      })}
      {start === null || brushed === null ? null : (
        <span className="absolute -translate-x-1/2 font-medium whitespace-nowrap text-ink" style={{ left: startX }}>
          {formatWhen(brushed.from, now, zone)}
        </span>
      )}
      <span className="absolute right-0">{endsNow ? 'now' : formatWhen(span.to, now, zone)}</span>
    </div>
  );
}
