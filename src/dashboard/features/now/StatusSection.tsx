import { Link } from '@tanstack/react-router';
import type { Overview } from '#contract/overview.ts';
import type { VisualState } from '#contract/status.ts';
import type { ChartCondition } from '#dashboard/charts/ChartCondition.tsx';
import { MirroredChart, type StateBucket, mirroredScale } from '#dashboard/charts/MirroredChart.tsx';
import type { Span } from '#dashboard/charts/scale.ts';
import { classNames } from '#dashboard/lib/class-names.ts';
import { formatNumber, formatShare } from '#dashboard/lib/format.ts';
import { type TimeZone, formatWhen } from '#dashboard/lib/time.ts';
import { VISUAL_STATES } from '#dashboard/lib/visual-state.ts';
import { StatusMark } from '#dashboard/ui/StatusMark.tsx';
import { RULER_GRID } from './ruler-grid.ts';
import { useRulerWidth } from './use-ruler-width.ts';

const words: Record<VisualState, string> = {
  ok: 'done',
  warn: 'with warnings',
  failed: 'failed',
  discarded: 'discarded',
  running: 'running',
  aborted: 'aborted',
  unknown: 'unknown',
};
/** States whose count is set in 600 when there is any: somebody has to look. */
const isException = (state: VisualState) => state === 'failed' || state === 'aborted' || state === 'unknown';

/**
 * Executions by status over the window: the legend with its figures, and the mirrored chart on the ruler.
 *
 * @param overview undefined while nothing has been read yet: the axis and the words stay
 * @param chosen states that the chart is narrowed to; empty for all
 */
export function StatusSection({
  overview,
  span,
  windowNote,
  condition,
  chosen,
  zone,
  now,
}: {
  overview: Overview | undefined;
  span: Span;
  windowNote: string;
  condition: ChartCondition;
  chosen: readonly VisualState[];
  zone: TimeZone;
  now: number;
}) {
  const width = useRulerWidth();
  const buckets = overview === undefined ? [] : chartBuckets(overview, chosen);
  return (
    <section aria-labelledby="now-status" className="border-t-2 border-ink pt-[5px] max-md:mt-8">
      <div className={RULER_GRID}>
        <Legend overview={overview} chosen={chosen} />
        <div className="min-w-0 pt-5 max-md:pt-8">
          <MirroredChart
            label="Executions by status"
            buckets={buckets}
            span={span}
            zone={zone}
            now={now}
            width={width}
            condition={condition}
          />
        </div>
        <div className="flex flex-col text-label text-ink-3 max-xl:col-span-full max-xl:flex-row-reverse max-xl:flex-wrap max-xl:justify-end max-xl:gap-x-8 max-xl:py-2">
          <p className="max-xl:basis-full xl:text-right">{windowNote}</p>
          {buckets.length === 0 ? null : (
            <ScaleWords buckets={buckets} bucketMs={overview?.histogram.bucketMs ?? 0} zone={zone} now={now} />
          )}
        </div>
      </div>
    </section>
  );
}

/** The states with their counts, shares and counts a week before; a row narrows the chart, and narrows it back. */
function Legend({ overview, chosen }: { overview: Overview | undefined; chosen: readonly VisualState[] }) {
  const counts = overview?.counts;
  const usual = overview?.usual ?? null;
  return (
    <table className="w-full border-collapse self-start">
      <thead>
        <tr className="h-5 text-label text-ink-3">
          <th scope="col" className="text-left">
            <h2 id="now-status" className="text-body font-semibold text-ink">
              Executions by status
            </h2>
          </th>
          <th scope="col" className="w-16 text-right font-normal">
            Runs
          </th>
          <th scope="col" className="w-20 text-right font-normal">
            Share
          </th>
          {usual === null ? null : (
            <th scope="col" className="w-24 text-right font-normal">
              Week before
            </th>
          )}
        </tr>
      </thead>
      <tbody>
        {VISUAL_STATES.map((state) => {
          const count = counts?.states[state];
          const isOff = chosen.length > 0 && !chosen.includes(state);
          return (
            <tr key={state} className={classNames('h-5 max-md:h-7', isOff && 'text-ink-3')}>
              <th scope="row" className="text-left font-normal">
                <Link
                  from="/"
                  to="/"
                  search={(search) => ({ ...search, state: toggled(chosen, state) })}
                  replace
                  className={classNames(
                    'inline-flex border-b',
                    chosen.includes(state) ? 'border-ink' : 'border-transparent hover:border-hair-2',
                  )}
                  aria-label={`${words[state]}: ${chosen.includes(state) ? 'take out of the chart filter' : 'show in the chart'}`}
                >
                  <StatusMark state={state}>{words[state]}</StatusMark>
                </Link>
              </th>
              <td
                className={classNames('text-right', count === 0 ? 'text-ink-3' : isException(state) && 'font-semibold')}
              >
                {count === undefined ? '' : formatNumber(count)}
              </td>
              <td className={classNames('text-right', count === 0 && 'text-ink-3')}>
                {count === undefined || counts === undefined || counts.total === 0
                  ? ''
                  : formatShare(count / counts.total)}
              </td>
              {usual === null ? null : <td className="text-right text-ink-3">{formatNumber(usual.states[state])}</td>}
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

/** Both maxima, when they were, and how much taller the lower half is drawn. */
function ScaleWords({
  buckets,
  bucketMs,
  zone,
  now,
}: {
  buckets: readonly StateBucket[];
  bucketMs: number;
  zone: TimeZone;
  now: number;
}) {
  const { mostDone, mostUnclean, ratio } = mirroredScale(buckets);
  return (
    <>
      <p className="text-ink-2">
        Done, per {bucketWord(bucketMs)}
        <br />
        <b className="font-semibold text-ink">{formatNumber(mostDone.count)} most</b>
        {mostDone.at === null ? null : `, ${formatWhen(mostDone.at, now, zone)}`}
      </p>
      <p className="text-ink-2 xl:mt-auto xl:pt-2 xl:pb-1">
        Not done cleanly{ratio === null ? null : `, on a scale ${scaleWord(ratio)}`}
        <br />
        <b className="font-semibold text-ink">{formatNumber(mostUnclean.count)} most</b>
        {mostUnclean.at === null ? null : `, ${formatWhen(mostUnclean.at, now, zone)}`}
      </p>
    </>
  );
}

/** Buckets of the chart with only the chosen states in them. */
export function chartBuckets(overview: Overview, chosen: readonly VisualState[]): StateBucket[] {
  return overview.histogram.buckets.map(({ fromAt, states }) => ({
    at: fromAt,
    counts:
      chosen.length === 0
        ? states
        : Object.fromEntries(Object.entries(states).filter(([state]) => (chosen as readonly string[]).includes(state))),
  }));
}

function toggled(chosen: readonly VisualState[], state: VisualState): VisualState[] | undefined {
  const next = chosen.includes(state) ? chosen.filter((one) => one !== state) : [...chosen, state];
  return next.length === 0 ? undefined : next;
}

function scaleWord(ratio: number): string {
  if (ratio >= 1.5) return `${formatNumber(Math.round(ratio))} times as tall`;
  return ratio > 0.7 ? 'of the same height' : `${formatNumber(Math.round(1 / ratio))} times as low`;
}

function bucketWord(bucketMs: number): string {
  const minutes = Math.round(bucketMs / 60_000);
  if (minutes < 1) return `${Math.round(bucketMs / 1_000)}\u00a0s`;
  return minutes < 120 ? `${minutes}\u00a0min` : `${Math.round(minutes / 60)}\u00a0h`;
}
