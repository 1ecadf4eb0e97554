import type { CatalogueKey } from '../errors/catalogue.ts';
import type { FieldRule } from '../definition/step.ts';
import { textOf, type Fields } from '../run/batch.ts';

/** A rule that a record breaks. `message` quotes the value: for logs and details only. */
export interface BrokenRule {
  key: CatalogueKey;
  field: string;
  message: string;
}

/** Compiled rules of a validate step. */
export type CheckRecord = (fields: Fields) => BrokenRule[];

const VALUE_SHOWN_CHARACTERS = 80;

const typeChecks: Record<NonNullable<FieldRule['type']>, (value: unknown) => boolean> = {
  string: (value) => typeof value === 'string',
  integer: (value) =>
    typeof value === 'number' ? Number.isInteger(value) : isText(value) && /^[+-]?\d{1,30}$/.test(value),
  number: (value) =>
    typeof value === 'number'
      ? Number.isFinite(value)
      : isText(value) && /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,3})?$/.test(value),
  boolean: (value) => typeof value === 'boolean' || (isText(value) && /^(true|false|0|1)$/i.test(value)),
  date: (value) => isText(value) && isDate(value),
  'date-time': (value) =>
    isText(value) &&
    /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)?$/.test(value) &&
    isDate(value.slice(0, 10)),
  email: (value) => isText(value) && value.length <= 254 && /^[^\s@<>"]+@[^\s@<>".]+(\.[^\s@<>".]+)+$/.test(value),
};

/** Compiles the rules once. The returned check gives at most one broken rule per field, in order of the definition. */
export function compileRules(fields: Record<string, FieldRule>): CheckRecord {
  const checks = Object.entries(fields).map(([field, rule]) => fieldCheck(field, rule));
  return (record) => checks.flatMap((check) => check(record[check.field]) ?? []);
}

type FieldCheck = ((value: unknown) => BrokenRule | null) & { field: string };

function fieldCheck(field: string, rule: FieldRule): FieldCheck {
  const pattern = rule.pattern === undefined ? null : new RegExp(rule.pattern, 'u');
  const allowed = rule.enum === undefined ? null : new Set(rule.enum.map(String));
  const check = (value: unknown): BrokenRule | null => {
    const broken = (key: CatalogueKey, expected: string): BrokenRule => ({
      key,
      field,
      message: `field "${field}": ${expected}, found ${shown(value)}`,
    });
    if (value === undefined || value === null || value === '')
      return rule.required ? { key: 'FIELD_REQUIRED', field, message: `field "${field}" is missing` } : null;
    if (rule.type && !typeChecks[rule.type](value)) return broken('FIELD_TYPE', `expected ${rule.type}`);
    if (pattern && !pattern.test(textOf(value))) return broken('FIELD_PATTERN', `expected the pattern ${rule.pattern}`);
    if (allowed && !allowed.has(textOf(value))) return broken('FIELD_ENUM', 'expected one of the allowed values');
    const size = Number(value);
    if (rule.min !== undefined && !(size >= rule.min)) return broken('FIELD_RANGE', `expected at least ${rule.min}`);
    if (rule.max !== undefined && !(size <= rule.max)) return broken('FIELD_RANGE', `expected at most ${rule.max}`);
    const { length } = textOf(value);
    if (rule.minLength !== undefined && length < rule.minLength)
      return broken('FIELD_LENGTH', `expected at least ${rule.minLength} characters`);
    if (rule.maxLength !== undefined && length > rule.maxLength)
      return broken('FIELD_LENGTH', `expected at most ${rule.maxLength} characters`);
    return null;
  };
  return Object.assign(check, { field });
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}

/** A day that exists: `2025-02-30` does not. */
function isDate(text: string): boolean {
  if (!/^\d{4}-\d\d-\d\d$/.test(text)) return false;
  const day = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text);
}

function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > VALUE_SHOWN_CHARACTERS ? `${text.slice(0, VALUE_SHOWN_CHARACTERS)}…` : text;
}
