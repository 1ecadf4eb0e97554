import { describe, expect, test } from 'vitest';
import { safePieces, safeText } from './safe-text.ts';

describe('hostile text', () => {
  test.each([
    ['a name that reverses its ending', 'invoice\u202efdp.exe', 'invoice\\u202Efdp.exe'],
    ['an isolate that hides its end', 'a\u2066b\u2069c', 'a\\u2066b\\u2069c'],
    ['a terminal escape', '\u001b[31mred', '\\x1B[31mred'],
    ['a null', 'a\u0000b', 'a\\x00b'],
    ['a C1 control', 'a\u009bb', 'a\\x9Bb'],
    ['a lone surrogate', 'a\ud83db', 'a\\uD83Db'],
    ['a lone low surrogate at the end', 'a\ude00', 'a\\uDE00'],
    ['a zero width space', 'pay\u200bpal', 'pay\\u200Bpal'],
    ['a line separator', 'a\u2028b', 'a\\u2028b'],
    ['an invisible tag', 'a\u{e0041}b', 'a\\u{E0041}b'],
    ['a non-character', 'a\uffffb', 'a\\uFFFFb'],
    ['line breaks', 'a\r\nb\tc', 'a\\r\\nb\\tc'],
  ])('shows %s', (_what, hostile, shown) => expect(safeText(hostile)).toBe(shown));

  test('line breaks and tabs stay where text runs over several lines', () =>
    expect(safeText('a\n\tb\r', true)).toBe('a\n\tb\\r'));
});

test('honest text of any script is left as it is', () => {
  for (const honest of [
    'ORD_0800_ČZ_náhradní díly.csv',
    '注文書.xml',
    'قائمة.csv',
    '👩‍👩‍👧',
    '<script>alert(1)</script>',
    '',
  ]) {
    expect(safeText(honest)).toBe(honest);
  }
});

test('an escape says what it stands for', () => {
  expect(safePieces('a\u202e')).toEqual([
    { kind: 'text', text: 'a' },
    { kind: 'escape', text: '\\u202E', meaning: 'bidirectional control' },
  ]);
});
