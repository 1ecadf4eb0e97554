import { formatNumber } from '#dashboard/lib/format.ts';
import { type TimeZone, formatWhen } from '#dashboard/lib/time.ts';
import { STATE_FILL, type VisualState } from '#dashboard/lib/visual-state.ts';
import { classNames } from '#dashboard/lib/class-names.ts';
import { type ChartCondition, ConditionMarks, ConditionMessage, hasBars } from './ChartCondition.tsx';
import { BrushAxis } from './BrushAxis.tsx';
import { ChartTable } from './ChartTable.tsx';
import { type BarPlace, type Span, barHeight, placeBars, stackParts } from './scale.ts';
import { type BrushHandle, useBrush } from './use-brush.ts';
import { useWidth } from './use-width.ts';

/** One bucket: all runs, and the part of them in a state worth colour, drawn from the baseline in the order given. */
export type HistogramBucket = {
  at: number;
  total: number;
  parts: ReadonlyArray<{ state: VisualState; count: number }>;
};

const HEIGHT = 48;

/**
 * Runs over time, to brush a range: drag, or move the two handles with the arrow keys (Shift for four, Home, End, Escape
 * takes the range away). Neutral bars; only what is in a state has colour.
 *
 * @param buckets oldest first, of equal length, covering the span
 * @param range what is brushed, or null; snapped to buckets
 */
export function BrushHistogram({
  label,
  buckets,
  span,
  range,
  onRange,
  zone,
  now,
  endsNow = true,
  condition = { kind: 'ready' },
}: {
  label: string;
  buckets: readonly HistogramBucket[];
  span: Span;
  range: Span | null;
  onRange: (range: Span | null) => void;
  zone: TimeZone;
  now: number;
  /** Whether the right edge is "now". */
  endsNow?: boolean;
  condition?: ChartCondition;
}) {
  const [boxRef, width] = useWidth<HTMLDivElement>(1192);
  const bars = placeBars(width, buckets.length);
  const edgeInstant = (edge: number) => buckets[edge]?.at ?? (edge <= 0 ? span.from : span.to);
  const edgeOf = (at: number) => {
    const found = buckets.findIndex((bucket) => bucket.at >= at);
    return found === -1 ? buckets.length : found;
  };
  const edges =
    range === null ? null : { start: edgeOf(range.from), end: Math.max(edgeOf(range.from) + 1, edgeOf(range.to)) };
  const brush = useBrush({
    count: buckets.length,
    edges,
    boxRef,
    onChange: (next) => onRange(next === null ? null : { from: edgeInstant(next.start), to: edgeInstant(next.end) }),
  });
  const shown = brush.shown;
  const edgeX = (edge: number) => (buckets.length === 0 ? 0 : Math.round((edge * width) / buckets.length));
  const most = Math.max(0, ...buckets.map((bucket) => bucket.total));
  const handles = shown ?? { start: 0, end: buckets.length };
  const brushed = shown === null ? null : { from: edgeInstant(shown.start), to: edgeInstant(shown.end) };

  return (
    <figure>
      <div ref={boxRef} className="relative h-12 touch-pan-y select-none">
        <div {...brush.axisProps} className="absolute inset-0 cursor-crosshair">
          <svg
            width={width}
            height={HEIGHT}
            className="crisp block"
            role="img"
            aria-label={`${label}: ${summary(buckets, now, zone)}`}
          >
            {shown === null ? null : (
              <rect
                x={edgeX(shown.start)}
                y={0}
                width={edgeX(shown.end) - edgeX(shown.start)}
                height={HEIGHT}
                fill="var(--color-select)"
              />
            )}
            {hasBars(condition)
              ? buckets.map((bucket, index) => <Bar key={bucket.at} bucket={bucket} place={bars[index]} most={most} />)
              : null}
            <ConditionMarks
              condition={condition}
              span={span}
              width={width}
              baseline={HEIGHT}
              count={Math.max(24, buckets.length)}
            />
            <rect x={0} y={HEIGHT - 1} width={width} height={1} fill="var(--color-hair-2)" />
            {shown === null ? null : (
              <g fill="var(--color-ink)">
                <rect x={edgeX(shown.start)} y={0} width={1} height={HEIGHT} />
                <rect x={edgeX(shown.end) - 1} y={0} width={1} height={HEIGHT} />
                <rect x={edgeX(shown.start)} y={HEIGHT - 2} width={edgeX(shown.end) - edgeX(shown.start)} height={2} />
              </g>
            )}
          </svg>
          <ConditionMessage condition={condition} />
        </div>
        {buckets.length === 0
          ? null
          : (['start', 'end'] as const).map((handle) => (
              <Handle
                key={handle}
                handle={handle}
                x={edgeX(handles[handle])}
                width={width}
                count={buckets.length}
                edge={handles[handle]}
                text={formatWhen(edgeInstant(handles[handle]), now, zone)}
                isShown={shown !== null}
                pointerProps={brush.pointerProps(handle === 'start' ? handles.end : handles.start)}
                onKeyDown={brush.onHandleKey(handle)}
              />
            ))}
      </div>
      <BrushAxis span={span} zone={zone} width={width} brushed={brushed} endsNow={endsNow} now={now} />
      <ChartTable
        caption={label}
        heads={['From', 'Runs', ...STATES.map(([, word]) => word)]}
        rows={buckets.map((bucket) => ({
          id: String(bucket.at),
          cells: [
            formatWhen(bucket.at, now, zone),
            formatNumber(bucket.total),
            ...STATES.map(([state]) => formatNumber(bucket.parts.find((part) => part.state === state)?.count ?? 0)),
          ],
        }))}
      />
    </figure>
  );
}

