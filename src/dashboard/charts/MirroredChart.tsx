import { type VisualState, STATE_FILL } from '#dashboard/lib/visual-state.ts';
import { formatNumber } from '#dashboard/lib/format.ts';
import { type TimeZone, formatClock, formatWhen } from '#dashboard/lib/time.ts';
import { type ChartCondition, ConditionMarks, ConditionMessage, hasBars } from './ChartCondition.tsx';
import { ChartTable } from './ChartTable.tsx';
import { RulerGrid } from './Ruler.tsx';
import { type Span, barHeight, largest, placeBars, stackParts } from './scale.ts';
import { useBucketCursor } from './use-bucket-cursor.ts';

/** Counts of one bucket by visual state; an absent state is none. */
export type StateBucket = { at: number; counts: Partial<Record<VisualState, number>> };

/** Maxima of both halves and the ratio of their scales, for the words beside the chart (LOOKS.md, rule 6). */
export type MirroredScale = {
  mostDone: { count: number; at: number | null };
  mostUnclean: { count: number; at: number | null };
  /** How many times taller one run is drawn below the line than above it; null while either half is empty. */
  ratio: number | null;
};

const HEIGHT = 144;
const BASELINE = 84;
const UP = 80;
const DOWN = HEIGHT - BASELINE - 3;
/** What stands below the line, in this order from it. */
const UNCLEAN: readonly VisualState[] = ['failed', 'unknown', 'aborted', 'warn', 'discarded'];
const WORDS: Readonly<Record<VisualState, string>> = {
  ok: 'done',
  warn: 'with warnings',
  failed: 'failed',
  aborted: 'aborted',
  discarded: 'discarded',
  running: 'running',
  unknown: 'unknown',
};

/** Reads the two scales of a mirrored chart from its buckets. */
export function mirroredScale(buckets: readonly StateBucket[]): MirroredScale {
  const done = largest(buckets.map(countUp));
  const unclean = largest(buckets.map(countDown));
  return {
    mostDone: { count: done.value, at: buckets[done.index]?.at ?? null },
    mostUnclean: { count: unclean.value, at: buckets[unclean.index]?.at ?? null },
    ratio: done.value === 0 || unclean.value === 0 ? null : DOWN / unclean.value / (UP / done.value),
  };
}

/**
 * Executions by status (Now): done upward from the baseline, running on top of it; everything not clean downward, on its own
 * scale. Arrow keys read bucket by bucket; Enter or a click chooses one.
 *
 * @param buckets oldest first, of equal length, covering the span
 * @param width 480, or 768 from 1680 px
 */
export function MirroredChart({
  label = 'Executions by status',
  buckets,
  span,
  zone,
  now,
  width = 480,
  lastLookedAt,
  condition = { kind: 'ready' },
  onChoose,
}: {
  label?: string;
  buckets: readonly StateBucket[];
  span: Span;
  zone: TimeZone;
  now: number;
  width?: number;
  lastLookedAt?: number | undefined;
  condition?: ChartCondition;
  onChoose?: (span: Span) => void;
}) {
  const scale = mirroredScale(buckets);
  const bars = placeBars(width, buckets.length);
  const spanOf = (index: number): Span => ({
    from: buckets[index]?.at ?? span.from,
    to: buckets[index + 1]?.at ?? span.to,
  });
  const describe = (index: number) => describeBucket(buckets[index], spanOf(index), now, zone);
  const { cursor, props } = useBucketCursor({
    count: buckets.length,
    label: `${label}. ${summary(scale, now, zone)} Arrow keys read one bucket at a time.`,
    describe,
    onChoose: onChoose === undefined ? undefined : (index) => onChoose(spanOf(index)),
  });
  const cursorBar = cursor === null ? undefined : bars[cursor];
  return (
    <figure className="relative max-w-full" style={{ width }}>
      <div {...props} className={onChoose === undefined ? 'cursor-default' : 'cursor-pointer'}>
        <svg
          width="100%"
          height={HEIGHT}
          viewBox={`0 0 ${width} ${HEIGHT}`}
          preserveAspectRatio="none"
          className="crisp block"
          aria-hidden="true"
        >
          {cursorBar === undefined ? null : (
            <rect x={cursorBar.x} y={0} width={cursorBar.width + 1} height={HEIGHT} fill="var(--color-select)" />
          )}
          <RulerGrid span={span} zone={zone} width={width} height={HEIGHT} lastLookedAt={lastLookedAt} />
          {hasBars(condition)
            ? buckets.map((bucket, index) => <Bar key={bucket.at} bucket={bucket} place={bars[index]} scale={scale} />)
            : null}
          <ConditionMarks
            condition={condition}
            span={span}
            width={width}
            baseline={BASELINE}
            count={Math.max(1, buckets.length || 96)}
          />
          <rect x={0} y={BASELINE} width={width} height={1} fill="var(--color-ink)" />
        </svg>
      </div>
      <ConditionMessage condition={condition} />
      {cursor === null ? null : (
        <p
          aria-hidden="true"
          className={`pointer-events-none absolute -top-4 bg-paper text-axis whitespace-nowrap text-ink-2 ${cursor * 2 > buckets.length ? 'right-0' : 'left-0'}`}
        >
          {describe(cursor)}
        </p>
      )}
      <ChartTable
        caption={label}
        heads={['From', ...[...UP_STATES, ...UNCLEAN].map((state) => WORDS[state])]}
        rows={buckets.map((bucket) => ({
          id: String(bucket.at),
          cells: [
            formatWhen(bucket.at, now, zone),
            ...[...UP_STATES, ...UNCLEAN].map((state) => formatNumber(bucket.counts[state] ?? 0)),
          ],
        }))}
      />
    </figure>
  );
}

