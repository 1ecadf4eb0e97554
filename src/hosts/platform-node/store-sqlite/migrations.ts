import type { DatabaseSync } from 'node:sqlite';
import type { Clock } from '#platform/index.ts';
import { SentenceError } from '#hosts/sentence-error.ts';

/**
 * The schema, one numbered step after the other. A step that has shipped is never edited: the next one changes what it made.
 *
 * Runs keep numbers for everything that repeats (`words`), and one `code` for state and recovered mark: twice the index in
 * `visualStates`, plus one when recovered. 4 to 7 are failed and aborted, 10 is in flight.
 */
const migrations: readonly { number: number; name: string; sql: string }[] = [
  {
    number: 1,
    name: 'first light',
    sql: `
      CREATE TABLE words (kind TEXT NOT NULL, number INTEGER NOT NULL, value TEXT NOT NULL, PRIMARY KEY (kind, number)) WITHOUT ROWID;
      CREATE TABLE newest_names (process_id INTEGER PRIMARY KEY, name TEXT NOT NULL);

      CREATE TABLE runs (
        number INTEGER PRIMARY KEY,
        id TEXT NOT NULL,
        started_at INTEGER NOT NULL,
        ended_at INTEGER,
        duration INTEGER NOT NULL,
        code INTEGER NOT NULL,
        status INTEGER NOT NULL,
        trigger INTEGER NOT NULL,
        runtime INTEGER NOT NULL,
        environment INTEGER NOT NULL,
        process INTEGER NOT NULL,
        pair INTEGER NOT NULL,
        failure INTEGER NOT NULL,
        errors INTEGER NOT NULL,
        recovered_by INTEGER,
        revision INTEGER NOT NULL,
        reported_at INTEGER NOT NULL,
        parent_id TEXT,
        retry_of TEXT,
        documents TEXT NOT NULL,
        rest TEXT NOT NULL,
        steps TEXT NOT NULL
      );
      CREATE UNIQUE INDEX runs_id ON runs (id);
      CREATE INDEX runs_started ON runs (started_at, id, code, runtime, environment, process, pair, trigger, failure, duration, errors);
      CREATE INDEX runs_pair ON runs (pair, started_at, id, code, duration, process);
      CREATE INDEX runs_runtime ON runs (runtime, started_at, id, code, process, failure, trigger);
      CREATE INDEX runs_failure ON runs (failure, started_at, id, code, runtime, process) WHERE failure > 0;
      CREATE INDEX runs_broken ON runs (started_at, id, code, failure, runtime, process, environment, trigger) WHERE code BETWEEN 4 AND 7;
      CREATE INDEX runs_in_flight ON runs (runtime, started_at, id) WHERE code = 10;
      CREATE INDEX runs_outcome ON runs (runtime, ifnull(ended_at, started_at), id) WHERE code < 10;
      CREATE INDEX runs_parent ON runs (parent_id) WHERE parent_id IS NOT NULL;
      CREATE INDEX runs_retry ON runs (retry_of) WHERE retry_of IS NOT NULL;
      CREATE INDEX runs_recovered ON runs (recovered_by) WHERE recovered_by IS NOT NULL;

      CREATE TABLE documents (
        run INTEGER NOT NULL, number INTEGER NOT NULL, revision INTEGER NOT NULL, outcome TEXT NOT NULL, body TEXT NOT NULL,
        PRIMARY KEY (run, number)
      ) WITHOUT ROWID;

      CREATE TABLE batches (
        runtime INTEGER NOT NULL, id TEXT NOT NULL, received_at INTEGER NOT NULL, PRIMARY KEY (runtime, id)
      ) WITHOUT ROWID;
      CREATE INDEX batches_received ON batches (received_at);

      CREATE TABLE fleet_cells (
        cell INTEGER NOT NULL, environment INTEGER NOT NULL, trigger INTEGER NOT NULL, code INTEGER NOT NULL, runs INTEGER NOT NULL,
        PRIMARY KEY (cell, environment, trigger, code)
      ) WITHOUT ROWID;
      CREATE TABLE runtime_cells (
        runtime INTEGER NOT NULL, cell INTEGER NOT NULL, environment INTEGER NOT NULL, trigger INTEGER NOT NULL, code INTEGER NOT NULL,
        runs INTEGER NOT NULL, PRIMARY KEY (runtime, cell, environment, trigger, code)
      ) WITHOUT ROWID;

      CREATE TABLE requests (
        number INTEGER PRIMARY KEY AUTOINCREMENT,
        kind TEXT NOT NULL, runtime_id TEXT NOT NULL, subject_id TEXT NOT NULL, state TEXT NOT NULL, body TEXT NOT NULL
      );
      CREATE INDEX requests_subject ON requests (runtime_id, subject_id, kind, number);
      CREATE INDEX requests_open ON requests (number) WHERE state IN ('queued', 'delivered', 'working');
      CREATE INDEX requests_state ON requests (state, kind, number);
      CREATE TABLE request_people (
        person_id TEXT NOT NULL, request INTEGER NOT NULL, PRIMARY KEY (person_id, request)
      ) WITHOUT ROWID;

      CREATE TABLE answers (request INTEGER PRIMARY KEY, description TEXT NOT NULL, chunks INTEGER NOT NULL, received_at INTEGER NOT NULL);
      CREATE INDEX answers_received ON answers (received_at);
      CREATE TABLE answer_chunks (number INTEGER PRIMARY KEY, request INTEGER NOT NULL, chunk INTEGER NOT NULL, bytes BLOB NOT NULL);
      CREATE UNIQUE INDEX answer_chunks_place ON answer_chunks (request, chunk);

      CREATE TABLE contacts (number INTEGER PRIMARY KEY, runtime_id TEXT NOT NULL, at INTEGER NOT NULL, contact TEXT NOT NULL, word TEXT NOT NULL);
      CREATE INDEX contacts_at ON contacts (runtime_id, at, number);

      CREATE TABLE records (
        kind TEXT NOT NULL, id TEXT NOT NULL, version INTEGER NOT NULL, value TEXT NOT NULL, PRIMARY KEY (kind, id)
      ) WITHOUT ROWID;
    `,
  },
  {
    number: 2,
    name: 'rollups by what is asked',
    // Triggers made cells of the whole fleet six times as many, and cells of a runtime nearly as many as its runs.
    sql: `
      DROP TABLE fleet_cells;
      DROP TABLE runtime_cells;
      CREATE TABLE fleet_cells (
        cell INTEGER NOT NULL, environment INTEGER NOT NULL, code INTEGER NOT NULL, runs INTEGER NOT NULL,
        PRIMARY KEY (cell, environment, code)
      ) WITHOUT ROWID;
      CREATE TABLE trigger_cells (
        cell INTEGER NOT NULL, environment INTEGER NOT NULL, trigger INTEGER NOT NULL, code INTEGER NOT NULL, runs INTEGER NOT NULL,
        PRIMARY KEY (cell, environment, trigger, code)
      ) WITHOUT ROWID;
      CREATE TABLE runtime_cells (
        runtime INTEGER NOT NULL, cell INTEGER NOT NULL, environment INTEGER NOT NULL, code INTEGER NOT NULL, runs INTEGER NOT NULL,
        PRIMARY KEY (runtime, cell, environment, code)
      ) WITHOUT ROWID;
      INSERT INTO fleet_cells SELECT started_at / 900000, environment, code, count(*) FROM runs WHERE code < 10 GROUP BY 1, 2, 3;
      INSERT INTO trigger_cells SELECT started_at / 900000, environment, trigger, code, count(*) FROM runs WHERE code < 10 GROUP BY 1, 2, 3, 4;
      INSERT INTO runtime_cells SELECT runtime, started_at / 900000, environment, code, count(*) FROM runs WHERE code < 10 GROUP BY 1, 2, 3, 4;
    `,
  },
  {
    number: 3,
    name: 'recovered by the same work',
    // Until now every run of a process counted as the same work.
    sql: `
      ALTER TABLE runs ADD COLUMN work_id TEXT NOT NULL DEFAULT '';
      UPDATE runs SET work_id = (
        SELECT json_extract(json_extract(value, '$'), '$[0]') FROM words WHERE kind = 'process' AND number = runs.process
      );
      CREATE INDEX runs_work ON runs (pair, work_id, started_at, id, code);
    `,
  },
];

/** Brings a database to the newest schema. Throws a `SentenceError` when a newer release has written it. */
export function migrate(database: DatabaseSync, clock: Clock, path: string): void {
  database.exec(
    'CREATE TABLE IF NOT EXISTS migrations (number INTEGER PRIMARY KEY, name TEXT NOT NULL, applied_at INTEGER NOT NULL)',
  );
  const done = Number(database.prepare('SELECT ifnull(max(number), 0) AS number FROM migrations').get()?.['number']);
  const newest = migrations.at(-1)?.number ?? 0;
  if (done > newest) {
    throw new SentenceError(
      `${path} was written by a newer release (schema ${done}, this release knows ${newest}). Start that release, or restore a copy from before it.`,
    );
  }
  for (const { number, name, sql } of migrations) {
    if (number <= done) continue;
    database.exec('BEGIN IMMEDIATE');
    try {
      database.exec(sql);
      database
        .prepare('INSERT INTO migrations (number, name, applied_at) VALUES (?, ?, ?)')
        .run(number, name, clock.now());
      database.exec('COMMIT');
    } catch (error) {
      if (database.isTransaction) database.exec('ROLLBACK');
      throw error;
    }
  }
}
