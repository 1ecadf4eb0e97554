import { existsSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { SchemaField, SchemaObject } from '#contract/connector.ts';
import type { ConnectionOf } from '../definition/connection.ts';
import { EngineError } from '../errors/engine-error.ts';
import { textOf } from '../run/batch.ts';
import { insideWorkspace, type Workspace } from '../workspace.ts';
import { keyMarks, markKey, type KeyMarks } from './key-marks.ts';

/** Objects between two turns of the event loop: the driver is synchronous. */
const TURN_EVERY_OBJECTS = 50;
const NAMESPACE = 'main';

/**
 * Tables and views of a SQLite file, opened read-only, sorted by name. Prepared statements per object cost microseconds here: there is
 * no server to ask. A view that is broken has no fields instead of failing the rest.
 */
export async function* browseSqlite(
  connection: ConnectionOf<'sqlite'>,
  workspace: Workspace,
  signal: AbortSignal,
): AsyncGenerator<SchemaObject> {
  const file = insideWorkspace(workspace, connection.file);
  if (!existsSync(file)) throw new EngineError('SQL_OPEN', `SQLite file "${connection.file}" does not exist`);
  const db = new DatabaseSync(file, { readOnly: true, timeout: 2_000 });
  try {
    db.exec('BEGIN');
    const objects = db
      .prepare(
        "SELECT name, type FROM sqlite_schema WHERE type IN ('table', 'view') AND substr(name, 1, 7) <> 'sqlite_' ORDER BY name",
      )
      .all();
    const columns = db.prepare(
      'SELECT name, type, "notnull" AS is_not_null, pk, hidden FROM pragma_table_xinfo(?) ORDER BY cid',
    );
    const foreign = db.prepare(
      'SELECT "from" AS name, "table" AS target, "to" AS target_column, seq FROM pragma_foreign_key_list(?) ORDER BY id, seq',
    );
    const indexes = db.prepare(
      'SELECT i.name AS column_name, l."unique" AS is_unique, l.origin FROM pragma_index_list(?) AS l, pragma_index_info(l.name) AS i WHERE i.name IS NOT NULL',
    );
    const primary = db.prepare('SELECT name FROM pragma_table_xinfo(?) WHERE pk > 0 ORDER BY pk');

    for (const [index, object] of objects.entries()) {
      if (index % TURN_EVERY_OBJECTS === TURN_EVERY_OBJECTS - 1) await nextTurn();
      signal.throwIfAborted();
      const name = String(object['name']);
      const marks = keyMarks();
      for (const row of foreign.all(name)) {
        // Without a named column the reference means the primary key of the target.
        const target = row['target_column'] ?? primary.all(String(row['target']))[Number(row['seq'])]?.['name'] ?? '';
        markKey(marks, String(row['name']), 'foreign', `${NAMESPACE}.${String(row['target'])}.${String(target)}`);
      }
      for (const row of indexes.all(name))
        if (row['origin'] !== 'pk')
          markKey(marks, String(row['column_name']), row['is_unique'] === 1 ? 'unique' : 'index');
      yield {
        namespace: NAMESPACE,
        name,
        kind: object['type'] === 'view' ? 'view' : 'table',
        comment: null,
        fields: fieldsOf(() => columns.all(name), marks, object['type'] === 'view'),
      };
    }
  } finally {
    db.close();
  }
}

function fieldsOf(read: () => Record<string, unknown>[], marks: KeyMarks, isView: boolean): SchemaField[] {
  let rows: Record<string, unknown>[];
  try {
    rows = read();
  } catch (error) {
    if (isView) return [];
    throw error;
  }
  return rows
    .filter((row) => row['hidden'] !== 1)
    .map((row) => {
      const name = String(row['name']);
      const isPrimary = Number(row['pk']) > 0;
      if (isPrimary) markKey(marks, name, 'primary');
      return {
        name,
        type: textOf(row['type']),
        // A view's columns say nothing about null; SQLite allows null in primary keys other than INTEGER ones, so only NOT NULL counts.
        nullable: isView ? null : row['is_not_null'] !== 1 && !isRowId(row),
        keys: [...(marks.get(name)?.keys ?? [])],
        references: marks.get(name)?.references ?? null,
        comment: null,
      };
    });
}

/** `INTEGER PRIMARY KEY` is the row's own number: never null, whatever the declaration says. */
function isRowId(row: Record<string, unknown>): boolean {
  return row['pk'] === 1 && textOf(row['type']).toUpperCase() === 'INTEGER';
}
