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

/**
 * Rollups: ended runs by cell of start, for the fleet and for each runtime. Changes are gathered while a batch is applied and
 * written once at its end, inside the same transaction.
 */
export class Cells {
  private readonly connection: Connection;
  private changes = new Map<string, { cell: number; key: CellKey; runs: number }>();

  constructor(connection: Connection) {
    this.connection = connection;
  }

  /** Forgets changes of a batch that was given up. */
  begin(): void {
    this.changes = new Map();
  }

  add(key: CellKey, runs: 1 | -1): void {
    if (key.code >= IN_FLIGHT) return;
    const cell = Math.floor(key.startedAt / CELL_MS);
    const name = `${cell}.${key.runtime}.${key.environment}.${key.trigger}.${key.code}`;
    const known = this.changes.get(name);
    if (known) known.runs += runs;
    else this.changes.set(name, { cell, key, runs });
  }

  /** Writes what was gathered. */
  write(): void {
    const fleet = new Map<string, { values: [number, number, number, number]; runs: number }>();
    for (const { cell, key, runs } of this.changes.values()) {
      if (runs === 0) continue;
      this.connection.run(
        `INSERT INTO runtime_cells (runtime, cell, environment, trigger, code, runs) VALUES (?, ?, ?, ?, ?, ?)
         ON CONFLICT DO UPDATE SET runs = runs + excluded.runs`,
        key.runtime,
        cell,
        key.environment,
        key.trigger,
        key.code,
        runs,
      );
      const values: [number, number, number, number] = [cell, key.environment, key.trigger, key.code];
      const name = values.join('.');
      const known = fleet.get(name);
      if (known) known.runs += runs;
      else fleet.set(name, { values, runs });
    }
    for (const { values, runs } of fleet.values()) {
      this.connection.run(
        `INSERT INTO fleet_cells (cell, environment, trigger, code, runs) VALUES (?, ?, ?, ?, ?)
         ON CONFLICT DO UPDATE SET runs = runs + excluded.runs`,
        ...values,
        runs,
      );
    }
    this.changes = new Map();
  }

  /** Deletes empty cells before an instant. */
  prune(beforeAt: number): void {
    const before = Math.floor(beforeAt / CELL_MS);
    this.connection.run('DELETE FROM fleet_cells WHERE cell < ? AND runs = 0', before);
    this.connection.run('DELETE FROM runtime_cells WHERE cell < ? AND runs = 0', before);
  }
}
