import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findInLine, findPattern } from './find-in-line.ts';

const pattern = (text: string, isRegex = false, isCaseSensitive = false) =>
  findPattern({ text, isRegex, isCaseSensitive });

describe('marks in a line', () => {
  it('are where the text is, whatever its case', () =>
    expect(findInLine('ORA-28001: the ora', pattern('ora'))).toEqual([
      { text: 'ORA', isMatch: true },
      { text: '-28001: the ', isMatch: false },
      { text: 'ora', isMatch: true },
    ]));
  it('take special characters as they are unless a regex is meant', () => {
    expect(findInLine('a.b axb', pattern('a.b')).filter((part) => part.isMatch)).toHaveLength(1);
    expect(findInLine('a.b axb', pattern('a.b', true)).filter((part) => part.isMatch)).toHaveLength(2);
  });
  it('heed the case when told', () =>
    expect(findInLine('Error error', pattern('Error', false, true)).filter((part) => part.isMatch)).toHaveLength(1));
  it('are none for an expression that is none', () => expect(pattern('(', true)).toBeNull());
  it('never lose a character', () =>
    fc.assert(
      fc.property(fc.string(), fc.string(), (text, find) => {
        const parts = findInLine(text, pattern(find));
        expect(parts.map((part) => part.text).join('')).toBe(text);
      }),
    ));
});
