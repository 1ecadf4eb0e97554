import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite';
import { ProblemError } from '#contract/errors.ts';
import { asProblem } from './sqlite-errors.ts';

/** A row as SQLite gives it. */
export type SqlRow = Record<string, null | number | bigint | string | Uint8Array>;

interface Job {
  work: () => unknown;
  settle: (outcome: { value: unknown } | { error: unknown }) => void;
}

/** Writes that arrive within this time share one transaction, and so one wait for the disk. */
const GROUP_COMMIT_MS = 2;

/** Prepared statements kept; a filter makes one of some dozens of texts. */
const STATEMENTS_KEPT = 400;

/** The one connection: prepared statements by text, reads at once, writes in groups. */
export class Connection {
  private readonly database: DatabaseSync;
  private readonly statements = new Map<string, StatementSync>();
  private readonly rollbackListeners: (() => void)[] = [];
  private queue: Job[] = [];
  private timer: NodeJS.Timeout | undefined;
  private isClosed = false;

  constructor(database: DatabaseSync) {
    this.database = database;
  }

  /** Runs `listener` after anything written was taken back, so that what memory knows of the database is dropped. */
  onRollback(listener: () => void): void {
    this.rollbackListeners.push(listener);
  }

  all(sql: string, ...values: SQLInputValue[]): SqlRow[] {
    return this.statement(sql).all(...values);
  }

  one(sql: string, ...values: SQLInputValue[]): SqlRow | undefined {
    return this.statement(sql).get(...values);
  }

  iterate(sql: string, ...values: SQLInputValue[]): IterableIterator<SqlRow> {
    return this.statement(sql).iterate(...values);
  }

  /** Answers a statement of one column `sums` made by `sum_by`: sums by key. */
  sums(sql: string, ...values: SQLInputValue[]): [key: number, runs: number][] {
    return JSON.parse(String(this.one(sql, ...values)?.['sums'])) as [number, number][];
  }

  /** Gives the number of the inserted row and how many rows changed. */
  run(sql: string, ...values: SQLInputValue[]): { lastInsertRowid: number; changes: number } {
    const { lastInsertRowid, changes } = this.statement(sql).run(...values);
    return { lastInsertRowid: Number(lastInsertRowid), changes: Number(changes) };
  }

  /** Answers from what is committed. Rejects with a `ProblemError`. */
  async read<T>(work: () => T): Promise<T> {
    this.assertOpen();
    try {
      return work();
    } catch (error) {
      throw asProblem(error);
    }
  }

  /** Resolves after commit. When `work` throws, nothing of it is kept and others in the same transaction are not touched. */
  async write<T>(work: () => T): Promise<T> {
    this.assertOpen();
    this.timer ??= setTimeout(() => this.flush(), GROUP_COMMIT_MS);
    return await new Promise<T>((resolve, reject) => {
      this.queue.push({
        work,
        settle: (outcome) => {
          // What settles this job is what its own work gave.
          if ('value' in outcome) resolve(outcome.value as T);
          else reject(asProblem(outcome.error));
        },
      });
    });
  }

  /** Commits what waits, then closes; later calls reject. False when it was closed already. */
  close(): boolean {
    if (this.isClosed) return false;
    this.flush();
    this.isClosed = true;
    this.statements.clear();
    this.database.close();
    return true;
  }

  private flush(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    const jobs = this.queue;
    this.queue = [];
    if (jobs.length === 0) return;
    const outcomes: (() => void)[] = [];
    try {
      this.database.exec('BEGIN IMMEDIATE');
      for (const { work, settle } of jobs) {
        const outcome = this.runJob(work);
        outcomes.push(() => settle(outcome));
      }
      this.database.exec('COMMIT');
    } catch (error) {
      if (this.database.isTransaction) this.database.exec('ROLLBACK');
      this.hasRolledBack();
      for (const { settle } of jobs) settle({ error });
      return;
    }
    for (const settle of outcomes) settle();
  }

  private runJob(work: () => unknown): { value: unknown } | { error: unknown } {
    this.database.exec('SAVEPOINT job');
    try {
      const value = work();
      this.database.exec('RELEASE job');
      return { value };
    } catch (error) {
      // A full disk takes back the whole transaction by itself: then there is no savepoint, and no job was kept.
      if (!this.database.isTransaction) throw error;
      this.database.exec('ROLLBACK TO job');
      this.database.exec('RELEASE job');
      this.hasRolledBack();
      return { error };
    }
  }

  private hasRolledBack(): void {
    for (const listener of this.rollbackListeners) listener();
  }

  private statement(sql: string): StatementSync {
    const known = this.statements.get(sql);
    if (known) return known;
    if (this.statements.size >= STATEMENTS_KEPT) {
      const [oldest] = this.statements.keys();
      if (oldest !== undefined) this.statements.delete(oldest);
    }
    const statement = this.database.prepare(sql);
    this.statements.set(sql, statement);
    return statement;
  }

  private assertOpen(): void {
    if (this.isClosed) throw new ProblemError('store-unavailable', 'The store is closed.');
  }
}
