import type { Connection } from './connection.ts';

/** Length of a cell of the rollups. */
export const CELL_MS = 900_000;

/** First code of runs that are not in rollups: in flight, whose state depends on who asks. */
export const IN_FLIGHT = 10;

/** What a run is counted under. */
export interface CellKey {
  startedAt: number;
  runtime: number;
  environment: number;
  trigger: number;
  code: number;
}

/** Each rollup by what is asked together. Every one holds all ended runs. */
const rollups = [
  { table: 'fleet_cells', columns: ['cell', 'environment', 'code'] },
  { table: 'trigger_cells', columns: ['cell', 'environment', 'trigger', 'code'] },
  { table: 'runtime_cells', columns: ['runtime', 'cell', 'environment', 'code'] },
] as const;

type Changes = Map<string, { values: number[]; runs: number }>;

/**
 * Rollups: ended runs by cell of start. Changes are gathered while a batch is applied and written once at its end, inside the
 * same transaction.
 */
export class Cells {
  private readonly connection: Connection;
  private changes: Changes[] = rollups.map(() => new Map());

  constructor(connection: Connection) {
    this.connection = connection;
  }

  /** Forgets changes of a batch that was given up. */
  begin(): void {
    this.changes = rollups.map(() => new Map());
  }

  add(key: CellKey, runs: 1 | -1): void {
    if (key.code >= IN_FLIGHT) return;
    const cell = Math.floor(key.startedAt / CELL_MS);
    rollups.forEach(({ columns }, index) => {
      const values = columns.map((column) => (column === 'cell' ? cell : key[column]));
      const name = values.join('.');
      const known = this.changes[index]?.get(name);
      if (known) known.runs += runs;
      else this.changes[index]?.set(name, { values, runs });
    });
  }

  /** Writes what was gathered. */
  write(): void {
    rollups.forEach(({ table, columns }, index) => {
      for (const { values, runs } of this.changes[index]?.values() ?? []) {
        if (runs === 0) continue;
        this.connection.run(
          `INSERT INTO ${table} (${columns.join(', ')}, runs) VALUES (${columns.map(() => '?').join(', ')}, ?)
           ON CONFLICT DO UPDATE SET runs = runs + excluded.runs`,
          ...values,
          runs,
        );
      }
    });
    this.begin();
  }

  /** Deletes empty cells before an instant. */
  prune(beforeAt: number): void {
    const before = Math.floor(beforeAt / CELL_MS);
    for (const { table } of rollups) this.connection.run(`DELETE FROM ${table} WHERE cell < ? AND runs = 0`, before);
  }
}
