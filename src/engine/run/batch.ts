/** A record's fields. Values are what the source gave: strings from CSV and XML, JSON values from JSON, SQL values as strings, numbers, booleans or null. */
export type Fields = Record<string, unknown>;

/** A record with its number in its document (from 1; header lines do not count), so that an error can name it after filters. */
export interface Row {
  number: number;
  fields: Fields;
}

/** Records on their way from step to step. All rows of a batch come from one document. */
export interface Batch {
  /** Number of the document in the execution, null for records that came from no file. */
  document: number | null;
  rows: Row[];
}

/** Groups an endless series of fields into batches of at most `size`; numbers rows from 1. */
export async function* batches(
  records: AsyncIterable<Fields> | Iterable<Fields>,
  size: number,
  document: number | null,
): AsyncGenerator<Batch> {
  let rows: Row[] = [];
  let number = 0;
  for await (const fields of records) {
    number += 1;
    rows.push({ number, fields });
    if (rows.length < size) continue;
    yield { document, rows };
    rows = [];
  }
  if (rows.length > 0) yield { document, rows };
}

/** A field's value as text: lists and objects as JSON, missing as empty text. */
export function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  if (value === null || value === undefined) return '';
  return typeof value === 'number' || typeof value === 'boolean' || typeof value === 'bigint'
    ? String(value)
    : JSON.stringify(value);
}
