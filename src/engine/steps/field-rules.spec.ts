import { expect, test } from 'vitest';
import { FieldRule } from '../definition/step.ts';
import { compileRules } from './field-rules.ts';

test.each<[object, unknown, string | null]>([
  [{ required: true }, '', 'FIELD_REQUIRED'],
  [{ required: true }, null, 'FIELD_REQUIRED'],
  [{ required: true }, 0, null],
  [{ type: 'integer' }, '', null],
  [{ type: 'integer' }, '12', null],
  [{ type: 'integer' }, 12, null],
  [{ type: 'integer' }, '12.5', 'FIELD_TYPE'],
  [{ type: 'integer' }, ' 12', 'FIELD_TYPE'],
  [{ type: 'number' }, '-1.5e3', null],
  [{ type: 'number' }, 'NaN', 'FIELD_TYPE'],
  [{ type: 'number' }, '1,5', 'FIELD_TYPE'],
  [{ type: 'boolean' }, 'TRUE', null],
  [{ type: 'boolean' }, 'yes', 'FIELD_TYPE'],
  [{ type: 'date' }, '2024-02-29', null],
  [{ type: 'date' }, '2025-02-29', 'FIELD_TYPE'],
  [{ type: 'date-time' }, '2025-01-31T23:59:00+01:00', null],
  [{ type: 'date-time' }, '2025-01-32T10:00', 'FIELD_TYPE'],
  [{ type: 'email' }, 'a.b@example.com', null],
  [{ type: 'email' }, 'a b@example.com', 'FIELD_TYPE'],
  [{ type: 'string' }, 5, 'FIELD_TYPE'],
  [{ pattern: '^\\p{Lu}+$' }, 'ÄÖ', null],
  [{ pattern: '^\\p{Lu}+$' }, 'äö', 'FIELD_PATTERN'],
  [{ min: 1, max: 10 }, '10', null],
  [{ min: 1, max: 10 }, '11', 'FIELD_RANGE'],
  [{ min: 1 }, 'x', 'FIELD_RANGE'],
  [{ maxLength: 3 }, 'abcd', 'FIELD_LENGTH'],
  [{ minLength: 3 }, 'ab', 'FIELD_LENGTH'],
  [{ enum: ['EUR', 1] }, 'EUR', null],
  [{ enum: ['EUR', 1] }, '1', null],
  [{ enum: ['EUR', 1] }, 'USD', 'FIELD_ENUM'],
])('the rule %j on %j gives %s', (rule, value, expected) => {
  const check = compileRules({ field: FieldRule.parse(rule) });
  expect(check({ field: value })[0]?.key ?? null).toBe(expected);
});
