import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import {
  assertStorableKey,
  type Clock,
  type ExecutionQuery,
  type ExecutionStore,
  type PlatformLog,
  type Store,
} from '#platform/index.ts';
import { SentenceError } from '#hosts/sentence-error.ts';
import { createSqliteAnswers } from './answers.ts';
import { ReportWriter } from './apply-reports.ts';
import { Cells } from './cells.ts';
import { type Conditions, conditionsOf } from './conditions.ts';
import { Connection } from './connection.ts';
import { createSqliteContacts } from './contacts.ts';
import { addCounting } from './counting.ts';
import { lockDirectory } from './directory-lock.ts';
import { countsOf, groupsOf, valuesOf } from './figures.ts';
import { History } from './history.ts';
import { migrate } from './migrations.ts';
import { Normals } from './normals.ts';
import { documentPage, pageOf } from './pages.ts';
import { prune } from './prune.ts';
import { createSqliteRecords } from './records.ts';
import { Recovery } from './recovery.ts';
import { createSqliteRequests } from './requests.ts';
import { RunReader } from './runs.ts';
import { sqliteSentence } from './sqlite-errors.ts';
import { stripsOf, tallyOf } from './tally.ts';
import { Vocabulary } from './words.ts';

/** What the embedded store needs. */
export interface SqliteStoreOptions {
  /** Made when missing; belongs to this process alone until the store is closed. */
  directory: string;
  log: PlatformLog;
  clock: Clock;
}

/**
 * Opens the embedded store: one SQLite database (WAL) in a directory of its own. What a write resolved for is on disk.
 * Rejects with a `SentenceError` when the directory is taken or cannot be written, or the database is damaged or from a newer release.
 */
export async function openSqliteStore({ directory, log, clock }: SqliteStoreOptions): Promise<Store> {
  const path = join(directory, 'daymark.sqlite');
  let unlock: (() => void) | undefined;
  let database: DatabaseSync | undefined;
  try {
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    unlock = lockDirectory(directory);
    database = new DatabaseSync(path);
    // FULL: acknowledged means durable, also when the power goes (invariant 6).
    database.exec(`
      PRAGMA journal_mode = WAL;
      PRAGMA synchronous = FULL;
      PRAGMA temp_store = MEMORY;
      PRAGMA cache_size = -65536;
      PRAGMA wal_autocheckpoint = 4000;
    `);
    addCounting(database);
    migrate(database, clock, path);
    const connection = new Connection(database);
    log('info', 'store opened', { path });
    return createStore(connection, unlock);
  } catch (error) {
    database?.close();
    unlock?.();
    if (error instanceof SentenceError) throw error;
    const isFileError = error instanceof Error && 'syscall' in error;
    throw new SentenceError(
      isFileError
        ? `The directory ${directory} cannot be used: ${error.message}.`
        : `${path}: ${sqliteSentence(error)}`,
      { cause: error },
    );
  }
}

function createStore(connection: Connection, unlock: () => void): Store {
  const vocabulary = new Vocabulary(connection);
  const cells = new Cells(connection);
  return {
    executions: createExecutions(connection, vocabulary, cells),
    requests: createSqliteRequests(connection),
    answers: createSqliteAnswers(connection),
    contacts: createSqliteContacts(connection),
    records: createSqliteRecords(connection),
    async stats() {
      return await connection.read(() => {
        const ended = connection.one('SELECT ifnull(sum(runs), 0) AS runs FROM fleet_cells')?.['runs'];
        const inFlight = connection.one(
          'SELECT count(*) AS runs FROM runs INDEXED BY runs_in_flight WHERE code = 10',
        )?.['runs'];
        const oldest = connection.one('SELECT min(started_at) AS at FROM runs')?.['at'];
        const pages = connection.one('SELECT page_count * page_size AS bytes FROM pragma_page_count, pragma_page_size');
        return {
          executions: Number(ended) + Number(inFlight),
          oldestExecutionAt: oldest == null ? null : Number(oldest),
          answers: Number(connection.one('SELECT count(*) AS answers FROM answers')?.['answers']),
          bytes: Number(pages?.['bytes']),
        };
      });
    },
    async prune(limits) {
      return await connection.write(() => prune(connection, cells, limits));
    },
    async close() {
      if (connection.close()) unlock();
    },
  };
}

function createExecutions(connection: Connection, vocabulary: Vocabulary, cells: Cells): ExecutionStore {
  const reader = new RunReader(connection, vocabulary);
  const normals = new Normals(connection, vocabulary);
  const history = new History(connection, vocabulary, reader);
  const writer = new ReportWriter(connection, vocabulary, cells, new Recovery(connection, cells));
  const ask = async <T>(query: ExecutionQuery, answer: (conditions: Conditions) => T): Promise<T> =>
    await connection.read(() => answer(conditionsOf(query, vocabulary, normals)));
  return {
    async apply(source, batchId, receivedAt, reports) {
      assertStorableKey(source.runtimeId, 'runtimeId');
      assertStorableKey(batchId, 'batchId');
      return await connection.write(() => writer.applyBatch(source, batchId, receivedAt, reports));
    },
    async get(id) {
      return await connection.read(() => reader.get(id));
    },
    async page(query, order, after, limit) {
      return await ask(query, (conditions) => pageOf(connection, reader, query, conditions, order, after, limit));
    },
    async counts(query) {
      return await ask(query, (conditions) => countsOf(connection, query, conditions));
    },
    async histogram(query, bucketMs) {
      return await ask(query, (conditions) => {
        const tally = tallyOf(connection, conditions, { fromAt: query.fromAt, toAt: query.toAt, bucketMs });
        return Array.from({ length: tally.buckets }, (_, bucket) => tally.states(bucket));
      });
    },
    async values(query, field, contains, limit) {
      return await ask(query, (conditions) =>
        valuesOf(connection, vocabulary, query, conditions, field, contains, limit),
      );
    },
    async groups(query, bucketMs, limit) {
      return await ask(query, (conditions) => groupsOf(connection, vocabulary, query, conditions, bucketMs, limit));
    },
    async strips(fromAt, toAt, bucketMs) {
      return await connection.read(() => stripsOf(connection, vocabulary.runtimes.values, { fromAt, toAt, bucketMs }));
    },
    async documents(id, after, limit) {
      return await connection.read(() => documentPage(connection, reader.numberOf(id), after, limit));
    },
    async recentRuns(runtimeId, processId, startedAtOrBefore, limit) {
      return await connection.read(() => history.recentRuns(runtimeId, processId, startedAtOrBefore, limit));
    },
    async lastSuccess(runtimeId, processId, startedBefore) {
      return await connection.read(() => history.lastSuccess(runtimeId, processId, startedBefore));
    },
    async relatives(id) {
      return await connection.read(() => history.relatives(id));
    },
    async recentOutcomes(runtimeId, limit) {
      return await connection.read(() => history.recentOutcomes(runtimeId, limit));
    },
    async inFlight(runtimeId, limit) {
      return await connection.read(() => history.inFlight(runtimeId, limit));
    },
    async processFigures(runtimeId, fromAt, toAt) {
      return await connection.read(() => history.processFigures(runtimeId, fromAt, toAt));
    },
    async normal(runtimeId, processId, now) {
      return await connection.read(() => {
        const pair = vocabulary.findPair(runtimeId, processId);
        const normal = pair === 0 ? null : normals.of(pair, now);
        return normal && normal.runs > 0 ? { medianMs: normal.medianMs, runs: normal.runs } : null;
      });
    },
  };
}
