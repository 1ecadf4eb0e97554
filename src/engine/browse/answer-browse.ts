import type { AnswerRecord } from '#contract/answer.ts';
import type { SchemaObject } from '#contract/connector.ts';
import type { Connection } from '../definition/connection.ts';
import { describeError } from '../errors/describe-error.ts';
import type { RuntimeParts } from '../runtime-parts.ts';
import { browseFolder } from './browse-folder.ts';
import { browseMysql } from './browse-mysql.ts';
import { browsePostgres } from './browse-postgres.ts';
import { browseSqlite } from './browse-sqlite.ts';

/** The structure behind a connector, object by object: names, types and keys, never a value. */
export async function* answerBrowse(
  connection: Connection | undefined,
  signal: AbortSignal,
  parts: Pick<RuntimeParts, 'workspace' | 'credentials' | 'now'>,
): AsyncGenerator<AnswerRecord> {
  yield { t: 'head', kind: 'connector-browse', at: parts.now() };
  if (!connection) return yield { t: 'refused', reason: 'This runtime has no connector of that id.' };
  if (connection.kind === 'http')
    return yield { t: 'refused', reason: 'An HTTP endpoint does not tell its structure.' };
  let items = 0;
  try {
    for await (const object of objectsOf(connection, signal, parts)) {
      if (signal.aborted) return;
      items += 1;
      yield { t: 'object', object: limited(object) };
    }
  } catch (error) {
    if (signal.aborted) return;
    const { report, details } = describeError(error);
    return yield {
      t: 'failed',
      reason: `${report.template}${report.code ? ` (${report.code})` : ''}: ${details.message}`.slice(0, 500),
    };
  }
  yield { t: 'end', items, cut: null };
}

function objectsOf(
  connection: Exclude<Connection, { kind: 'http' }>,
  signal: AbortSignal,
  { workspace, credentials }: Pick<RuntimeParts, 'workspace' | 'credentials'>,
): AsyncIterable<SchemaObject> {
  switch (connection.kind) {
    case 'sqlite':
      return browseSqlite(connection, workspace, signal);
    case 'postgresql':
      return browsePostgres(connection, credentials, workspace, signal);
    case 'mysql':
      return browseMysql(connection, credentials, workspace, signal);
    case 'csv-folder':
    case 'json-folder':
    case 'xml-folder':
      return browseFolder(connection, workspace, signal);
  }
}

const NAME_MAX = 300;
const COMMENT_MAX = 2_000;
const FIELDS_MAX = 2_000;

/** Fits an object into the limits of the contract: longer names and comments are cut. */
function limited(object: SchemaObject): SchemaObject {
  return {
    ...object,
    namespace: object.namespace?.slice(0, NAME_MAX) ?? null,
    name: object.name.slice(0, NAME_MAX),
    comment: object.comment?.slice(0, COMMENT_MAX) ?? null,
    fields: object.fields.slice(0, FIELDS_MAX).map((field) => ({
      ...field,
      name: field.name.slice(0, NAME_MAX),
      type: field.type.slice(0, NAME_MAX),
      references: field.references?.slice(0, NAME_MAX) ?? null,
      comment: field.comment?.slice(0, COMMENT_MAX) ?? null,
    })),
  };
}
