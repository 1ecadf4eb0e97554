import { DatabaseSync } from 'node:sqlite';
import type { ErrorDetails } from '#contract/answer.ts';
import { isInFlight } from '#contract/status.ts';
import type { DocumentReport, ExecutionReport } from '#contract/tracking.ts';

/** The file that started a run, claimed into the run's own folder. */
export interface ClaimedFile {
  /** Its name as it was dropped. */
  name: string;
  /** Folder it was dropped into, relative to the workspace. */
  directory: string;
  sizeBytes: number;
  /** Where it lies now, absolute. Changes when a step moves it. */
  path: string;
}

/** What the journal knows of an execution. */
export interface JournaledExecution {
  /** Last report, with the documents of its last revision only. */
  report: ExecutionReport;
  /** Documents whose outcome is not known yet, all of them. */
  openDocuments: DocumentReport[];
  file: ClaimedFile | null;
  details: ErrorDetails | null;
  logRotated: { at: number; because: 'age' | 'size' } | null;
}

/**
 * The durable memory of executions: every report is kept together with the execution in one transaction before anybody hears of
 * it, so a killed engine neither loses nor repeats one.
 */
export interface Journal {
  save(execution: Omit<JournaledExecution, 'logRotated'>): void;
  /** Remembers where the file of an execution lies now. */
  moveFile(executionId: string, file: ClaimedFile | null): void;
  /** Marks that the log of an execution was removed. */
  markRotated(executionId: string, at: number, because: 'age' | 'size'): void;
  read(executionId: string): JournaledExecution | null;
  /** Executions that have not ended, oldest first. */
  unfinished(): JournaledExecution[];
  /** Ended executions whose file still lies below the work folder. */
  endedWithFileIn(work: string): JournaledExecution[];
  /** Reports after a position, oldest first. */
  reportsSince(position: number, limit: number): { position: number; report: ExecutionReport }[];
  forget(position: number): void;
  /** Removes ended executions that started before `before`, and their waiting reports; returns their ids. */
  prune(before: number): string[];
  close(): void;
}

const schema = `
  CREATE TABLE IF NOT EXISTS executions (
    id TEXT PRIMARY KEY, started_at INTEGER NOT NULL, in_flight INTEGER NOT NULL, report TEXT NOT NULL, open_documents TEXT NOT NULL, file TEXT, details TEXT,
    rotated_at INTEGER, rotated_because TEXT
  ) STRICT;
  CREATE INDEX IF NOT EXISTS executions_in_flight ON executions (started_at) WHERE in_flight = 1;
  CREATE INDEX IF NOT EXISTS executions_started ON executions (started_at);
  CREATE TABLE IF NOT EXISTS outbox (position INTEGER PRIMARY KEY AUTOINCREMENT, execution_id TEXT NOT NULL, report TEXT NOT NULL) STRICT;
`;

/** Reports of the release before `workId` get the one they would have had, so that they can still leave and go on. */
const nameWorks = `
  BEGIN IMMEDIATE;
  UPDATE executions SET report = json_set(report, '$.workId',
    CASE WHEN file IS NULL THEN report ->> '$.processId' ELSE ifnull(report ->> '$.retryOf', id) END);
  UPDATE outbox SET report = json_set(outbox.report, '$.workId', e.report ->> '$.workId') FROM executions e WHERE e.id = execution_id;
  PRAGMA user_version = 1;
  COMMIT;
`;

/**
 * Opens (or makes) the journal in a SQLite file. WAL with normal sync: survives kill -9; a power cut may lose the last moments, and a
 * person may remove the file. Either way the agent remembers how far it has read, so positions begin at `now` (ms): higher than any
 * that was handed out before.
 */
