import { expect, test } from 'vitest';
import { createLineMatcher } from './line-matcher.ts';

test.each([true, false])('a search that takes too long gives up with a sentence (pattern: %s)', (isRegex) => {
  let now = 0;
  const matches = createLineMatcher({ text: 'x', isRegex, isCaseSensitive: true, now: () => now });
  expect(matches('a'.repeat(90_000))).toBe(false);
  now = 20_001;
  expect(() => matches('a'.repeat(90_000))).toThrow('The search took longer than 20 s');
});
