import { describe, expect, test } from 'vitest';
import { explain, isScriptMissing } from './sentences.ts';

describe('a script of the page that is gone', () => {
  test.each([
    ['Chromium', 'Failed to fetch dynamically imported module: http://localhost/assets/RequestsScreen-abc.js'],
    ['Firefox', 'error loading dynamically imported module: http://localhost/assets/RequestsScreen-abc.js'],
    ['Safari', 'Importing a module script failed.'],
  ])('is told as an older release, with what to do, in %s', (_, message) => {
    const { what, todo } = explain(new TypeError(message));
    expect(what).toBe('A part of this page could not be fetched.');
    expect(todo).toBe('This page belongs to an older release, or the platform cannot be reached: reload.');
  });

  test('is not seen in another mistake', () => {
    expect(isScriptMissing(new TypeError('x is not a function'))).toBe(false);
    expect(isScriptMissing('Importing a module script failed.')).toBe(false);
    expect(explain(new TypeError('x is not a function')).what).toBe('The page failed: x is not a function');
  });
});
