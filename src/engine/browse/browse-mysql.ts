import type mysql from 'mysql2';
import type { SchemaObject } from '#contract/connector.ts';
import { untilAborted } from '../connections/abortable.ts';
import { connectMysql, streamRows } from '../connections/mysql-session.ts';
import type { Credentials } from '../connections/secrets.ts';
import type { ConnectionOf } from '../definition/connection.ts';
import { textOf } from '../run/batch.ts';
import type { Workspace } from '../workspace.ts';
import { groupedObjects, type ColumnRow } from './grouped-objects.ts';
import { keyMarks, markKey, type KeyMarks } from './key-marks.ts';

const STREAM_ROWS = 1_000;

const system = `('mysql', 'information_schema', 'performance_schema', 'sys')`;

const tablesQuery = `SELECT table_schema AS s, table_name AS t, table_type AS kind, table_comment AS comment FROM information_schema.tables WHERE table_schema NOT IN ${system}`;

const keysQuery = `
  SELECT table_schema AS s, table_name AS t, column_name AS c, constraint_name AS name, referenced_table_schema AS rs, referenced_table_name AS rt, referenced_column_name AS rc
  FROM information_schema.key_column_usage WHERE table_schema NOT IN ${system}`;

const indexesQuery = `SELECT table_schema AS s, table_name AS t, column_name AS c, non_unique AS isNotUnique, index_name AS name FROM information_schema.statistics WHERE table_schema NOT IN ${system} AND column_name IS NOT NULL`;

const columnsQuery = `
  SELECT table_schema AS s, table_name AS t, column_name AS c, column_type AS type, is_nullable AS nullable, column_comment AS comment
  FROM information_schema.columns WHERE table_schema NOT IN ${system} ORDER BY table_schema, table_name, ordinal_position`;

type Row = Record<string, unknown>;

/** Tables and views of a MySQL or MariaDB server that the user may see, sorted by schema and name; four set-based queries, no join (joins of information_schema are slow). */
export async function* browseMysql(
  connection: ConnectionOf<'mysql'>,
  credentials: Credentials,
  workspace: Workspace,
  signal: AbortSignal,
): AsyncGenerator<SchemaObject> {
  const connecting = connectMysql(connection, credentials, workspace);
  const client = await untilAborted(connecting, signal).catch((error: unknown) => {
    void connecting.then((late) => late.destroy()).catch(() => {});
    throw error;
  });
  try {
    await untilAborted(client.promise().query('START TRANSACTION READ ONLY'), signal);
    const tables = new Map<string, Row>();
    for (const row of await rowsOf(client, tablesQuery, signal)) tables.set(idOf(row), row);
    const marks = keyMarks();
    for (const row of await rowsOf(client, keysQuery, signal)) {
      const isForeign = row['rt'] !== null;
      const key = isForeign ? 'foreign' : row['name'] === 'PRIMARY' ? 'primary' : 'unique';
      markKey(
        marks,
        idOf(row, 'c'),
        key,
        isForeign ? `${String(row['rs'])}.${String(row['rt'])}.${String(row['rc'])}` : null,
      );
    }
    for (const row of await rowsOf(client, indexesQuery, signal)) {
      if (row['name'] !== 'PRIMARY')
        markKey(marks, idOf(row, 'c'), Number(row['isNotUnique']) === 0 ? 'unique' : 'index');
    }
    yield* groupedObjects(columnRows(client, tables, marks, signal));
  } finally {
    client.destroy();
  }
}

async function* columnRows(
  client: mysql.Connection,
  tables: Map<string, Row>,
  marks: KeyMarks,
  signal: AbortSignal,
): AsyncGenerator<ColumnRow> {
  for await (const rows of streamRows(client, columnsQuery, [], STREAM_ROWS, signal)) {
    for (const row of rows) {
      const table = tables.get(idOf(row));
      const isView = textOf(table?.['kind']).includes('VIEW');
      const mark = marks.get(idOf(row, 'c'));
      yield {
        object: {
          namespace: String(row['s']),
          name: String(row['t']),
          kind: isView ? 'view' : 'table',
          // Views carry the word VIEW as their comment.
          comment: isView ? null : textOrNull(table?.['comment']),
        },
        field: {
          name: String(row['c']),
          type: String(row['type']),
          nullable: isView ? null : row['nullable'] === 'YES',
          keys: [...(mark?.keys ?? [])],
          references: mark?.references ?? null,
          comment: textOrNull(row['comment']),
        },
      };
    }
  }
}

async function rowsOf(client: mysql.Connection, text: string, signal: AbortSignal): Promise<Row[]> {
  const [rows] = await untilAborted(client.promise().query<mysql.RowDataPacket[]>(text), signal);
  return rows;
}

/** Identity of a table or, with `c`, a column: the parts cannot hold a zero character. */
function idOf(row: Row, column?: 'c'): string {
  return [row['s'], row['t'], ...(column ? [row['c']] : [])].join('\u0000');
}

function textOrNull(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}
