import type { DocumentReport } from '#contract/tracking.ts';
import {
  type ExecutionOrder,
  type ExecutionQuery,
  readCursor,
  readDocumentCursor,
  type StoredExecutionRow,
  writeCursor,
  writeDocumentCursor,
} from '#platform/index.ts';
import type { Conditions } from './conditions.ts';
import type { Connection } from './connection.ts';
import type { RunReader } from './runs.ts';

const KEYS = { started: 'started_at', duration: 'duration', errors: 'errors' } as const;

/** A page of the set; see `ExecutionStore.page`. The walk is on an index alone; only rows of the page are read whole. */
export function pageOf(
  connection: Connection,
  reader: RunReader,
  query: ExecutionQuery,
  conditions: Conditions,
  order: ExecutionOrder,
  after: string | null,
  limit: number,
): { rows: StoredExecutionRow[]; next: string | null } {
  const from = after === null ? null : readCursor(order, after);
  if (conditions.isEmpty) return { rows: [], next: null };
  const wanted = Math.max(1, limit);
  const key = KEYS[order.sort];
  const direction = order.descending ? 'DESC' : 'ASC';
  const terms = ['started_at >= ?', 'started_at < ?', ...conditions.terms];
  // SQLite starts an index walk at a plain bound, not at the pair below: without this, page 5,000 would walk all before it.
  const isByStart = from !== null && order.sort === 'started';
  const fromAt = isByStart && !order.descending ? Math.max(query.fromAt, from.key) : query.fromAt;
  const toAt = isByStart && order.descending ? Math.min(query.toAt, from.key + 1) : query.toAt;
  const values = [fromAt, toAt, ...conditions.values];
  if (from) {
    terms.push(`(${key}, id) ${order.descending ? '<' : '>'} (?, ?)`);
    values.push(from.key, from.id);
  }
  const found = connection.all(
    `SELECT number, id, ${key} AS key FROM runs INDEXED BY ${conditions.index} WHERE ${terms.join(' AND ')}
     ORDER BY ${key} ${direction}, id ${direction} LIMIT ?`,
    ...values,
    wanted + 1,
  );
  const shown = found.slice(0, wanted);
  const last = shown.at(-1);
  return {
    rows: reader.rows(shown.map(({ number }) => Number(number))),
    next:
      found.length > wanted && last ? writeCursor(order, { key: Number(last['key']), id: String(last['id']) }) : null,
  };
}

/** A page of documents, failed first, then by number; see `ExecutionStore.documents`. */
export function documentPage(
  connection: Connection,
  run: number,
  after: string | null,
  limit: number,
): { rows: DocumentReport[]; total: number; next: string | null } {
  const from = after === null ? null : readDocumentCursor(after);
  const wanted = Math.max(1, limit) + 1;
  const read = (condition: string, afterNumber: number, count: number): DocumentReport[] =>
    connection
      .all(
        `SELECT body FROM documents WHERE run = ? AND number > ? AND ${condition} ORDER BY number LIMIT ?`,
        run,
        afterNumber,
        count,
      )
      .map(({ body }) => JSON.parse(String(body)) as DocumentReport);
  const rows = from && !from.isFailed ? [] : read(`outcome = 'failed'`, from?.number ?? 0, wanted);
  if (rows.length < wanted) {
    rows.push(...read(`outcome <> 'failed'`, from && !from.isFailed ? from.number : 0, wanted - rows.length));
  }
  const shown = rows.slice(0, wanted - 1);
  const last = shown.at(-1);
  const total = Number(connection.one('SELECT count(*) AS total FROM documents WHERE run = ?', run)?.['total'] ?? 0);
  return { rows: shown, total, next: rows.length === wanted && last ? writeDocumentCursor(last) : null };
}
