import type { SchemaField, SchemaObject } from '#contract/connector.ts';

/** One column of one object, as a metadata query gives it; an object without columns has one row with a null field. */
export interface ColumnRow {
  object: Omit<SchemaObject, 'fields'>;
  field: SchemaField | null;
}

/** Groups rows that come sorted by object into objects, each given out as soon as it is complete. */
export async function* groupedObjects(rows: AsyncIterable<ColumnRow>): AsyncGenerator<SchemaObject> {
  let current: SchemaObject | null = null;
  for await (const { object, field } of rows) {
    if (!current || current.name !== object.name || current.namespace !== object.namespace) {
      if (current) yield current;
      current = { ...object, fields: [] };
    }
    if (field) current.fields.push(field);
  }
  if (current) yield current;
}
