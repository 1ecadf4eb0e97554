import type { Cells, CellKey } from './cells.ts';
import type { Connection, SqlRow } from './connection.ts';

/** A run's place in the order of its work. */
export interface Place {
  number: number;
  id: string;
  pair: number;
  workId: string;
  startedAt: number;
}

/**
 * Recovered marks. A failed or aborted run is recovered by the first run of its pair and work that started later and ended well
 * (the one with the lower id when two started at once). Said that way, marks do not depend on the order in which reports arrive.
 */
export class Recovery {
  private readonly connection: Connection;
  private readonly cells: Cells;

  constructor(connection: Connection, cells: Cells) {
    this.connection = connection;
    this.cells = cells;
  }

  /** The run that recovers a failed or aborted one, wherever that is written now; null when none has yet. */
  recovererOf({ pair, workId, startedAt, number }: Omit<Place, 'id'>): number | null {
    const row = this.connection.one(
      `SELECT number FROM runs INDEXED BY runs_work WHERE pair = ? AND work_id = ? AND started_at > ? AND code IN (0, 2) AND number <> ?
       ORDER BY started_at, id LIMIT 1`,
      pair,
      workId,
      startedAt,
      number,
    );
    return row ? Number(row['number']) : null;
  }

  /** Marks what a run that ended well recovers. */
  markRecoveredBy({ number, id, pair, workId, startedAt }: Place): void {
    const before = this.connection.one(
      `SELECT started_at FROM runs INDEXED BY runs_work WHERE pair = ? AND work_id = ? AND (started_at, id) < (?, ?) AND code IN (0, 2)
       ORDER BY started_at DESC, id DESC LIMIT 1`,
      pair,
      workId,
      startedAt,
      id,
    );
    const fromAt = before ? Number(before['started_at']) : -1;
    if (fromAt === startedAt) return;
    const rows = this.connection.all(
      `SELECT number, started_at, runtime, environment, trigger, code FROM runs INDEXED BY runs_work
       WHERE pair = ? AND work_id = ? AND started_at >= ? AND started_at < ? AND code BETWEEN 4 AND 7`,
      pair,
      workId,
      fromAt,
      startedAt,
    );
    for (const row of rows) this.mark(row, number);
  }

  /** Finds anew who recovers the runs that one recovered which no longer does. */
  release(recoverer: number): void {
    const rows = this.connection.all(
      'SELECT number, pair, work_id, started_at, runtime, environment, trigger, code FROM runs WHERE recovered_by = ?',
      recoverer,
    );
    for (const row of rows) {
      const place = {
        number: Number(row['number']),
        pair: Number(row['pair']),
        workId: String(row['work_id']),
        startedAt: Number(row['started_at']),
      };
      this.mark(row, this.recovererOf(place));
    }
  }

  private mark(row: SqlRow, recoverer: number | null): void {
    const from = cellKeyOf(row);
    const code = (from.code & ~1) + (recoverer === null ? 0 : 1);
    this.connection.run(
      'UPDATE runs SET code = ?, recovered_by = ? WHERE number = ?',
      code,
      recoverer,
      Number(row['number']),
    );
    if (code === from.code) return;
    this.cells.add(from, -1);
    this.cells.add({ ...from, code }, 1);
  }
}

/** What a row of `runs` is counted under. */
export function cellKeyOf(row: SqlRow): CellKey {
  return {
    startedAt: Number(row['started_at']),
    runtime: Number(row['runtime']),
    environment: Number(row['environment']),
    trigger: Number(row['trigger']),
    code: Number(row['code']),
  };
}
