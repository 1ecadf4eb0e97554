import { useId, useState } from 'react';
import { Bar, BarChart, CartesianGrid, ResponsiveContainer, Tooltip, XAxis, YAxis } from 'recharts';
import { formatNumber } from '#dashboard/lib/format.ts';
import { type TimeZone, formatAxisTime, formatClock, formatWhen } from '#dashboard/lib/time.ts';
import { STATE_FILL, type VisualState } from '#dashboard/lib/visual-state.ts';
import { StatusMark } from '#dashboard/ui/StatusMark.tsx';
import { Button } from '#dashboard/ui/Button.tsx';
import { ChartTable } from './ChartTable.tsx';
import { rulerTicks } from './Ruler.tsx';
import type { Span } from './scale.ts';
import type { StateBucket } from './MirroredChart.tsx';

/** From the baseline upward: what is wrong first, so that all of it shares one baseline region. */
const STACK: readonly VisualState[] = ['failed', 'aborted', 'unknown', 'warn', 'discarded', 'running', 'ok'];
const WORDS: Readonly<Record<VisualState, string>> = {
  ok: 'done',
  warn: 'with warnings',
  failed: 'failed',
  aborted: 'aborted',
  discarded: 'discarded',
  running: 'running',
  unknown: 'unknown',
};
const FILLS: Readonly<Record<VisualState, string>> = { ...STATE_FILL, ok: 'var(--color-ok-muted)' };

type Row = { index: number; at: number } & Record<VisualState, number>;

/**
 * Executions by state over the window of one runtime. Words of the legend take a state out and back; arrow keys move over the
 * bars; the table says the same in figures. No animation.
 *
 * @param buckets oldest first, of equal length, at most a few hundred (the platform downsamples)
 * @param onChoose a click on a bar asks for the runs of that bucket
 */
export function ExecutionsOverTimeChart({
  label,
  buckets,
  span,
  zone,
  now,
  onChoose,
}: {
  label: string;
  buckets: readonly StateBucket[];
  span: Span;
  zone: TimeZone;
  now: number;
  onChoose?: (span: Span) => void;
}) {
  const [hidden, setHidden] = useState<ReadonlySet<VisualState>>(new Set());
  const [isTable, setIsTable] = useState(false);
  const legendId = useId();
  const totals = totalsOf(buckets);
  const present = STACK.filter((state) => totals[state] > 0);
  const shown = present.filter((state) => !hidden.has(state));
  const rows: Row[] = buckets.map((bucket, index) => ({ index, at: bucket.at, ...filled(bucket) }));
  const spanOf = (index: number): Span => ({
    from: buckets[index]?.at ?? span.from,
    to: buckets[index + 1]?.at ?? span.to,
  });
  const ticks = tickIndexes(buckets, span, zone);
  return (
    <figure aria-labelledby={legendId}>
      <figcaption id={legendId} className="sr-only">
        {label}: {present.map((state) => `${formatNumber(totals[state])} ${WORDS[state]}`).join(', ') || 'no run'}
      </figcaption>
      <div className="flex flex-wrap items-center gap-x-5 gap-y-1 py-2">
        {[...present].reverse().map((state) => (
          <button
            key={state}
            type="button"
            aria-pressed={!hidden.has(state)}
            onClick={() => setHidden((before) => toggled(before, state))}
            className={`inline-flex items-center gap-1.5 border-b max-md:min-h-11 ${hidden.has(state) ? 'border-transparent' : 'border-ink'}`}
          >
            <StatusMark state={state}>{WORDS[state]}</StatusMark>
            <span className="text-ink-2">{formatNumber(totals[state])}</span>
          </button>
        ))}
        <Button kind="word" className="ml-auto" aria-pressed={isTable} onClick={() => setIsTable((before) => !before)}>
          {isTable ? 'Hide the table' : 'Show as a table'}
        </Button>
      </div>
      <div className="h-[180px] text-axis">
        <ResponsiveContainer width="100%" height="100%">
          <BarChart
            data={rows}
            barCategoryGap={1}
            margin={{ top: 8, right: 0, bottom: 0, left: 0 }}
            accessibilityLayer
            onClick={(state) => {
              const index = Number(state.activeTooltipIndex);
              if (onChoose !== undefined && Number.isInteger(index) && index >= 0) onChoose(spanOf(index));
            }}
          >
            <CartesianGrid vertical={false} stroke="var(--color-hair)" />
            <XAxis
              dataKey="index"
              ticks={ticks}
              interval={0}
              tickFormatter={(index: number) =>
                formatAxisTime(buckets[index]?.at ?? 0, zone, buckets[ticks[ticks.indexOf(index) - 1] ?? -1]?.at)
              }
              tick={AXIS_TEXT}
              tickLine={false}
              axisLine={{ stroke: 'var(--color-ink)' }}
              height={20}
            />
            <YAxis
              width={44}
              tickCount={4}
              allowDecimals={false}
              tickFormatter={(value: number) => formatNumber(value)}
              tick={AXIS_TEXT}
              tickLine={false}
              axisLine={false}
            />
            <Tooltip
              isAnimationActive={false}
              cursor={{ fill: 'var(--color-select)' }}
              content={<Readout buckets={buckets} spanOf={spanOf} shown={shown} now={now} zone={zone} />}
            />
            {shown.map((state) => (
              <Bar
                key={state}
                dataKey={state}
                name={WORDS[state]}
                stackId="runs"
                fill={FILLS[state]}
                isAnimationActive={false}
                minPointSize={(value) => (Number(value) > 0 ? 2 : 0)}
              />
            ))}
          </BarChart>
        </ResponsiveContainer>
      </div>
      <ChartTable
        caption={label}
        isShown={isTable}
        heads={['From', ...present.map((state) => WORDS[state])]}
        rows={rows.map((row) => ({
          id: String(row.at),
          cells: [formatWhen(row.at, now, zone), ...present.map((state) => formatNumber(row[state]))],
        }))}
      />
    </figure>
  );
}

