import { NORMAL_WINDOW_MS } from '#contract/rules.ts';
import { NORMAL_KEPT_FROM_RUNS, NORMAL_KEPT_MS } from '#platform/index.ts';
import type { Connection } from './connection.ts';
import type { Vocabulary } from './words.ts';

interface Normal {
  medianMs: number;
  runs: number;
  /** As of when. */
  at: number;
}

/** What each pair usually takes: medians over 30 days, kept for an hour once they rest on enough runs. */
export class Normals {
  private readonly connection: Connection;
  private readonly vocabulary: Vocabulary;
  private readonly kept = new Map<number, Normal>();

  constructor(connection: Connection, vocabulary: Vocabulary) {
    this.connection = connection;
    this.vocabulary = vocabulary;
    connection.run('CREATE TEMP TABLE slow_from (pair INTEGER PRIMARY KEY, at_least REAL NOT NULL)');
    // A pair that was taken back gives its number to the next one.
    connection.onRollback(() => this.kept.clear());
  }

  /** Median and number of well-ended runs of a pair; `runs` 0 when there was none. */
  of(pair: number, now: number): Normal {
    const known = this.kept.get(pair);
    if (known && known.runs >= NORMAL_KEPT_FROM_RUNS && Math.abs(now - known.at) < NORMAL_KEPT_MS) return known;
    const row = this.connection.one(
      `SELECT count(*) AS runs, median(duration) AS median_ms FROM runs INDEXED BY runs_pair
       WHERE pair = ? AND started_at >= ? AND started_at < ? AND code IN (0, 2) AND duration >= 0`,
      pair,
      now - NORMAL_WINDOW_MS,
      now,
    );
    const normal = { medianMs: Math.round(Number(row?.['median_ms'] ?? 0)), runs: Number(row?.['runs'] ?? 0), at: now };
    this.kept.set(pair, normal);
    return normal;
  }

  /**
   * Fills `temp.slow_from` with the duration from which on a run of each pair is slow, for the statement that follows at once;
   * pairs with too few runs for a normal are not in it.
   */
  writeThresholds(factor: number, minRuns: number, now: number): void {
    const thresholds = this.vocabulary.pairs.flatMap(({ pair }) => {
      const normal = this.of(pair, now);
      return normal.runs < minRuns ? [] : [[pair, Math.max(1, normal.medianMs * factor)]];
    });
    this.connection.run('DELETE FROM temp.slow_from');
    this.connection.run(
      `INSERT INTO temp.slow_from (pair, at_least) SELECT value ->> 0, value ->> 1 FROM json_each(?)`,
      JSON.stringify(thresholds),
    );
  }
}
