import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { patternMatcher } from './match-pattern.ts';
import { PatternError } from './parse-pattern.ts';

test.each([
  ['boom', 'a BOOM here', false, true],
  ['boom', 'a BOOM here', true, false],
  ['^at \\w+\\.\\w+\\(', 'at app.run(main.ts:3)', true, true],
  ['^at ', 'Error\nat app.run', true, true],
  ['n$', 'one\ntwo', true, false],
  ['e$', 'one\ntwo', true, true],
  ['\\bid\\b', 'the id=7', true, true],
  ['\\bid\\b', 'the idea', true, false],
  ['[^a-c]', 'abcABC', false, false],
  ['[\\d-]{3}', 'x1-2', true, true],
  ['a{2,3}b', 'ab aab', true, true],
  ['a{2,3}b', 'ab', true, false],
  ['(a|b*)*c', 'abbac', true, true],
  ['', 'anything', true, true],
  ['\\u00e4', 'Ä', false, true],
  ['a{,2}', 'a{,2}', true, true],
  ['.', '\n', true, false],
])('%s in %j (case matters: %s): %s', (pattern, text, isCaseSensitive, matches) => {
  expect(patternMatcher(pattern, isCaseSensitive)(text)).toBe(matches);
});

test.each([
  '(?=x)',
  '(?<n>x)',
  '(a)\\1',
  '[',
  '(',
  ')',
  '*a',
  'a**',
  'a{3,1}',
  'a{900}',
  '((a{200}){200})',
  '\\',
  '[z-a]',
  '^*',
])('%s is refused with a sentence', (pattern) => {
  expect(() => patternMatcher(pattern, true)).toThrow(PatternError);
});

test.each(['(a+)+$', '(a|a)*b', '(.*)*x', '.*.*.*.*x', '(a?){100}a{100}b'])(
  '%s takes no time that anybody would notice',
  (pattern) => {
    const startedAt = performance.now();
    expect(patternMatcher(pattern, true)(`${'a'.repeat(5_000)}!`)).toBe(false);
    expect(performance.now() - startedAt).toBeLessThan(2_000);
  },
);

describe('agrees with JavaScript', () => {
  const letter = fc.constantFrom('a', 'b', 'A', '1', ' ', '_', '\n', 'ä');
  const simple = fc.constantFrom(
    'a',
    'b',
    'A',
    '.',
    '\\w',
    '\\D',
    '\\s',
    '[ab]',
    '[^a1]',
    '[a-z]',
    '\\b',
    '\\B',
    '^',
    '$',
    '1',
    '_',
    'ä',
  );
  const pattern = fc.letrec<{ pattern: string }>((tie) => ({
    pattern: fc.oneof(
      { maxDepth: 4, withCrossShrink: true },
      simple,
      fc.tuple(tie('pattern'), tie('pattern')).map(([a, b]) => a + b),
      fc.tuple(tie('pattern'), tie('pattern')).map(([a, b]) => `(${a}|${b})`),
      fc
        .tuple(tie('pattern'), fc.constantFrom('*', '+', '?', '{2}', '{1,2}', '{0,}', '*?'))
        .map(([a, q]) => `(?:${a})${q}`),
    ),
  })).pattern;
  test.each([true, false])('on what it knows (case matters: %s)', (isCaseSensitive) => {
    fc.assert(
      fc.property(pattern, fc.array(letter, { maxLength: 8 }), (source, letters) => {
        const text = letters.join('');
        expect(patternMatcher(source, isCaseSensitive)(text)).toBe(
          new RegExp(source, isCaseSensitive ? 'm' : 'mi').test(text),
        );
      }),
      { numRuns: 3_000 },
    );
  });
});
