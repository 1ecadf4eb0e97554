import type { ExecutionHistogram } from '#contract/execution.ts';
import type { VisualState } from '#contract/status.ts';
import { explain } from '#dashboard/api/sentences.ts';
import { BrushHistogram } from '#dashboard/charts/BrushHistogram.tsx';
import type { ChartCondition } from '#dashboard/charts/ChartCondition.tsx';
import type { TimeZone } from '#dashboard/lib/time.ts';
import { Button } from '#dashboard/ui/Button.tsx';
import { StatusMark } from '#dashboard/ui/StatusMark.tsx';
import type { ExecutionsSearch } from './executions-search.ts';

/** States worth colour in the histogram, from the baseline up. */
const coloured: readonly VisualState[] = ['failed', 'aborted', 'unknown'];

/** Runs over the window, to brush the range of the rows. */
export function RunsHistogram({
  histogram,
  error,
  onRetry,
  search,
  onRange,
  now,
  zone,
}: {
  histogram: ExecutionHistogram | undefined;
  error: Error | null;
  onRetry: () => void;
  search: ExecutionsSearch;
  onRange: (range: { from: number; to: number | undefined } | null) => void;
  now: number;
  zone: TimeZone;
}) {
  const span =
    histogram === undefined
      ? { from: now - 86_400_000, to: now }
      : { from: histogram.window.fromAt, to: histogram.window.toAt };
  const buckets = (histogram?.buckets ?? []).map((bucket) => ({
    at: bucket.fromAt,
    total: Object.values(bucket.states).reduce((sum, count) => sum + (count ?? 0), 0),
    parts: coloured.flatMap((state) => {
      const count = bucket.states[state] ?? 0;
      return count === 0 ? [] : [{ state, count }];
    }),
  }));
  // The last bucket is cut by now: a range that ends there means "to now".
  const endsNow = histogram === undefined || histogram.window.toAt >= histogram.asOfAt - 60_000;
  const lastAt = buckets.at(-1)?.at ?? span.to;
  return (
    <BrushHistogram
      label="Runs by start"
      buckets={buckets}
      span={span}
      range={search.from === undefined ? null : { from: search.from, to: search.to ?? span.to }}
      onRange={(range) =>
        onRange(range === null ? null : { from: range.from, to: endsNow && range.to > lastAt ? undefined : range.to })
      }
      zone={zone}
      now={now}
      endsNow={endsNow}
      condition={conditionOf(histogram, error, onRetry)}
    />
  );
}

function conditionOf(
  histogram: ExecutionHistogram | undefined,
  error: Error | null,
  onRetry: () => void,
): ChartCondition {
  if (histogram !== undefined)
    return error === null ? { kind: 'ready' } : { kind: 'stale', knownUntil: histogram.asOfAt };
  if (error === null) return { kind: 'loading' };
  return {
    kind: 'message',
    content: (
      <span className="flex gap-3">
        <StatusMark state="failed">Counts could not be read</StatusMark>
        <span className="text-ink-2">{explain(error).what}</span>
        <Button kind="word" onClick={onRetry}>
          Try now
        </Button>
      </span>
    ),
  };
}
