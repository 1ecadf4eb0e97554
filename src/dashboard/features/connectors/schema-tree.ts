import type { SchemaField, SchemaObject, SchemaObjectRow } from '#contract/connector.ts';

/** One row of the schema tree. */
export type TreeRow =
  | { kind: 'namespace'; namespace: string | null; isFolder: boolean; objects: number | undefined }
  | { kind: 'object'; object: SchemaObjectRow; isOpen: boolean }
  | { kind: 'field'; object: SchemaObjectRow; field: SchemaField; isMatch: boolean }
  /** Fields that are being read, could not be read, or do not exist. */
  | { kind: 'fields-waiting' | 'fields-failed' | 'no-fields'; object: SchemaObjectRow };

/** What is known of the fields of an open object. */
export type KnownFields = SchemaObject | 'failed' | undefined;

/**
 * The rows of the tree: a namespace before its first object, the fields of an object after it while it is open.
 *
 * @param objects sorted by namespace, then name, as the platform gives them
 * @param namespaces how many objects each holds, over the whole search
 */
export function treeRows(
  objects: readonly SchemaObjectRow[],
  namespaces: ReadonlyArray<{ namespace: string | null; objects: number }>,
  isOpen: (index: number) => boolean,
  fieldsOf: (index: number) => KnownFields,
): TreeRow[] {
  const rows: TreeRow[] = [];
  const hasNamespaces = namespaces.some(({ namespace }) => namespace !== null);
  let before: string | null | undefined;
  for (const object of objects) {
    if (hasNamespaces && object.namespace !== before) {
      const found = namespaces.find(({ namespace }) => namespace === object.namespace);
      rows.push({
        kind: 'namespace',
        namespace: object.namespace,
        isFolder: object.kind === 'file',
        objects: found?.objects,
      });
    }
    before = object.namespace;
    const opened = isOpen(object.index);
    rows.push({ kind: 'object', object, isOpen: opened });
    if (opened) rows.push(...fieldRows(object, fieldsOf(object.index)));
  }
  return rows;
}

/** Identity of a row, so that opening one object never shifts what another shows. */
export function treeRowKey(row: TreeRow | undefined): string {
  switch (row?.kind) {
    case undefined:
      return '';
    case 'namespace':
      return `namespace ${row.namespace ?? ''}`;
    case 'object':
      return `object ${row.object.index}`;
    case 'field':
      return `field ${row.object.index} ${row.field.name}`;
    case 'fields-waiting':
    case 'fields-failed':
    case 'no-fields':
      return `${row.kind} ${row.object.index}`;
  }
}

/** The keys of a field as the key column prints them: `PK FK`. */
export function keyWords(field: SchemaField): string {
  const words: Record<SchemaField['keys'][number], string> = {
    primary: 'PK',
    foreign: 'FK',
    unique: 'UQ',
    index: 'IX',
  };
  return field.keys.map((key) => words[key]).join(' ');
}

function fieldRows(object: SchemaObjectRow, known: KnownFields): TreeRow[] {
  if (known === undefined) return [{ kind: 'fields-waiting', object }];
  if (known === 'failed') return [{ kind: 'fields-failed', object }];
  if (known.fields.length === 0) return [{ kind: 'no-fields', object }];
  const matches = new Set(object.matches);
  return known.fields.map((field) => ({ kind: 'field', object, field, isMatch: matches.has(field.name) }));
}
