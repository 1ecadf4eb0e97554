import type pg from 'pg';
import type { SchemaObject } from '#contract/connector.ts';
import { untilAborted } from '../connections/abortable.ts';
import { connectPostgres } from '../connections/postgres-session.ts';
import type { Credentials } from '../connections/secrets.ts';
import type { ConnectionOf } from '../definition/connection.ts';
import type { Workspace } from '../workspace.ts';
import { groupedObjects, type ColumnRow } from './grouped-objects.ts';
import { keyMarks, markKey, type KeyMarks } from './key-marks.ts';

/** Columns fetched at once. */
const FETCH_ROWS = 2_000;

const visible = `n.nspname NOT IN ('pg_catalog', 'information_schema') AND n.nspname !~ '^pg_(toast|temp)' AND has_schema_privilege(n.oid, 'USAGE')`;

const constraintsQuery = `
  SELECT con.conrelid::text AS oid, k.attnum::int AS attnum, con.contype AS kind, fn.nspname AS target_schema, fc.relname AS target_table, fa.attname AS target_column
  FROM pg_constraint con
  CROSS JOIN LATERAL unnest(con.conkey) WITH ORDINALITY AS k(attnum, position)
  LEFT JOIN pg_class fc ON con.contype = 'f' AND fc.oid = con.confrelid
  LEFT JOIN pg_namespace fn ON fn.oid = fc.relnamespace
  LEFT JOIN pg_attribute fa ON con.contype = 'f' AND fa.attrelid = con.confrelid AND fa.attnum = con.confkey[k.position]
  JOIN pg_class c ON c.oid = con.conrelid JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE con.contype IN ('p', 'u', 'f') AND ${visible}`;

const indexesQuery = `
  SELECT i.indrelid::text AS oid, k.attnum::int AS attnum, i.indisunique AS is_unique
  FROM pg_index i CROSS JOIN LATERAL unnest(i.indkey::int2[]) AS k(attnum)
  JOIN pg_class c ON c.oid = i.indrelid JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE NOT i.indisprimary AND k.attnum > 0 AND ${visible}`;

const columnsQuery = `
  SELECT c.oid::text AS oid, n.nspname AS schema_name, c.relname AS table_name, c.relkind AS kind, obj_description(c.oid, 'pg_class') AS table_comment,
    a.attnum::int AS attnum, a.attname AS column_name, format_type(a.atttypid, a.atttypmod) AS column_type, a.attnotnull AS is_not_null, col_description(c.oid, a.attnum) AS column_comment
  FROM pg_class c
  JOIN pg_namespace n ON n.oid = c.relnamespace
  LEFT JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
  WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND NOT c.relispartition AND ${visible}
  ORDER BY n.nspname, c.relname, a.attnum`;

interface CatalogRow {
  oid: string;
  schema_name: string;
  table_name: string;
  kind: string;
  table_comment: string | null;
  attnum: number | null;
  column_name: string | null;
  column_type: string | null;
  is_not_null: boolean | null;
  column_comment: string | null;
}

/** Tables and views of a PostgreSQL database that the user may look into, sorted by schema and name; three set-based queries on the catalogue. */
export async function* browsePostgres(
  connection: ConnectionOf<'postgresql'>,
  credentials: Credentials,
  workspace: Workspace,
  signal: AbortSignal,
): AsyncGenerator<SchemaObject> {
  const connecting = connectPostgres(connection, credentials, workspace);
  // Cancelled while connecting: the late connection must not stay open.
  const client = await untilAborted(connecting, signal).catch((error: unknown) => {
    void connecting.then((late) => late.end()).catch(() => {});
    throw error;
  });
  try {
    const ask = <T extends pg.QueryResultRow>(text: string): Promise<pg.QueryResult<T>> =>
      untilAborted(client.query<T>(text), signal);
    await ask('BEGIN READ ONLY');
    const marks = keyMarks();
    const constraints = await ask<{
      oid: string;
      attnum: number;
      kind: 'p' | 'u' | 'f';
      target_schema: string | null;
      target_table: string | null;
      target_column: string | null;
    }>(constraintsQuery);
    for (const row of constraints.rows) {
      const reference = row.kind === 'f' ? `${row.target_schema}.${row.target_table}.${row.target_column}` : null;
      markKey(
        marks,
        `${row.oid}.${row.attnum}`,
        row.kind === 'p' ? 'primary' : row.kind === 'u' ? 'unique' : 'foreign',
        reference,
      );
    }
    const indexes = await ask<{ oid: string; attnum: number; is_unique: boolean }>(indexesQuery);
    for (const row of indexes.rows) markKey(marks, `${row.oid}.${row.attnum}`, row.is_unique ? 'unique' : 'index');
    await ask(`DECLARE daymark_browse NO SCROLL CURSOR FOR ${columnsQuery}`);
    yield* groupedObjects(columnRows(() => ask<CatalogRow>(`FETCH ${FETCH_ROWS} FROM daymark_browse`), marks));
  } finally {
    // Ends at once, whatever the server is doing: `pg` cuts a connection with a running query.
    await client.end().catch(() => {});
  }
}

async function* columnRows(
  fetch: () => Promise<pg.QueryResult<CatalogRow>>,
  marks: KeyMarks,
): AsyncGenerator<ColumnRow> {
  for (;;) {
    const { rows } = await fetch();
    for (const row of rows) yield columnRow(row, marks);
    if (rows.length < FETCH_ROWS) return;
  }
}

function columnRow(row: CatalogRow, marks: KeyMarks): ColumnRow {
  const isView = row.kind === 'v' || row.kind === 'm';
  const object = {
    namespace: row.schema_name,
    name: row.table_name,
    kind: isView ? ('view' as const) : ('table' as const),
    comment: row.table_comment,
  };
  if (row.column_name === null) return { object, field: null };
  const mark = marks.get(`${row.oid}.${row.attnum}`);
  return {
    object,
    field: {
      name: row.column_name,
      type: row.column_type ?? '',
      nullable: isView ? null : row.is_not_null !== true,
      keys: [...(mark?.keys ?? [])],
      references: mark?.references ?? null,
      comment: row.column_comment,
    },
  };
}
