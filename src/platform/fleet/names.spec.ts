import { expect, test } from 'vitest';
import { matchesPattern, slug } from './names.ts';

test.each([
  ['*', 'anything', true],
  ['ber-*', 'ber-prod-01', true],
  ['ber-*', 'ham-prod-01', false],
  ['BER-*', 'ber-prod-01', true],
  ['*-prod-*', 'ber-prod-01', true],
  ['*-prod-*', 'ber-test-01', false],
  ['ber', 'ber', true],
  ['ber', 'bert', false],
  ['a*a', 'a', false],
  ['*a*a*', 'xaxax', true],
  ['b.r', 'bar', false],
])('the pattern %s and the name %s: %s', (pattern, name, fits) => {
  expect(matchesPattern(pattern, name)).toBe(fits);
});

test.each([
  ['BER prod/01', 'ber-prod-01'],
  ['Zürich', 'zu-rich'],
  ['日本', ''],
  ['-- a --', 'a'],
])('the name %s becomes the id %s', (name, id) => {
  expect(slug(name)).toBe(id);
});
