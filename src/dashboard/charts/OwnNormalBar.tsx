import { formatFactor } from '#dashboard/lib/format.ts';
import { classNames } from '#dashboard/lib/class-names.ts';

/** From here a duration is beyond its own normal and is set in ink (LOOKS.md, own-normal bar). */
export const BEYOND_NORMAL = 1.8;
/** The bar spans this many times the normal. */
const SPAN = 4;
const WIDTH = 84;

/**
 * A duration against its own normal, 84 x 12: tick at one time the normal, cut when it is beyond four times.
 * Decorative beside its `Factor`, which says the same in a word.
 *
 * @param ratio took divided by normal; null when there is no normal or no end yet, then nothing is drawn
 */
export function OwnNormalBar({ ratio }: { ratio: number | null }) {
  if (ratio === null || !Number.isFinite(ratio)) return <span className="inline-block w-[84px]" />;
  const isCut = ratio > SPAN;
  const length = Math.max(1, Math.round((Math.min(ratio, SPAN) / SPAN) * WIDTH));
  return (
    <svg
      width={WIDTH}
      height={12}
      viewBox={`0 0 ${WIDTH} 12`}
      className="crisp inline-block shrink-0"
      aria-hidden="true"
    >
      <rect x={0} y={8} width={WIDTH} height={1} fill="var(--color-hair-2)" />
      <rect
        x={0}
        y={3}
        width={length}
        height={6}
        fill={ratio >= BEYOND_NORMAL ? 'var(--color-ink)' : 'var(--color-ink-3)'}
      />
      {isCut ? (
        <path
          d="M75.5 11 80.5 1"
          stroke="var(--knock, var(--color-paper))"
          strokeWidth={2}
          style={{ shapeRendering: 'auto' }}
        />
      ) : null}
      <rect x={WIDTH / SPAN} y={0} width={1} height={12} fill="var(--color-ink)" />
    </svg>
  );
}

/** The factor in a word: ink-3, from 1.8 times the normal ink and 600. Without one: nothing. */
export function Factor({ ratio, className }: { ratio: number | null; className?: string }) {
  if (ratio === null || !Number.isFinite(ratio)) return null;
  return (
    <span
      className={classNames(ratio >= BEYOND_NORMAL ? 'font-semibold text-ink' : 'text-ink-3', className)}
      title="against its own normal"
    >
      {formatFactor(ratio)}
    </span>
  );
}
