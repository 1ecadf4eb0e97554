import type { SchemaField } from '#contract/connector.ts';

type Key = SchemaField['keys'][number];

/** Roles of columns in keys, by column name (or whatever identifies the column). */
export type KeyMarks = Map<string, { keys: Set<Key>; references: string | null }>;

/** No marks yet. */
export function keyMarks(): KeyMarks {
  return new Map();
}

/** Adds a role; the first reference of a column is kept. */
export function markKey(marks: KeyMarks, column: string, key: Key, references: string | null = null): void {
  const mark = marks.get(column) ?? { keys: new Set<Key>(), references: null };
  mark.keys.add(key);
  mark.references ??= references;
  marks.set(column, mark);
}
