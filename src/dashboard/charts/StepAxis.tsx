import { formatDuration } from '#dashboard/lib/format.ts';

/** The head of the step lanes: 0 s, the normal in ink 600 on its line, a round time or two, the end. */
export function StepAxis({
  totalMs,
  normalMs,
  width,
  toX,
}: {
  totalMs: number;
  normalMs: number | null;
  width: number;
  toX: (ms: number) => number;
}) {
  const normal =
    normalMs === null || normalMs > totalMs ? null : { x: toX(normalMs), text: `normal ${shortDuration(normalMs)}` };
  const end = formatDuration(totalMs);
  const rounds = roundTimes(totalMs);
  // Estimated half widths keep labels apart without measuring each.
  const isFree = (x: number, text: string) => {
    const half = text.length * 3.2 + 8;
    if (x < 24 + half || x > width - end.length * 6.4 - half) return false;
    return normal === null || Math.abs(x - normal.x) > half + normal.text.length * 3.4;
  };
  return (
    <div className="relative h-4 text-label" aria-hidden="true">
      {normal !== null && normal.x < 60 ? null : <span className="absolute left-0">0 s</span>}
      {rounds.map((at) => {
        const text = shortDuration(at);
        const x = toX(at);
        return isFree(x, text) ? (
          <span key={at} className="absolute -translate-x-1/2 whitespace-nowrap" style={{ left: x }}>
            {text}
          </span>
        ) : null;
      })}
      {normal === null ? null : (
        <span
          className="absolute -translate-x-1/2 font-semibold whitespace-nowrap text-ink"
          style={{ left: Math.min(width - 40, Math.max(38, normal.x)) }}
        >
          {normal.text}
        </span>
      )}
      {normal !== null && normal.x > width - 100 ? null : <span className="absolute right-0">{end}</span>}
    </div>
  );
}

/** Round times inside a run, in milliseconds from its start: where labels and grid lines stand. */
export function roundTimes(totalMs: number): number[] {
  const step = roundStep(totalMs);
  const rounds: number[] = [];
  for (let at = step; at < totalMs; at += step) rounds.push(at);
  return rounds;
}

/** A label on a round time needs no tenths. */
function shortDuration(ms: number): string {
  return formatDuration(ms).replace(/\.0(?=\u00a0)/, '');
}

/** One, two or five times a power of ten, so that two to five labels fit. */
function roundStep(totalMs: number): number {
  const third = Math.max(1, totalMs / 3);
  const power = 10 ** Math.floor(Math.log10(third));
  const factor = [1, 2, 5, 10].find((candidate) => candidate * power >= third) ?? 10;
  return factor * power;
}
