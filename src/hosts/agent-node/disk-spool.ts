import { appendFileSync, closeSync, fsyncSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { ExecutionReport } from '#contract/tracking.ts';
import type { PendingBatch, SpoolPort } from '#agent/index.ts';

interface StateRow {
  bytes: number;
  lost: number;
  told: number;
  position: number;
  pending: string | null;
}

/**
 * The spool on disk, in `directory/spool.sqlite`. SQLite with a write-ahead log and full synchronisation: a change that returned is on the
 * disk, one that was cut short by a kill or a power failure is not there at all. Reports set aside go to `directory/rejected.ndjson`.
 */
export function openDiskSpool(directory: string, limitBytes: number): SpoolPort & { close(): void } {
  const db = new DatabaseSync(join(directory, 'spool.sqlite'));
  db.exec(`
    PRAGMA journal_mode = WAL;
    PRAGMA synchronous = FULL;
    CREATE TABLE IF NOT EXISTS report (key INTEGER PRIMARY KEY AUTOINCREMENT, position INTEGER NOT NULL, bytes INTEGER NOT NULL, body TEXT NOT NULL);
    CREATE TABLE IF NOT EXISTS state (id INTEGER PRIMARY KEY CHECK (id = 1), bytes INTEGER NOT NULL, lost INTEGER NOT NULL, told INTEGER NOT NULL, position INTEGER NOT NULL, pending TEXT);
    INSERT OR IGNORE INTO state VALUES (1, 0, 0, 0, 0, NULL);
  `);
  const readState = db.prepare('SELECT bytes, lost, told, position, pending FROM state');
  const count = db.prepare('SELECT count(*) AS waiting FROM report');
  const insert = db.prepare('INSERT INTO report (position, bytes, body) VALUES (?, ?, ?)');
  const oldest = db.prepare('SELECT key, position, bytes, body FROM report ORDER BY key LIMIT ?');
  const one = db.prepare('SELECT key, position, bytes, body FROM report WHERE key = ?');
  const remove = db.prepare('DELETE FROM report WHERE key = ?');
  const removeThrough = db.prepare('DELETE FROM report WHERE key <= ?');
  const sizeThrough = db.prepare('SELECT coalesce(sum(bytes), 0) AS bytes FROM report WHERE key <= ?');
  const change = db.prepare(
    'UPDATE state SET bytes = bytes + ?, lost = lost + ?, told = told + ?, position = max(position, ?)',
  );
  const setPending = db.prepare('UPDATE state SET pending = ?');

  const state = (): StateRow => readState.get() as unknown as StateRow; // the columns selected above
  const transaction = (work: () => void): void => {
    db.exec('BEGIN IMMEDIATE');
    try {
      work();
      db.exec('COMMIT');
    } catch (error) {
      db.exec('ROLLBACK');
      throw error;
    }
  };
  const rows = (limit: number) =>
    oldest.iterate(limit) as IterableIterator<{ key: number; position: number; bytes: number; body: string }>;

  /** Drops the oldest until the limit holds. */
  const drop = (): void => {
    const over = state().bytes - limitBytes;
    if (over <= 0) return;
    let freed = 0;
    let dropped = 0;
    let through = 0;
    for (const row of rows(-1)) {
      if (freed >= over) break;
      freed += row.bytes;
      dropped += 1;
      through = row.key;
    }
    removeThrough.run(through);
    change.run(-freed, dropped, 0, 0);
  };

  return {
    async state() {
      const { bytes, lost, told, position } = state();
      const { waiting } = count.get() as { waiting: number };
      return { waiting, bytes, limitBytes, lost, lostUntold: lost - told, position };
    },
    async append(reports) {
      transaction(() => {
        for (const { position, report } of reports) {
          const body = JSON.stringify(report);
          const bytes = Buffer.byteLength(body);
          insert.run(position, bytes, body);
          change.run(bytes, 0, 0, position);
        }
        drop();
      });
    },
    async peek(maxReports, maxBytes) {
      const found = [];
      let size = 0;
      for (const { key, position, bytes, body } of rows(maxReports)) {
        if (found.length > 0 && size + bytes > maxBytes) break;
        found.push({ key, position, bytes, report: JSON.parse(body) as ExecutionReport }); // written by append; the exit parses it again
        size += bytes;
      }
      return found;
    },
    async pending() {
      const { pending } = state();
      return pending === null ? null : (JSON.parse(pending) as PendingBatch);
    },
    async setPending(batch) {
      setPending.run(batch === null ? null : JSON.stringify(batch));
    },
    async acknowledge(batch) {
      transaction(() => {
        const { bytes } = sizeThrough.get(batch.throughKey) as { bytes: number };
        removeThrough.run(batch.throughKey);
        change.run(-bytes, 0, batch.lost, 0);
        setPending.run(null);
      });
    },
    async setAside(key, reason) {
      const row = one.get(key) as { bytes: number; body: string } | undefined;
      if (!row) return;
      appendDurably(
        join(directory, 'rejected.ndjson'),
        `${JSON.stringify({ at: Date.now(), reason, report: JSON.parse(row.body) as unknown })}\n`,
      );
      transaction(() => {
        remove.run(key);
        change.run(-row.bytes, 1, 0, 0);
      });
    },
    close: () => db.close(),
  };
}

function appendDurably(file: string, line: string): void {
  const handle = openSync(file, 'a', 0o600);
  try {
    appendFileSync(handle, line);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