const STATES: ReadonlyArray<readonly [VisualState, string]> = [
  ['failed', 'Failed'],
  ['aborted', 'Aborted'],
  ['unknown', 'Unknown'],
];

function Bar({ bucket, place, most }: { bucket: HistogramBucket; place: BarPlace | undefined; most: number }) {
  if (place === undefined || bucket.total === 0) return null;
  const full = HEIGHT - 4;
  const height = barHeight(bucket.total, most, full, 2);
  const placed = stackParts(
    bucket.parts.map((part) => part.count),
    { most, full, least: 8, limit: HEIGHT },
  );
  const parts = bucket.parts.map((part, index) => {
    const { offset = 0, height: partHeight = 0 } = placed[index] ?? {};
    return { state: part.state, y: HEIGHT - offset - partHeight, height: partHeight };
  });
  return (
    <g>
      <rect x={place.x} y={HEIGHT - height} width={place.width} height={height} fill="var(--color-hair-2)" />
      <rect x={place.x} y={HEIGHT - height} width={place.width} height={1} fill="var(--color-ink-3)" />
      {parts.map((part) =>
        part.height === 0 ? null : (
          <rect
            key={part.state}
            x={place.x}
            y={part.y}
            width={place.width}
            height={part.height}
            fill={STATE_FILL[part.state]}
          />
        ),
      )}
    </g>
  );
}

function Handle({
  handle,
  x,
  width,
  count,
  edge,
  text,
  isShown,
  pointerProps,
  onKeyDown,
}: {
  handle: BrushHandle;
  x: number;
  width: number;
  count: number;
  edge: number;
  text: string;
  isShown: boolean;
  pointerProps: ReturnType<ReturnType<typeof useBrush>['pointerProps']>;
  onKeyDown: ReturnType<ReturnType<typeof useBrush>['onHandleKey']>;
}) {
  return (
    <div
      role="slider"
      tabIndex={0}
      aria-label={handle === 'start' ? 'Range begins' : 'Range ends'}
      aria-valuemin={0}
      aria-valuemax={count}
      aria-valuenow={edge}
      aria-valuetext={text}
      {...pointerProps}
      onKeyDown={onKeyDown}
      className="group absolute -bottom-2 flex h-6 w-6 -translate-x-1/2 cursor-ew-resize touch-none items-center justify-center"
      style={{ left: Math.min(width - 3, Math.max(3, x)) }}
    >
      <span className={classNames('size-[7px] bg-ink', !isShown && 'opacity-0 group-focus-visible:opacity-100')} />
    </div>
  );
}

function summary(buckets: readonly HistogramBucket[], now: number, zone: TimeZone): string {
  const total = buckets.reduce((sum, bucket) => sum + bucket.total, 0);
  const failed = buckets.reduce(
    (sum, bucket) => sum + (bucket.parts.find((part) => part.state === 'failed')?.count ?? 0),
    0,
  );
  const first = buckets[0];
  if (first === undefined || total === 0) return 'no run';
  return `${formatNumber(total)} runs since ${formatWhen(first.at, now, zone)}, ${formatNumber(failed)} failed`;
}