const UP_STATES: readonly VisualState[] = ['ok', 'running'];

function Bar({
  bucket,
  place,
  scale,
}: {
  bucket: StateBucket;
  place: { x: number; width: number } | undefined;
  scale: MirroredScale;
}) {
  if (place === undefined) return null;
  const ok = barHeight(bucket.counts.ok ?? 0, scale.mostDone.count, UP);
  const running = barHeight(bucket.counts.running ?? 0, scale.mostDone.count, UP - ok, 3);
  const first = BASELINE + 2;
  const placed = stackParts(
    UNCLEAN.map((state) => bucket.counts[state] ?? 0),
    { most: scale.mostUnclean.count, full: DOWN, least: 3, limit: HEIGHT - first },
  );
  const below = UNCLEAN.map((state, index) => {
    const { offset = 0, height = 0 } = placed[index] ?? {};
    return { state, top: first + offset, height };
  });
  return (
    <g>
      <rect x={place.x} y={BASELINE - ok} width={place.width} height={ok} fill="var(--color-ok-muted)" />
      {ok === 0 ? null : <rect x={place.x} y={BASELINE - ok} width={place.width} height={1} fill={STATE_FILL.ok} />}
      <rect x={place.x} y={BASELINE - ok - running} width={place.width} height={running} fill={STATE_FILL.running} />
      {below.map((part) =>
        part.height === 0 ? null : (
          <rect
            key={part.state}
            x={place.x}
            y={part.top}
            width={place.width}
            height={part.height}
            fill={STATE_FILL[part.state]}
          />
        ),
      )}
    </g>
  );
}

function countUp(bucket: StateBucket): number {
  return (bucket.counts.ok ?? 0) + (bucket.counts.running ?? 0);
}

function countDown(bucket: StateBucket): number {
  return UNCLEAN.reduce((sum, state) => sum + (bucket.counts[state] ?? 0), 0);
}

function describeBucket(bucket: StateBucket | undefined, span: Span, now: number, zone: TimeZone): string {
  if (bucket === undefined) return '';
  const parts = [...UP_STATES, ...UNCLEAN]
    .filter((state) => (bucket.counts[state] ?? 0) > 0)
    .map((state) => `${formatNumber(bucket.counts[state] ?? 0)} ${WORDS[state]}`);
  return `${formatWhen(span.from, now, zone)} to ${formatClock(span.to, zone, 'minutes')}: ${parts.join(', ') || 'no run'}`;
}

function summary(scale: MirroredScale, now: number, zone: TimeZone): string {
  const done =
    scale.mostDone.at === null
      ? 'None done.'
      : `At most ${formatNumber(scale.mostDone.count)} done, ${formatWhen(scale.mostDone.at, now, zone)}.`;
  const unclean =
    scale.mostUnclean.at === null
      ? 'None failed.'
      : `At most ${formatNumber(scale.mostUnclean.count)} not done cleanly, ${formatWhen(scale.mostUnclean.at, now, zone)}.`;
  return `${done} ${unclean}`;
}
