import { type TimeZone, axisInstants, formatAxisTime, isoTime } from '#dashboard/lib/time.ts';
import { type Span, placeInstant } from './scale.ts';
import { useWidth } from './use-width.ts';

const HOUR_MS = 3_600_000;

/** A step that gives four to eight labels over a span: an hour to a week. */
export function axisStep(span: Span): number {
  const steps = [5 / 60, 0.25, 0.5, 1, 2, 4, 6, 12, 24, 48, 96, 168].map((hours) => hours * HOUR_MS);
  return steps.find((step) => (span.to - span.from) / step <= 7) ?? 30 * 24 * HOUR_MS;
}

/** The round instants of a span where grid lines and labels stand. */
export function rulerTicks(span: Span, zone: TimeZone): number[] {
  return axisInstants(span.from, span.to, axisStep(span), zone);
}

/** Grid lines (hair) at the ticks and the dotted line at the time the reader last looked, inside a chart's SVG. */
export function RulerGrid({
  span,
  zone,
  width,
  height,
  lastLookedAt,
}: {
  span: Span;
  zone: TimeZone;
  width: number;
  height: number;
  lastLookedAt?: number | undefined;
}) {
  const you = lastLookedAt === undefined || lastLookedAt <= span.from ? null : placeInstant(lastLookedAt, span, width);
  return (
    <g aria-hidden="true">
      {rulerTicks(span, zone).map((at) => (
        <rect key={at} x={placeInstant(at, span, width)} y={0} width={1} height={height} fill="var(--color-hair)" />
      ))}
      {you === null ? null : (
        <line x1={you + 0.5} x2={you + 0.5} y1={0} y2={height} stroke="var(--color-ink-3)" strokeDasharray="2 2" />
      )}
    </g>
  );
}

/**
 * Labels of the ruler, once for all charts that hang from it: 11 px, centred on their line, "now" at the right edge, "you" at
 * the time the reader last looked. Labels that would touch "now", "you" or the left edge are left out.
 */
export function RulerAxis({
  span,
  zone,
  width,
  lastLookedAt,
  hasNow = true,
}: {
  span: Span;
  zone: TimeZone;
  width: number;
  lastLookedAt?: number | undefined;
  hasNow?: boolean;
}) {
  const [ref, shownWidth] = useWidth<HTMLDivElement>(width);
  const you =
    lastLookedAt === undefined || lastLookedAt <= span.from ? null : placeInstant(lastLookedAt, span, shownWidth);
  const ticks = rulerTicks(span, zone);
  return (
    <div ref={ref} className="relative h-4 max-w-full text-axis text-ink-3" style={{ width }}>
      {ticks.map((at, index) => {
        const x = placeInstant(at, span, shownWidth);
        const text = formatAxisTime(at, zone, ticks[index - 1]);
        const half = text.length * 3;
        const touchesNow = hasNow && x + half > shownWidth - 22;
        const touchesYou = you !== null && Math.abs(x - you) < half + 14;
        if (touchesNow || touchesYou || x < half - 4) return null;
        return (
          <time
            key={at}
            dateTime={isoTime(at)}
            className="absolute -translate-x-1/2 whitespace-nowrap"
            style={{ left: x }}
          >
            {text}
          </time>
        );
      })}
      {you === null ? null : (
        <span className="absolute -translate-x-1/2 font-semibold text-ink" style={{ left: you }}>
          you
        </span>
      )}
      {hasNow ? <span className="absolute right-0">now</span> : null}
    </div>
  );
}
