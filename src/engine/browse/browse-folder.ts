import { createReadStream } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { parse } from 'csv-parse';
import { XMLParser } from 'fast-xml-parser';
import type { SchemaField, SchemaObject } from '#contract/connector.ts';
import type { ConnectionOf } from '../definition/connection.ts';
import { matchesPattern } from '../definition/file-options.ts';
import { decodeText } from '../files/decode.ts';
import { insideWorkspace, type Workspace } from '../workspace.ts';
import { inferFields, isFieldName } from './infer-structure.ts';

type FolderConnection = ConnectionOf<'csv-folder'> | ConnectionOf<'json-folder'> | ConnectionOf<'xml-folder'>;

/** Records that types are inferred from. */
const SAMPLE_RECORDS = 200;
/** Columns of a CSV file that are looked at. */
const COLUMNS_MAX = 2_000;
/** Whole documents above this are not opened for browsing. */
const DOCUMENT_MAX_BYTES = 20_000_000;

/**
 * The structure of a folder's files: one object per pattern of names (digits replaced by `*`), its fields inferred from the newest
 * file of the pattern. Names and types, never a value. Sorted by pattern.
 */
export async function* browseFolder(
  connection: FolderConnection,
  workspace: Workspace,
  signal: AbortSignal,
): AsyncGenerator<SchemaObject> {
  const folder = insideWorkspace(workspace, connection.folder);
  const groups = new Map<string, { path: string; sizeBytes: number; changedAt: number; count: number }>();
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    signal.throwIfAborted();
    if (!entry.isFile() || !matchesPattern(entry.name, connection.pattern)) continue;
    const path = join(folder, entry.name);
    const { size, mtimeMs } = await stat(path);
    const pattern = entry.name.replace(/\d+/g, '*').replace(/\*(?:[-_.:T]?\*)+/g, '*');
    const known = groups.get(pattern);
    const isNewer = !known || mtimeMs > known.changedAt;
    groups.set(pattern, {
      ...(isNewer ? { path, sizeBytes: size, changedAt: mtimeMs } : known),
      count: (known?.count ?? 0) + 1,
    });
  }
  for (const [pattern, group] of [...groups].sort(([a], [b]) => (a < b ? -1 : 1))) {
    signal.throwIfAborted();
    const files = group.count === 1 ? '1 file' : `${group.count} files`;
    const structure = await structureOf(connection, group, signal);
    yield {
      namespace: connection.folder,
      name: pattern,
      kind: 'file',
      comment: structure.trouble ? `${files}; ${structure.trouble}` : files,
      fields: structure.fields,
    };
  }
}

/** A file that cannot be read is said so in fixed words: the parser's message could quote it. */
async function structureOf(
  connection: FolderConnection,
  file: { path: string; sizeBytes: number },
  signal: AbortSignal,
): Promise<{ fields: SchemaField[]; trouble: string | null }> {
  if (connection.kind !== 'csv-folder' && file.sizeBytes > DOCUMENT_MAX_BYTES)
    return { fields: [], trouble: 'too large to look into' };
  try {
    const fields =
      connection.kind === 'csv-folder'
        ? await csvFields(connection, file.path, signal)
        : await documentFields(connection, file.path, signal);
    return { fields, trouble: null };
  } catch (error) {
    if (signal.aborted) throw error;
    return { fields: [], trouble: 'the newest one cannot be read' };
  }
}

async function csvFields(
  connection: ConnectionOf<'csv-folder'>,
  path: string,
  signal: AbortSignal,
): Promise<SchemaField[]> {
  const text = Readable.from(decodeText(createReadStream(path, { signal }), connection.encoding, path));
  const parser = parse({
    delimiter: connection.delimiter,
    to: SAMPLE_RECORDS + 1,
    skip_empty_lines: true,
    relax_column_count: true,
  });
  text.on('error', (error) => parser.destroy(error));
  const lines: string[][] = [];
  try {
    for await (const line of text.pipe(parser)) lines.push(line as string[]);
  } finally {
    text.destroy();
  }
  const [first = []] = lines;
  // A first line that holds values is no header, whatever the definition says: values must not pass as names.
  const isHeader = connection.header && first.every((name) => isFieldName(name.trim()));
  const names = first.map((name, index) => (isHeader ? name.trim() : `column ${index + 1}`));
  const fields = inferFields(
    (isHeader ? lines.slice(1) : lines).map((line) =>
      Object.fromEntries(names.map((name, index) => [name, line[index] === '' ? null : line[index]])),
    ),
    COLUMNS_MAX,
  );
  return fields.length > 0
    ? fields
    : names.map((name) => ({ name, type: 'unknown', nullable: null, keys: [], references: null, comment: null }));
}

async function documentFields(
  connection: ConnectionOf<'json-folder'> | ConnectionOf<'xml-folder'>,
  path: string,
  signal: AbortSignal,
): Promise<SchemaField[]> {
  const text = await readFile(path, { encoding: 'utf8', signal });
  const value: unknown =
    connection.kind === 'json-folder'
      ? jsonOrLines(text)
      : new XMLParser({
          ignoreAttributes: false,
          attributeNamePrefix: '@',
          parseTagValue: false,
          ignoreDeclaration: true,
        }).parse(text);
  const records = (Array.isArray(value) ? value.slice(0, SAMPLE_RECORDS) : [value]).filter(
    (each): each is Record<string, unknown> => typeof each === 'object' && each !== null && !Array.isArray(each),
  );
  return inferFields(records);
}

function jsonOrLines(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text
      .split('\n')
      .filter((line) => line.trim() !== '')
      .slice(0, SAMPLE_RECORDS)
      .map((line): unknown => JSON.parse(line));
  }
}
