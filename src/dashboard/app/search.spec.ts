import * as z from 'zod/mini';
import { describe, expect, test } from 'vitest';
import { parseSearch, searchCodec, stringifySearch } from './search.ts';

const codec = searchCodec(
  {
    q: z.string(),
    word: z.array(z.enum(['ok', 'late'])),
    slow: z.number(),
    sort: z.enum(['name', 'status']),
    open: z.boolean(),
  },
  { sort: 'status' },
);
const read = (text: string) => codec.validate(parseSearch(text));

describe('the search part of an address', () => {
  test('good values are read into their types', () =>
    expect(read('?q=erp&word=ok&word=late&slow=1.8&sort=name&open=true')).toEqual({
      q: 'erp',
      word: ['ok', 'late'],
      slow: 1.8,
      sort: 'name',
      open: true,
    }));
  test('one value of a list is a list', () => expect(read('?word=late')).toEqual({ word: ['late'] }));
  test('bad values fall back, good ones beside them stay', () =>
    expect(read('?word=ok&word=blue&slow=x&sort=size')).toEqual({ word: ['ok'] }));
  test('defaults and empty values are dropped', () => expect(read('?sort=status&q=')).toEqual({}));
  test('unknown keys are dropped', () => expect(read('?colour=red')).toEqual({}));
  test('a text that looks like a number stays text', () => expect(read('?q=42')).toEqual({ q: '42' }));
  test('reading what was read changes nothing', () => {
    const once = read('?q=42&word=late&slow=2');
    expect(codec.validate(once)).toEqual(once);
  });
  test('writing and reading again gives the same', () => {
    const search = { q: 'a b&c', word: ['ok' as const, 'late' as const], slow: 2 };
    expect(read(stringifySearch(search))).toEqual(search);
  });
  test('a dropped value wins over what stands in the address', () => {
    const raw = parseSearch('?sort=size&q=');
    expect(codec.fill({ ...raw, ...codec.validate(raw) })).toEqual({ sort: 'status' });
  });
  test('nothing is written for nothing', () => expect(stringifySearch({ q: undefined })).toBe(''));
  test('defaults are filled in for the screen', () =>
    expect(codec.fill({ q: 'x' })).toEqual({ q: 'x', sort: 'status' }));
});
