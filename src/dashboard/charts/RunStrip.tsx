import { formatDuration } from '#dashboard/lib/format.ts';
import { STATE_FILL, type VisualState } from '#dashboard/lib/visual-state.ts';
import { barHeight } from './scale.ts';

const SLOTS = 40;
const HEIGHT = 16;

/** One run of the strip; without an end its duration is null. */
export type StripRun = { id: string; state: VisualState; tookMs: number | null };

/**
 * The last 40 runs, 159 x 16: height is duration, colour only for what is not done, dotted line at the normal.
 *
 * @param runs oldest first; more than 40 are cut at the left
 */
export function RunStrip({ runs, normalMs }: { runs: readonly StripRun[]; normalMs: number | null }) {
  const shown = runs.slice(-SLOTS);
  const most = Math.max(normalMs ?? 0, ...shown.map((run) => run.tookMs ?? 0));
  const offset = (SLOTS - shown.length) * 4;
  const notDone = shown.filter((run) => run.state !== 'ok').length;
  const normal = normalMs === null ? 'normal not known' : `normal ${formatDuration(normalMs)}`;
  const normalY = normalMs === null ? null : HEIGHT - barHeight(normalMs, most, HEIGHT);
  return (
    <svg
      role="img"
      aria-label={`Last ${shown.length} runs, height is duration: ${notDone} not done, ${normal}`}
      width={SLOTS * 4 - 1}
      height={HEIGHT}
      viewBox={`0 0 ${SLOTS * 4 - 1} ${HEIGHT}`}
      className="crisp block"
    >
      {shown.map((run, index) => {
        const isDone = run.state === 'ok';
        // A failed run is often short; it must still be seen.
        const height = run.tookMs === null ? HEIGHT : barHeight(run.tookMs, most, HEIGHT, isDone ? 2 : 8);
        return (
          <rect
            key={run.id}
            x={offset + index * 4}
            y={HEIGHT - height}
            width={3}
            height={height}
            fill={isDone ? 'var(--color-ink-3)' : STATE_FILL[run.state]}
          />
        );
      })}
      {normalY === null ? null : (
        <line
          x1={0}
          x2={SLOTS * 4}
          y1={normalY + 0.5}
          y2={normalY + 0.5}
          stroke="var(--color-ink)"
          strokeDasharray="1 2"
        />
      )}
    </svg>
  );
}