export function openJournal(file: string, now: number): Journal {
  const db = new DatabaseSync(file, { timeout: 5_000 });
  db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;');
  db.exec(schema);
  if (Number(db.prepare('PRAGMA user_version').get()?.['user_version']) === 0) db.exec(nameWorks);
  db.prepare("DELETE FROM sqlite_sequence WHERE name = 'outbox' AND seq < ?").run(now);
  db.prepare(
    "INSERT INTO sqlite_sequence (name, seq) SELECT 'outbox', ? WHERE NOT EXISTS (SELECT 1 FROM sqlite_sequence WHERE name = 'outbox')",
  ).run(now);
  const insert = db.prepare(
    `INSERT INTO executions (id, started_at, in_flight, report, open_documents, file, details) VALUES (?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (id) DO UPDATE SET in_flight = excluded.in_flight, report = excluded.report, open_documents = excluded.open_documents, file = excluded.file, details = excluded.details`,
  );
  const post = db.prepare('INSERT INTO outbox (execution_id, report) VALUES (?, ?)');
  const one = db.prepare('SELECT * FROM executions WHERE id = ?');
  const since = db.prepare('SELECT position, report FROM outbox WHERE position > ? ORDER BY position LIMIT ?');

  const inTransaction = (work: () => void): void => {
    db.exec('BEGIN IMMEDIATE');
    try {
      work();
      db.exec('COMMIT');
    } catch (error) {
      db.exec('ROLLBACK');
      throw error;
    }
  };

  return {
    save({ report, openDocuments, file, details }) {
      const json = JSON.stringify(report);
      inTransaction(() => {
        insert.run(
          report.executionId,
          report.startedAt,
          isInFlight(report.status) ? 1 : 0,
          json,
          JSON.stringify(openDocuments),
          file ? JSON.stringify(file) : null,
          details ? JSON.stringify(details) : null,
        );
        post.run(report.executionId, json);
      });
    },
    moveFile(executionId, file) {
      db.prepare('UPDATE executions SET file = ? WHERE id = ?').run(file ? JSON.stringify(file) : null, executionId);
    },
    markRotated(executionId, at, because) {
      db.prepare('UPDATE executions SET rotated_at = ?, rotated_because = ? WHERE id = ?').run(
        at,
        because,
        executionId,
      );
    },
    read(executionId) {
      const row = one.get(executionId);
      return row ? toExecution(row) : null;
    },
    unfinished() {
      return db.prepare('SELECT * FROM executions WHERE in_flight = 1 ORDER BY started_at, id').all().map(toExecution);
    },
    endedWithFileIn(work) {
      return db
        .prepare("SELECT * FROM executions WHERE in_flight = 0 AND substr(json_extract(file, '$.path'), 1, ?) = ?")
        .all(work.length, work)
        .map(toExecution);
    },
    reportsSince(position, limit) {
      return since.all(position, limit).map((row) => ({
        position: Number(row['position']),
        report: JSON.parse(String(row['report'])) as ExecutionReport,
      }));
    },
    forget(position) {
      db.prepare('DELETE FROM outbox WHERE position <= ?').run(position);
    },
    prune(before) {
      const ids = db
        .prepare('SELECT id FROM executions WHERE in_flight = 0 AND started_at < ?')
        .all(before)
        .map((row) => String(row['id']));
      inTransaction(() => {
        for (const id of ids) {
          db.prepare('DELETE FROM executions WHERE id = ?').run(id);
          db.prepare('DELETE FROM outbox WHERE execution_id = ?').run(id);
        }
      });
      return ids;
    },
    close() {
      db.close();
    },
  };
}

/** The journal wrote these texts itself, so their shapes are known. */
function toExecution(row: Record<string, unknown>): JournaledExecution {
  const json = <T>(name: string): T | null => (typeof row[name] === 'string' ? (JSON.parse(row[name]) as T) : null);
  const report = json<ExecutionReport>('report');
  if (!report) throw new Error('journal row without a report');
  return {
    report,
    openDocuments: json<DocumentReport[]>('open_documents') ?? [],
    file: json<ClaimedFile>('file'),
    details: json<ErrorDetails>('details'),
    logRotated:
      typeof row['rotated_at'] === 'number'
        ? { at: row['rotated_at'], because: row['rotated_because'] === 'size' ? 'size' : 'age' }
        : null,
  };
}
