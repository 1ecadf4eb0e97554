import { readFile } from 'node:fs/promises';
import pg from 'pg';
import type { ConnectionOf } from '../definition/connection.ts';
import type { Fields } from '../run/batch.ts';
import { insideWorkspace, type Workspace } from '../workspace.ts';
import type { Credentials } from './secrets.ts';
import type { SqlDialect, SqlSession } from './sql-session.ts';

/** Parameters of one statement (protocol limit, 16 bit). */
const PARAMETERS_MAX = 65_535;

export const postgresDialect: SqlDialect = {
  quote: (identifier) => `"${identifier.replaceAll('"', '""')}"`,
  placeholder: (position) => `$${position}`,
  onDuplicate: (mode, keys, columns) => {
    if (mode === 'ignore-duplicates') return 'ON CONFLICT DO NOTHING';
    const quoted = (name: string): string => postgresDialect.quote(name);
    const changes = columns
      .filter((column) => !keys.includes(column))
      .map((column) => `${quoted(column)} = excluded.${quoted(column)}`);
    return `ON CONFLICT (${keys.map(quoted).join(', ')}) DO ${changes.length > 0 ? `UPDATE SET ${changes.join(', ')}` : 'NOTHING'}`;
  },
  rowsPerInsert: (columns) => Math.max(1, Math.min(200, Math.floor(PARAMETERS_MAX / Math.max(1, columns)))),
};

/** Dates and times stay as the server writes them: no driver may shift them into its own zone. */
const asText = (value: string): string => value;
const textTypes = new Set<number>([1082, 1083, 1114, 1184, 1266]);

/** A connected client of a PostgreSQL connection. The caller ends it. */
export async function connectPostgres(
  connection: ConnectionOf<'postgresql'>,
  credentials: Credentials,
  workspace: Workspace,
): Promise<pg.Client> {
  const client = new pg.Client({
    host: connection.host,
    port: connection.port,
    database: connection.database,
    user: typeof connection.user === 'string' ? connection.user : await credentials.resolve(connection.user),
    password: connection.password ? await credentials.resolve(connection.password) : undefined,
    ssl: await tlsOptions(connection.tls, workspace),
    connectionTimeoutMillis: connection.connectTimeoutMs,
    application_name: 'daymark',
    types: {
      getTypeParser: (oid: number, format?: 'text' | 'binary') =>
        textTypes.has(oid) ? asText : pg.types.getTypeParser(oid, format ?? 'text'),
    },
  });
  // Without a listener a lost connection would end the whole process; the running query gets the error too.
  client.on('error', () => {});
  await client.connect();
  return client;
}

/** TLS options of a database connection: off, on with the system's authorities, or with one authority from a file. */
export async function tlsOptions(
  tls: boolean | { ca: string },
  workspace: Workspace,
): Promise<false | { ca?: string; rejectUnauthorized: true }> {
  if (tls === false) return false;
  return tls === true
    ? { rejectUnauthorized: true }
    : { rejectUnauthorized: true, ca: await readFile(insideWorkspace(workspace, tls.ca), 'utf8') };
}

/** Opens a session. */
export async function openPostgres(
  connection: ConnectionOf<'postgresql'>,
  credentials: Credentials,
  workspace: Workspace,
): Promise<SqlSession> {
  const client = await connectPostgres(connection, credentials, workspace);
  let isWriting = false;
  return {
    dialect: postgresDialect,
    async *read({ text, parameters }, batchSize, signal) {
      await client.query('BEGIN READ ONLY');
      try {
        await client.query(`DECLARE daymark_read NO SCROLL CURSOR FOR ${text}`, parameters);
        for (;;) {
          signal.throwIfAborted();
          const { rows } = await client.query<Fields>(`FETCH ${batchSize} FROM daymark_read`);
          if (rows.length > 0) yield rows;
          if (rows.length < batchSize) break;
        }
        await client.query('CLOSE daymark_read');
      } finally {
        await client.query('ROLLBACK').catch(() => {});
      }
    },
    async begin() {
      await client.query('BEGIN');
      isWriting = true;
    },
    async write({ text, parameters }) {
      // A failed statement spoils a PostgreSQL transaction; the savepoint lets the caller look for the guilty row.
      await client.query('SAVEPOINT daymark_write');
      try {
        await client.query(text, parameters);
        await client.query('RELEASE SAVEPOINT daymark_write');
      } catch (error) {
        await client.query('ROLLBACK TO SAVEPOINT daymark_write').catch(() => {});
        throw error;
      }
    },
    async commit() {
      await client.query('COMMIT');
      isWriting = false;
    },
    async rollback() {
      if (isWriting) await client.query('ROLLBACK').catch(() => {});
      isWriting = false;
    },
    async close() {
      await client.end().catch(() => {});
    },
  };
}
