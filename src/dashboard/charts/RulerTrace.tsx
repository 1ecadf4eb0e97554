import type { ReactNode } from 'react';
import { STATE_FILL } from '#dashboard/lib/visual-state.ts';
import type { TimeZone } from '#dashboard/lib/time.ts';
import { RulerGrid } from './Ruler.tsx';
import { type Span, barHeight, placeInstant } from './scale.ts';

/**
 * What an incident left on the ruler. Instants need not be sorted; what lies outside the ruler is held at its edge.
 *
 * - `failing`: failed runs per bucket
 * - `offline`: in contact, except earlier gaps, until the last beat
 * - `silent`: runs that happened and runs that were expected and did not
 * - `slow`: every run with its duration; `isBeyond` marks those beyond normal
 * - `expiring`: refused renewals, and the date
 */
export type Trace =
  | { kind: 'failing'; bucketMs: number; bars: ReadonlyArray<{ at: number; count: number }> }
  | { kind: 'offline'; gaps: readonly Span[]; lastBeatAt: number }
  | { kind: 'silent'; ranAt: readonly number[]; missedAt: readonly number[] }
  | { kind: 'slow'; normalMs: number; runs: ReadonlyArray<{ at: number; tookMs: number; isBeyond: boolean }> }
  | { kind: 'expiring'; refusedAt: readonly number[]; expiresAt: number };

const HEIGHT = 44;
const BASELINE = 37;
/** Tallest bar of a trace. */
const FULL = 26;
/** LOOKS.md, rule 9: a mark of trouble is at least 3 wide and 8 high. */
const LEAST_WIDTH = 3;
const LEAST_HEIGHT = 8;

/**
 * The trace of one incident on the ruler of Now, 480 x 44.
 *
 * @param label the trace in words; its table is the incident row that it stands in
 */
export function RulerTrace({
  label,
  trace,
  span,
  zone,
  width = 480,
  lastLookedAt,
}: {
  label: string;
  trace: Trace;
  span: Span;
  zone: TimeZone;
  width?: number;
  lastLookedAt?: number | undefined;
}) {
  const x = (at: number) => placeInstant(at, span, width);
  return (
    <svg
      role="img"
      aria-label={label}
      height={HEIGHT}
      viewBox={`0 0 ${width} ${HEIGHT}`}
      preserveAspectRatio="none"
      className="crisp block max-w-full"
      style={{ width }}
    >
      <RulerGrid span={span} zone={zone} width={width} height={HEIGHT} lastLookedAt={lastLookedAt} />
      <rect x={0} y={BASELINE} width={width} height={1} fill="var(--color-hair-2)" />
      {marks(trace, x, span, width)}
    </svg>
  );
}

function marks(trace: Trace, x: (at: number) => number, span: Span, width: number): ReactNode {
  switch (trace.kind) {
    case 'failing':
      return failingMarks(trace, x, span, width);
    case 'offline':
      return offlineMarks(trace, x, width);
    case 'silent':
      return (
        <>
          {trace.ranAt.map((at) => (
            <rect key={at} x={hold(x(at) - 2, 4, width)} y={BASELINE - 6} width={4} height={6} fill={STATE_FILL.ok} />
          ))}
          {trace.missedAt.map((at) => (
            <rect
              key={at}
              x={hold(x(at) - 4, 9, width) + 0.5}
              y={BASELINE - 14.5}
              width={8}
              height={13}
              fill="none"
              stroke={STATE_FILL.warn}
              strokeDasharray="2 2"
            />
          ))}
        </>
      );
    case 'slow':
      return slowMarks(trace, x, width);
    case 'expiring': {
      const isBeyond = trace.expiresAt > span.to;
      const arrow = width - 11;
      return (
        <>
          {trace.refusedAt.map((at) => (
            <rect key={at} x={hold(x(at), 3, width)} y={BASELINE - 14} width={3} height={14} fill={STATE_FILL.warn} />
          ))}
          {isBeyond ? (
            <path
              d={`M${arrow} ${BASELINE - 7.5}H${width - 1}M${width - 5} ${BASELINE - 11.5}L${width - 1} ${BASELINE - 7.5}L${width - 5} ${BASELINE - 3.5}`}
              fill="none"
              stroke="var(--color-ink-2)"
              strokeWidth="1.4"
              style={{ shapeRendering: 'auto' }}
            />
          ) : (
            <rect
              x={hold(x(trace.expiresAt), 3, width)}
              y={BASELINE - FULL}
              width={3}
              height={FULL}
              fill={STATE_FILL.warn}
            />
          )}
        </>
      );
    }
  }
}

function failingMarks(
  trace: Extract<Trace, { kind: 'failing' }>,
  x: (at: number) => number,
  span: Span,
  width: number,
): ReactNode {
  const most = Math.max(0, ...trace.bars.map((bar) => bar.count));
  const bucketWidth = Math.floor((trace.bucketMs / (span.to - span.from)) * width) - 1;
  const barWidth = Math.max(LEAST_WIDTH, bucketWidth);
  return trace.bars.map((bar) => {
    const height = barHeight(bar.count, most, FULL, LEAST_HEIGHT);
    return (
      <rect
        key={bar.at}
        x={hold(x(bar.at), barWidth, width)}
        y={BASELINE - height}
        width={barWidth}
        height={height}
        fill={STATE_FILL.failed}
      />
    );
  });
}

function offlineMarks(trace: Extract<Trace, { kind: 'offline' }>, x: (at: number) => number, width: number): ReactNode {
  // At least 9 wide, however short the silence: the edge moves left, its time is in words beside it.
  const lost = Math.min(x(trace.lastBeatAt), width - 9);
  return (
    <>
      <rect x={0} y={BASELINE - 1} width={lost} height={2} fill={STATE_FILL.ok} />
      {trace.gaps.map((gap) => {
        const left = x(gap.from);
        const gapWidth = Math.max(LEAST_WIDTH, x(gap.to) - left);
        return (
          <rect
            key={gap.from}
            x={hold(left, gapWidth, width)}
            y={BASELINE - 17}
            width={gapWidth}
            height={17}
            fill={STATE_FILL.unknown}
          />
        );
      })}
      <rect x={lost} y={BASELINE - 23} width={2} height={24} fill={STATE_FILL.unknown} />
      <rect x={lost + 2} y={BASELINE - 23} width={width - lost - 2} height={24} fill="url(#hatch)" />
    </>
  );
}

function slowMarks(trace: Extract<Trace, { kind: 'slow' }>, x: (at: number) => number, width: number): ReactNode {
  const most = Math.max(trace.normalMs, ...trace.runs.map((run) => run.tookMs));
  const normalY = BASELINE - barHeight(trace.normalMs, most, FULL);
  return (
    <>
      {trace.runs.map((run) => {
        const height = barHeight(run.tookMs, most, FULL, run.isBeyond ? LEAST_HEIGHT : 2);
        return (
          <rect
            key={run.at}
            x={hold(x(run.at) - 2, 4, width)}
            y={BASELINE - height}
            width={4}
            height={height}
            fill={run.isBeyond ? STATE_FILL.warn : 'var(--color-ink-3)'}
          />
        );
      })}
      <line x1={0} x2={width} y1={normalY + 0.5} y2={normalY + 0.5} stroke="var(--color-ink)" strokeDasharray="2 2" />
    </>
  );
}

/** Keeps a mark of a width inside the ruler. */
function hold(left: number, markWidth: number, width: number): number {
  return Math.max(0, Math.min(width - markWidth, left));
}
