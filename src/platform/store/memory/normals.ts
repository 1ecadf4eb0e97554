import { NORMAL_WINDOW_MS } from '#contract/rules.ts';
import { NORMAL_KEPT_FROM_RUNS, NORMAL_KEPT_MS } from '../agreement.ts';
import type { Runs } from './runs.ts';

interface Normal {
  medianMs: number;
  runs: number;
  /** As of when. */
  at: number;
}

/** What each pair usually takes: medians over 30 days, kept for an hour once they rest on enough runs. */
export class Normals {
  private readonly runs: Runs;
  private readonly kept = new Map<number, Normal>();

  constructor(runs: Runs) {
    this.runs = runs;
  }

  /** Median and number of well-ended runs of a pair; `runs` 0 when there was none. */
  of(pair: number, now: number): Normal {
    const known = this.kept.get(pair);
    if (known && known.runs >= NORMAL_KEPT_FROM_RUNS && Math.abs(now - known.at) < NORMAL_KEPT_MS) return known;
    const normal = this.measure(pair, now);
    this.kept.set(pair, normal);
    return normal;
  }

  /** By pair: the duration from which on a run is slow; never reached where too few runs make a normal. */
  thresholds(factor: number, minRuns: number, now: number): Float64Array {
    return Float64Array.from(this.runs.pairs, (_, pair) => {
      const normal = this.of(pair, now);
      return normal.runs < minRuns ? Number.POSITIVE_INFINITY : Math.max(1, normal.medianMs * factor);
    });
  }

  private measure(pair: number, now: number): Normal {
    const { startedAt } = this.runs.columns;
    const rows = this.runs.pairs[pair]!.rows;
    const first = rows.firstWhere((row) => startedAt[row]! >= now - NORMAL_WINDOW_MS);
    const end = rows.firstWhere((row) => startedAt[row]! >= now);
    const durations = new Float64Array(Math.max(0, end - first));
    let count = 0;
    for (let position = first; position < end; position++) {
      const row = rows.at(position);
      const duration = this.runs.isSuccess(row) ? this.runs.durationOf(row) : -1;
      if (duration >= 0) durations[count++] = duration;
    }
    const sorted = durations.subarray(0, count).sort();
    const middle = count >> 1;
    const medianMs = count === 0 ? 0 : count % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
    return { medianMs: Math.round(medianMs), runs: count, at: now };
  }
}
