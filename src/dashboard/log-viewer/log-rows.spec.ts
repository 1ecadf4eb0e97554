import { describe, expect, it } from 'vitest';
import { type Fold, flatRows, foldedRows, nextError, openAtFirst, pagesOf } from './log-rows.ts';

const fold = (step: number | null, fromLine: number, lines: number, errors = 0): Fold => ({
  step,
  name: step === null ? null : `Step ${step}`,
  state: errors > 0 ? 'failed' : 'done',
  durationMs: 1_000,
  fromLine,
  lines,
  warnings: 0,
  errors,
});

/** Three lines before the steps, two steps, a step that was not run (no line), one line after. */
const folds = [fold(null, 1, 3), fold(1, 4, 200), fold(2, 204, 600, 2), fold(3, 804, 0), fold(null, 804, 1)];

describe('the rows of a folded log', () => {
  const rows = foldedRows(folds, (index) => index === 2);

  it('hold a head for each step and the lines of open ones', () => {
    expect(rows.count).toBe(3 + 1 + 1 + 600 + 1 + 1);
    expect([0, 3, 4, 5, 604, 605, 606].map(rows.rowAt)).toEqual([
      { kind: 'line', position: 0 },
      { kind: 'fold', fold: 1 },
      { kind: 'fold', fold: 2 },
      { kind: 'line', position: 203 },
      { kind: 'line', position: 802 },
      { kind: 'fold', fold: 3 },
      { kind: 'line', position: 803 },
    ]);
  });

  it('find a position back, or say that its step is closed', () => {
    for (let index = 0; index < rows.count; index += 1) {
      const row = rows.rowAt(index);
      if (row.kind === 'line') expect(rows.indexOf(row.position)).toBe(index);
    }
    expect(rows.indexOf(10)).toBeNull();
    expect(rows.foldOf(10)).toBe(1);
    expect(rows.indexOf(5_000)).toBeNull();
  });

  it('need only the pages of the lines in view', () => {
    expect(pagesOf(rows, 0, 20)).toEqual([0]);
    expect(pagesOf(rows, 40, 60)).toEqual([0, 1]);
    expect(pagesOf(rows, 3, 4)).toEqual([]);
  });
});

describe('the rows of a filtered log', () => {
  it('are its lines', () => {
    const rows = flatRows(12);
    expect(rows.rowAt(11)).toEqual({ kind: 'line', position: 11 });
    expect(rows.indexOf(12)).toBeNull();
  });
});

describe('what is open at first', () => {
  it('is the failing step', () => expect([...openAtFirst(folds)]).toEqual([2]));
  it('is everything in a short log where nothing failed', () =>
    expect([...openAtFirst([fold(1, 1, 10), fold(2, 11, 10)])]).toEqual([0, 1]));
  it('is nothing in a long log where nothing failed', () => expect(openAtFirst([fold(1, 1, 100_000)]).size).toBe(0));
});

describe('the next error', () => {
  it('comes after the line', () => expect(nextError([5, 9], 5)).toBe(9));
  it('is the first one again after the last', () => expect(nextError([5, 9], 9)).toBe(5));
  it('is none where there is none', () => expect(nextError([], 1)).toBeNull());
});
