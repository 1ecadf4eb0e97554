import type { ReactNode } from 'react';
import { type Span, placeBars, placeInstant } from './scale.ts';

/**
 * What a chart knows, besides its bars. The axis stays in every state; a gap is hatched, never drawn as zero.
 * `message` is empty or an error, in words that stand on the axis.
 */
export type ChartCondition =
  | { kind: 'ready' }
  | { kind: 'loading' }
  | { kind: 'message'; content: ReactNode }
  | { kind: 'stale'; knownUntil: number }
  | { kind: 'partial'; gaps: readonly Span[] };

/** The marks of a condition inside a chart's SVG: loading bars of one height, or hatch over what is not known. */
export function ConditionMarks({
  condition,
  span,
  width,
  baseline,
  count,
}: {
  condition: ChartCondition;
  span: Span;
  width: number;
  /** Pixels from the top to the axis. */
  baseline: number;
  /** Bars drawn while loading. */
  count: number;
}) {
  if (condition.kind === 'loading') {
    const height = Math.round(baseline * 0.4);
    return placeBars(width, count).map((bar) => (
      <rect key={bar.x} x={bar.x} y={baseline - height} width={bar.width} height={height} fill="var(--color-select)" />
    ));
  }
  const gaps =
    condition.kind === 'stale'
      ? [{ from: condition.knownUntil, to: span.to }]
      : condition.kind === 'partial'
        ? condition.gaps
        : [];
  return gaps.map((gap) => {
    const x = placeInstant(gap.from, span, width);
    // A gap shorter than a bar is still a gap.
    const end = Math.max(x + 3, placeInstant(gap.to, span, width));
    return (
      <g key={gap.from}>
        <rect x={x} y={0} width={end - x} height={baseline} fill="var(--color-paper)" />
        <rect x={x} y={0} width={end - x} height={baseline} fill="url(#hatch)" />
      </g>
    );
  });
}

/** Whether the bars themselves are drawn. */
export function hasBars(condition: ChartCondition): boolean {
  return condition.kind !== 'loading' && condition.kind !== 'message';
}

/** The words of an empty or failed chart, standing on its axis. */
export function ConditionMessage({ condition }: { condition: ChartCondition }) {
  if (condition.kind !== 'message') return null;
  return <div className="absolute inset-x-0 bottom-0 flex h-full flex-col justify-end pb-1">{condition.content}</div>;
}
