import type { VisualState } from '#contract/status.ts';
import type { StoredExecutionRow } from '#platform/index.ts';
import { IN_FLIGHT } from './cells.ts';
import { stateAt } from './conditions.ts';
import type { Connection, SqlRow } from './connection.ts';
import type { RunReader } from './runs.ts';
import type { Vocabulary } from './words.ts';

/** A chain of attempts is followed this far; a longer one is somebody playing. */
const ATTEMPTS_FOLLOWED = 200;

/** What surrounds one run: its pair's history, its runtime's newest outcomes, its relatives. */
export class History {
  private readonly connection: Connection;
  private readonly vocabulary: Vocabulary;
  private readonly reader: RunReader;

  constructor(connection: Connection, vocabulary: Vocabulary, reader: RunReader) {
    this.connection = connection;
    this.vocabulary = vocabulary;
    this.reader = reader;
  }

  recentRuns(runtimeId: string, processId: string, startedAtOrBefore: number, limit: number): StoredExecutionRow[] {
    return this.rows(
      `SELECT number FROM runs INDEXED BY runs_pair WHERE pair = ? AND started_at <= ? ORDER BY started_at DESC, id DESC LIMIT ?`,
      this.vocabulary.findPair(runtimeId, processId),
      startedAtOrBefore,
      limit,
    );
  }

  lastSuccess(runtimeId: string, processId: string, startedBefore: number): StoredExecutionRow | null {
    const [row] = this.rows(
      `SELECT number FROM runs INDEXED BY runs_pair WHERE pair = ? AND started_at < ? AND code IN (0, 2)
       ORDER BY started_at DESC, id DESC LIMIT 1`,
      this.vocabulary.findPair(runtimeId, processId),
      startedBefore,
    );
    return row ?? null;
  }

  relatives(id: string): { children: StoredExecutionRow[]; attempts: StoredExecutionRow[] } {
    const found = new Set([id]);
    const waiting = [id];
    const attempts: SqlRow[] = [];
    for (
      let next = waiting.shift();
      next !== undefined && attempts.length < ATTEMPTS_FOLLOWED;
      next = waiting.shift()
    ) {
      const before = this.connection.one('SELECT retry_of FROM runs WHERE id = ?', next)?.['retry_of'];
      const linked = this.connection
        .all('SELECT id FROM runs WHERE retry_of = ?', next)
        .map((row) => String(row['id']));
      for (const other of before == null ? linked : [String(before), ...linked]) {
        if (found.has(other)) continue;
        found.add(other);
        waiting.push(other);
        const row = this.connection.one('SELECT number, started_at, id FROM runs WHERE id = ?', other);
        if (row) attempts.push(row);
      }
    }
    attempts.sort(
      (a, b) => Number(a['started_at']) - Number(b['started_at']) || (String(a['id']) < String(b['id']) ? -1 : 1),
    );
    return {
      children: this.rows('SELECT number FROM runs WHERE parent_id = ? ORDER BY started_at, id', id),
      attempts: this.reader.rows(attempts.map(({ number }) => Number(number))),
    };
  }

  recentOutcomes(runtimeId: string, limit: number): { processId: string; state: VisualState; endedAt: number }[] {
    return this.connection
      .all(
        `SELECT process, code, ifnull(ended_at, started_at) AS ended FROM runs INDEXED BY runs_outcome
         WHERE runtime = ? AND code < ${IN_FLIGHT} ORDER BY ifnull(ended_at, started_at) DESC, id DESC LIMIT ?`,
        this.vocabulary.runtimes.find(runtimeId),
        limit,
      )
      .map((row) => ({
        processId: this.vocabulary.processAt(Number(row['process'])).id,
        state: stateAt(Number(row['code']) >> 1),
        endedAt: Number(row['ended']),
      }));
  }

  inFlight(runtimeId: string, limit: number): StoredExecutionRow[] {
    return this.rows(
      `SELECT number FROM runs INDEXED BY runs_in_flight WHERE runtime = ? AND code = ${IN_FLIGHT}
       ORDER BY started_at DESC, id DESC LIMIT ?`,
      this.vocabulary.runtimes.find(runtimeId),
      limit,
    );
  }

  processFigures(
    runtimeId: string,
    fromAt: number,
    toAt: number,
  ): Map<string, { runs: number; failed: number; last: { startedAt: number; state: VisualState } | null }> {
    const figures = new Map<
      string,
      { runs: number; failed: number; last: { startedAt: number; state: VisualState } | null }
    >();
    const runtime = this.vocabulary.runtimes.find(runtimeId);
    for (const { pair, runtime: pairRuntime, processId } of this.vocabulary.pairs) {
      if (pairRuntime !== runtime) continue;
      const last = this.connection.one(
        'SELECT started_at, code FROM runs INDEXED BY runs_pair WHERE pair = ? ORDER BY started_at DESC, id DESC LIMIT 1',
        pair,
      );
      if (!last) continue;
      const counts = this.connection.one(
        `SELECT count(*) AS runs, ifnull(sum(code BETWEEN 4 AND 7), 0) AS failed FROM runs INDEXED BY runs_pair
         WHERE pair = ? AND started_at >= ? AND started_at < ?`,
        pair,
        fromAt,
        toAt,
      );
      figures.set(this.vocabulary.processIds.at(processId), {
        runs: Number(counts?.['runs']),
        failed: Number(counts?.['failed']),
        last: { startedAt: Number(last['started_at']), state: stateAt(Number(last['code']) >> 1) },
      });
    }
    return figures;
  }

  private rows(sql: string, ...values: (string | number)[]): StoredExecutionRow[] {
    return this.reader.rows(this.connection.all(sql, ...values).map(({ number }) => Number(number)));
  }
}
