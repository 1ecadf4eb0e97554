import type { Fields } from '../run/batch.ts';

/** How SQL texts of a product differ, as far as the engine writes them itself. */
export interface SqlDialect {
  quote(identifier: string): string;
  /** Placeholder of parameter number `position`, from 1. */
  placeholder(position: number): string;
  /** What follows `VALUES (...)` for upserts and ignored duplicates. */
  onDuplicate(mode: 'upsert' | 'ignore-duplicates', keys: string[], columns: string[]): string;
  /** Rows that fit one INSERT with `columns` columns. 1 where single prepared inserts are as fast. */
  rowsPerInsert(columns: number): number;
}

/** A statement with positional parameters. */
export interface SqlStatement {
  text: string;
  parameters: unknown[];
}

/**
 * A database connection of one run. Reading and writing use one session each (a running read would block the writes of the same
 * flow); SQLite shares one, because its file lock would.
 */
export interface SqlSession {
  dialect: SqlDialect;
  /** Rows of a query in batches, in a read-only transaction where the product has them. Stops promptly on abort. */
  read(statement: SqlStatement, batchSize: number, signal: AbortSignal): AsyncIterable<Fields[]>;
  /** Begins the transaction that `write` calls belong to. */
  begin(signal: AbortSignal): Promise<void>;
  /** Runs a statement inside the transaction. A failure leaves the transaction usable. */
  write(statement: SqlStatement): Promise<void>;
  commit(): Promise<void>;
  /** Safe to call when nothing was begun. */
  rollback(): Promise<void>;
  close(): Promise<void>;
}

/** `schema.table` quoted part by part; only the first dot separates. */
export function quotedTable(dialect: SqlDialect, table: string): string {
  const dot = table.indexOf('.');
  return dot < 0
    ? dialect.quote(table)
    : `${dialect.quote(table.slice(0, dot))}.${dialect.quote(table.slice(dot + 1))}`;
}

/** A record's value as drivers take it: lists and objects as JSON text, missing as null. */
export function sqlValue(value: unknown): string | number | bigint | boolean | null {
  if (value === undefined || value === null) return null;
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'bigint' || typeof value === 'boolean')
    return value;
  return JSON.stringify(value);
}
