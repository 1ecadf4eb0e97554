import type { SchemaField } from '#contract/connector.ts';

/** What was seen of one field: kinds of values, never a value. */
interface Seen {
  types: Set<string>;
  isMissing: boolean;
  count: number;
}

/** Names that look like values: a file without a header line, or an object used as a table of keys. They are not shown. */
const looksLikeName = /^[@$#_]?\p{L}[\p{L}\p{N} ._:/()@-]{0,80}$/u;
const looksLikeValue = /^[^\s@]+@[^\s@]+\.[^\s@]+$|^\d{4}-\d\d-\d\d|^[0-9a-f]{8}-[0-9a-f]{4}-/i;
const HIDDEN_KEY = '<key>';
const KEYS_MAX = 100;
const DEPTH_MAX = 8;

/** True for a text that can be the name of a field; false for what is more likely a value. */
export function isFieldName(text: string): boolean {
  return looksLikeName.test(text) && !looksLikeValue.test(text);
}

/**
 * Infers fields from records: dotted names for nested objects, `[]` for lists. In the order in which they were first seen.
 * `keysMax`: an object with more keys is taken for a table whose keys are data; a CSV file may have more columns.
 */
export function inferFields(records: Iterable<Record<string, unknown>>, keysMax = KEYS_MAX): SchemaField[] {
  const seen = new Map<string, Seen>();
  let total = 0;
  for (const record of records) {
    total += 1;
    visitKeys(record, '', 0, seen, keysMax);
  }
  return [...seen].map(([name, { types, isMissing, count }]) => ({
    name,
    type: typeText(types),
    nullable: isMissing || types.has('null') || (!name.includes('.') && count < total),
    keys: [],
    references: null,
    comment: null,
  }));
}

/** The type that a CSV or XML text looks like. */
export function textType(text: string): string {
  if (text === '') return 'null';
  if (/^[+-]?(0|[1-9]\d{0,17})$/.test(text)) return 'integer';
  if (/^[+-]?\d+[.,]\d+$/.test(text)) return 'number';
  if (/^(true|false)$/i.test(text)) return 'boolean';
  if (/^\d{4}-\d\d-\d\d$/.test(text)) return 'date';
  return /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d/.test(text) ? 'date-time' : 'string';
}

function visit(value: unknown, path: string, depth: number, seen: Map<string, Seen>): void {
  note(seen, path, typeOf(value));
  if (depth >= DEPTH_MAX || typeof value !== 'object' || value === null) return;
  if (Array.isArray(value)) {
    for (const item of value.slice(0, 20))
      if (typeof item === 'object' && item !== null)
        visitKeys(item as Record<string, unknown>, `${path}[]`, depth, seen);
    return;
  }
  visitKeys(value as Record<string, unknown>, path, depth, seen);
}

function visitKeys(
  value: Record<string, unknown>,
  path: string,
  depth: number,
  seen: Map<string, Seen>,
  keysMax = KEYS_MAX,
): void {
  const keys = Object.keys(value);
  const isTable = keys.length > keysMax;
  for (const key of keys) {
    const name = isTable || !isFieldName(key) ? HIDDEN_KEY : key;
    visit(value[key], path === '' ? name : `${path}.${name}`, depth + 1, seen);
  }
}

function note(seen: Map<string, Seen>, path: string, type: string): void {
  const known = seen.get(path) ?? { types: new Set<string>(), isMissing: false, count: 0 };
  known.types.add(type);
  known.count += 1;
  seen.set(path, known);
}

function typeOf(value: unknown): string {
  if (value === null || value === undefined) return 'null';
  if (Array.isArray(value)) return `array of ${typeText(new Set(value.slice(0, 20).map(typeOf))) || 'unknown'}`;
  if (typeof value === 'number') return Number.isInteger(value) ? 'integer' : 'number';
  return typeof value === 'string' ? textType(value).replace('null', 'string') : typeof value;
}

/** `integer` and `number` together are `number`; a field that was only ever empty is `unknown`. */
function typeText(types: ReadonlySet<string>): string {
  const plain = new Set([...types].filter((type) => type !== 'null'));
  if (plain.has('number')) plain.delete('integer');
  if (plain.has('date-time')) plain.delete('date');
  if (plain.has('string')) for (const type of ['integer', 'number', 'boolean', 'date', 'date-time']) plain.delete(type);
  return plain.size === 0 ? 'unknown' : [...plain].join(' or ');
}
