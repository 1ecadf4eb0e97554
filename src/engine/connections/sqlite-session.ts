import { existsSync } from 'node:fs';
import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises';
import { EngineError } from '../errors/engine-error.ts';
import type { Fields } from '../run/batch.ts';
import { fileMutex } from './file-mutex.ts';
import type { SqlDialect, SqlSession } from './sql-session.ts';

/** How long another program may hold the file's write lock before we give up. */
const BUSY_MS = 10_000;
const BUSY_STEP_MS = 40;

export const sqliteDialect: SqlDialect = {
  quote: (identifier) => `"${identifier.replaceAll('"', '""')}"`,
  placeholder: () => '?',
  onDuplicate: (mode, keys, columns) => {
    if (mode === 'ignore-duplicates') return 'ON CONFLICT DO NOTHING';
    const quoted = (name: string): string => sqliteDialect.quote(name);
    const changes = columns
      .filter((column) => !keys.includes(column))
      .map((column) => `${quoted(column)} = excluded.${quoted(column)}`);
    return `ON CONFLICT (${keys.map(quoted).join(', ')}) DO ${changes.length > 0 ? `UPDATE SET ${changes.join(', ')}` : 'NOTHING'}`;
  },
  rowsPerInsert: () => 1,
};

/** Opens a SQLite file that exists. Foreign keys are enforced. */
export function openSqlite(file: string): SqlSession {
  if (!existsSync(file)) throw new EngineError('SQL_OPEN', `SQLite file "${file}" does not exist`);
  const db = new DatabaseSync(file, { timeout: BUSY_STEP_MS, enableForeignKeyConstraints: true });
  const prepared = new Map<string, StatementSync>();
  let release: (() => void) | null = null;

  const prepare = (text: string): StatementSync => {
    let statement = prepared.get(text);
    if (!statement) {
      statement = db.prepare(text);
      statement.setReadBigInts(true);
      prepared.set(text, statement);
    }
    return statement;
  };
  const unlock = (): void => {
    release?.();
    release = null;
  };

  return {
    dialect: sqliteDialect,
    async *read({ text, parameters }, batchSize, signal) {
      const statement = prepare(text);
      let rows: Fields[] = [];
      for (const row of statement.iterate(...parameters.map(bindable))) {
        rows.push(plainRow(row));
        if (rows.length < batchSize) continue;
        yield rows;
        rows = [];
        // The driver is synchronous: give the event loop its turn between batches.
        await nextTurn();
        signal.throwIfAborted();
      }
      if (rows.length > 0) yield rows;
    },
    async begin(signal) {
      // Two runs of this engine that wait for each other's lock synchronously would block the whole process: they queue here instead.
      release = await fileMutex(file, signal);
      try {
        await beginImmediate(db, signal);
      } catch (error) {
        unlock();
        throw error;
      }
    },
    async write({ text, parameters }) {
      prepare(text).run(...parameters.map(bindable));
    },
    async commit() {
      db.exec('COMMIT');
      unlock();
    },
    async rollback() {
      if (db.isOpen && db.isTransaction) db.exec('ROLLBACK');
      unlock();
    },
    async close() {
      if (db.isOpen) db.close();
      unlock();
    },
  };
}

async function beginImmediate(db: DatabaseSync, signal: AbortSignal): Promise<void> {
  for (let waitedMs = 0; ; waitedMs += BUSY_STEP_MS) {
    try {
      db.exec('BEGIN IMMEDIATE');
      return;
    } catch (error) {
      const isBusy = error instanceof Error && 'errcode' in error && error.errcode === 5;
      if (!isBusy || waitedMs >= BUSY_MS) throw error;
      await sleep(BUSY_STEP_MS, undefined, { signal });
    }
  }
}

function bindable(value: unknown): string | number | bigint | null {
  if (typeof value === 'boolean') return value ? 1 : 0;
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'bigint') return value;
  return value === null || value === undefined ? null : JSON.stringify(value);
}

/** Integers that a number holds exactly become numbers, larger ones text; blobs become base64 text. */
function plainRow(row: Record<string, unknown>): Fields {
  const fields: Fields = {};
  for (const [name, value] of Object.entries(row)) {
    if (typeof value === 'bigint')
      fields[name] = Number.isSafeInteger(Number(value)) ? Number(value) : value.toString();
    else if (value instanceof Uint8Array) fields[name] = Buffer.from(value).toString('base64');
    else fields[name] = value;
  }
  return fields;
}