const AXIS_TEXT = { fill: 'var(--color-ink-3)', fontSize: 11 };

/** What the pointer or the arrow keys are on. Recharts adds `active` and `label` (the index) when it shows it. */
function Readout({
  active = false,
  label,
  buckets,
  spanOf,
  shown,
  now,
  zone,
}: {
  active?: boolean;
  label?: string | number;
  buckets: readonly StateBucket[];
  spanOf: (index: number) => Span;
  shown: readonly VisualState[];
  now: number;
  zone: TimeZone;
}) {
  const bucket = buckets[Number(label)];
  if (!active || bucket === undefined) return null;
  const span = spanOf(Number(label));
  const counted = shown.filter((state) => (bucket.counts[state] ?? 0) > 0);
  return (
    <div className="border border-ink bg-paper px-2 py-1 text-note">
      <div className="text-ink-3">
        {formatWhen(span.from, now, zone)} to {formatClock(span.to, zone, 'minutes')}
      </div>
      {counted.length === 0 ? <div>no run</div> : null}
      {counted.map((state) => (
        <div key={state} className="flex justify-between gap-4">
          <StatusMark state={state}>{WORDS[state]}</StatusMark>
          <span>{formatNumber(bucket.counts[state] ?? 0)}</span>
        </div>
      ))}
    </div>
  );
}

function filled(bucket: StateBucket): Record<VisualState, number> {
  const { ok = 0, warn = 0, failed = 0, aborted = 0, discarded = 0, running = 0, unknown = 0 } = bucket.counts;
  return { ok, warn, failed, aborted, discarded, running, unknown };
}

function totalsOf(buckets: readonly StateBucket[]): Record<VisualState, number> {
  const totals = filled({ at: 0, counts: {} });
  for (const bucket of buckets) for (const state of STACK) totals[state] += bucket.counts[state] ?? 0;
  return totals;
}

function toggled(before: ReadonlySet<VisualState>, state: VisualState): ReadonlySet<VisualState> {
  const next = new Set(before);
  if (!next.delete(state)) next.add(state);
  return next;
}

/** The buckets where a round instant falls. */
function tickIndexes(buckets: readonly StateBucket[], span: Span, zone: TimeZone): number[] {
  const found = rulerTicks(span, zone).map((at) => buckets.findIndex((bucket) => bucket.at >= at));
  return [...new Set(found.filter((index) => index >= 0))];
}
