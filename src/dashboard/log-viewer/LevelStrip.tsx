import type { LogOutline } from '#contract/log.ts';
import { barHeight, placeBars } from '#dashboard/charts/scale.ts';
import { useWidth } from '#dashboard/charts/use-width.ts';
import { formatCount } from '#dashboard/lib/format.ts';
import { type TimeZone, formatClock } from '#dashboard/lib/time.ts';

const HEIGHT = 28;

/** Lines over time, with warnings and errors over them; a click goes to the first line of that time. Nothing for a log without times. */
export function LevelStrip({
  outline,
  zone,
  onLine,
}: {
  outline: LogOutline;
  zone: TimeZone;
  onLine: (line: number) => void;
}) {
  const [boxRef, width] = useWidth<HTMLDivElement>(1192);
  const { histogram, firstAt, lastAt, levels, lines } = outline;
  if (histogram.length === 0 || firstAt === null || lastAt === null) return null;
  const totals = histogram.map((piece) => piece.debug + piece.info + piece.warn + piece.error);
  const most = Math.max(...totals);
  const places = placeBars(width, histogram.length);
  const jump = (clientX: number, box: DOMRect) => {
    const at = Math.floor(((clientX - box.left) / Math.max(1, box.width)) * histogram.length);
    const line = histogram.slice(Math.max(0, at)).find((piece) => piece.fromLine !== null)?.fromLine;
    if (line !== undefined && line !== null) onLine(line);
  };
  return (
    <figure className="pt-3">
      {/* A pointer's shortcut only: the keyboard has the errors (e), the steps and the search. */}
      <div
        ref={boxRef}
        className="cursor-pointer"
        onClick={(event) => jump(event.clientX, event.currentTarget.getBoundingClientRect())}
        role="presentation"
      >
        <svg
          width={width}
          height={HEIGHT}
          className="crisp block"
          role="img"
          aria-label={`${formatCount(lines, 'line')} by time: ${formatCount(levels.error, 'error')}, ${formatCount(levels.warn, 'warning')}`}
        >
          {histogram.map((piece, index) => {
            const place = places[index];
            const total = totals[index] ?? 0;
            if (place === undefined || total === 0) return null;
            const height = barHeight(total, most, HEIGHT - 10, 2);
            return (
              <g key={index}>
                <rect x={place.x} y={HEIGHT - height} width={place.width} height={height} fill="var(--color-hair-2)" />
                <rect x={place.x} y={HEIGHT - height} width={place.width} height={1} fill="var(--color-ink-3)" />
                {piece.warn === 0 ? null : (
                  <rect x={place.x} y={HEIGHT - 8} width={place.width} height={8} fill="var(--color-warn-fill)" />
                )}
                {piece.error === 0 ? null : (
                  <rect x={place.x} y={HEIGHT - 18} width={place.width} height={18} fill="var(--color-failed-fill)" />
                )}
              </g>
            );
          })}
        </svg>
      </div>
      <figcaption className="flex justify-between pt-1 text-axis text-ink-3">
        <span>{formatClock(firstAt, zone)}</span>
        <span className="max-md:hidden">
          {formatCount(lines, 'line')} by time, coloured where there is an error or a warning
        </span>
        <span>{formatClock(lastAt, zone)}</span>
      </figcaption>
    </figure>
  );
}
