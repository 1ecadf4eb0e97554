import { setTimeout as sleep } from 'node:timers/promises';
import mysql from 'mysql2';
import type { ConnectionOf } from '../definition/connection.ts';
import type { Fields } from '../run/batch.ts';
import type { Workspace } from '../workspace.ts';
import { tlsOptions } from './postgres-session.ts';
import type { Credentials } from './secrets.ts';
import type { SqlDialect, SqlSession } from './sql-session.ts';

/** How long a connection may take to end politely. */
const CLOSE_MS = 500;

export const mysqlDialect: SqlDialect = {
  quote: (identifier) => `\`${identifier.replaceAll('`', '``')}\``,
  placeholder: () => '?',
  onDuplicate: (mode, keys, columns) => {
    const changed = columns.filter((column) => !keys.includes(column));
    // INSERT IGNORE would hide other errors too; setting a column to itself ignores duplicates only.
    if (mode === 'ignore-duplicates' || changed.length === 0) {
      const first = mysqlDialect.quote(columns[0] ?? '');
      return `ON DUPLICATE KEY UPDATE ${first} = ${first}`;
    }
    return `ON DUPLICATE KEY UPDATE ${changed.map((column) => `${mysqlDialect.quote(column)} = VALUES(${mysqlDialect.quote(column)})`).join(', ')}`;
  },
  rowsPerInsert: (columns) => Math.max(1, Math.min(200, Math.floor(60_000 / Math.max(1, columns)))),
};

/** A connected client of a MySQL or MariaDB connection. The caller ends it. */
export async function connectMysql(
  connection: ConnectionOf<'mysql'>,
  credentials: Credentials,
  workspace: Workspace,
): Promise<mysql.Connection> {
  const tls = await tlsOptions(connection.tls, workspace);
  const client = mysql.createConnection({
    host: connection.host,
    port: connection.port,
    database: connection.database,
    user: typeof connection.user === 'string' ? connection.user : await credentials.resolve(connection.user),
    ...(connection.password ? { password: await credentials.resolve(connection.password) } : {}),
    ...(tls ? { ssl: tls } : {}),
    connectTimeout: connection.connectTimeoutMs,
    dateStrings: true,
    supportBigNumbers: true,
    charset: 'utf8mb4',
  });
  // A lost connection is reported by the statement that meets it; without a listener it would end the process.
  client.on('error', () => {});
  await client.promise().connect();
  return client;
}

/** Opens a session. */
export async function openMysql(
  connection: ConnectionOf<'mysql'>,
  credentials: Credentials,
  workspace: Workspace,
): Promise<SqlSession> {
  const stream = await connectMysql(connection, credentials, workspace);
  const client = stream.promise();
  let isWriting = false;
  return {
    dialect: mysqlDialect,
    async *read({ text, parameters }, batchSize, signal) {
      await client.query('START TRANSACTION READ ONLY');
      yield* streamRows(stream, text, parameters, batchSize, signal);
      await client.query('ROLLBACK').catch(() => {});
    },
    async begin() {
      await client.beginTransaction();
      isWriting = true;
    },
    async write({ text, parameters }) {
      await client.query(text, parameters);
    },
    async commit() {
      await client.commit();
      isWriting = false;
    },
    async rollback() {
      if (isWriting) await client.rollback().catch(() => {});
      isWriting = false;
    },
    async close() {
      // A connection with a hanging statement cannot say goodbye: it is cut.
      const polite = client.end().catch(() => {});
      await Promise.race([polite, sleep(CLOSE_MS)]);
      stream.destroy();
    },
  };
}

/** Rows of a query in batches as the server sends them; a stopped reader destroys the connection, nothing else ends a running query. */
export async function* streamRows(
  client: mysql.Connection,
  text: string,
  parameters: unknown[],
  batchSize: number,
  signal: AbortSignal,
): AsyncGenerator<Fields[]> {
  let rows: Fields[] = [];
  let isDone = false;
  try {
    for await (const row of client.query(text, parameters).stream({ highWaterMark: batchSize })) {
      rows.push(row as Fields);
      if (rows.length < batchSize) continue;
      yield rows;
      rows = [];
      signal.throwIfAborted();
    }
    isDone = true;
    if (rows.length > 0) yield rows;
  } finally {
    if (!isDone) client.destroy();
  }
}
