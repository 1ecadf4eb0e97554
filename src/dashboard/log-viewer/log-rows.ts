import type { LogOutline } from '#contract/log.ts';

/** A part of the log that belongs to one step, or to none. */
export type Fold = LogOutline['folds'][number];

/** One row of the viewer: the head of a step, or a line by its position in the (filtered) log. */
export type LogRow = { kind: 'fold'; fold: number } | { kind: 'line'; position: number };

/** What stands in which row. Positions count from 0 within what is shown: the whole log, or the lines of a level filter. */
export interface LogRows {
  count: number;
  rowAt: (index: number) => LogRow;
  /** The row of a position; null when it lies in a closed step. */
  indexOf: (position: number) => number | null;
  /** The fold that a position lies in; -1 when the log is shown without folds. */
  foldOf: (position: number) => number;
}

/** Lines a page of `getLogLines` holds here. */
export const PAGE_LINES = 250;

/** A log whole, by steps: each step has a head, its lines follow while it is open. Lines of no step have no head and always show. */
export function foldedRows(folds: readonly Fold[], isOpen: (fold: number) => boolean): LogRows {
  const starts: number[] = [];
  let count = 0;
  folds.forEach((fold, index) => {
    starts.push(count);
    count += headRows(fold) + (isOpen(index) || headRows(fold) === 0 ? fold.lines : 0);
  });
  const foldOf = (position: number) => lastAtMost(folds.length, (index) => (folds[index]?.fromLine ?? 1) - 1, position);
  return {
    count,
    rowAt(index) {
      const fold = lastAtMost(folds.length, (at) => starts[at] ?? 0, index);
      const inside = index - (starts[fold] ?? 0);
      const found = folds[fold];
      if (found === undefined || (headRows(found) === 1 && inside === 0)) return { kind: 'fold', fold };
      return { kind: 'line', position: found.fromLine - 1 + inside - headRows(found) };
    },
    indexOf(position) {
      const fold = foldOf(position);
      const found = folds[fold];
      if (found === undefined || position >= found.fromLine - 1 + found.lines) return null;
      if (headRows(found) === 1 && !isOpen(fold)) return null;
      return (starts[fold] ?? 0) + headRows(found) + position - (found.fromLine - 1);
    },
    foldOf,
  };
}

/** A filtered log: its lines and nothing else, because how many of a step pass the filter is only known once they are read. */
export function flatRows(total: number): LogRows {
  return {
    count: total,
    rowAt: (index) => ({ kind: 'line', position: index }),
    indexOf: (position) => (position >= 0 && position < total ? position : null),
    foldOf: () => -1,
  };
}

/** Folds that are open before anybody touched them: the failing ones; all, in a log that is short or in which nothing failed. */
export function openAtFirst(folds: readonly Fold[]): ReadonlySet<number> {
  const failing = folds.flatMap((fold, index) => (fold.state === 'failed' || fold.errors > 0 ? [index] : []));
  if (failing.length > 0) return new Set(failing);
  const lines = folds.reduce((sum, fold) => sum + fold.lines, 0);
  return new Set(lines <= SHORT_LOG_LINES ? folds.map((_fold, index) => index) : []);
}

/** A log up to this long is read faster open than step by step: about two screens. */
const SHORT_LOG_LINES = 80;

/** Pages that a stretch of rows needs, ascending. */
export function pagesOf(rows: LogRows, first: number, last: number): number[] {
  const pages = new Set<number>();
  for (let index = first; index <= last && index < rows.count; index += 1) {
    const row = rows.rowAt(index);
    if (row.kind === 'line') pages.add(Math.floor(row.position / PAGE_LINES));
  }
  return [...pages].toSorted((a, b) => a - b);
}

/** The next error after a line, round to the first; null when there is none. */
export function nextError(errorLines: readonly number[], after: number): number | null {
  return errorLines.find((line) => line > after) ?? errorLines[0] ?? null;
}

function headRows(fold: Fold): 0 | 1 {
  return fold.step === null ? 0 : 1;
}

/** The last of `count` ascending values that is at most `limit`; 0 when none is. Folds without lines share a value: the last wins. */
function lastAtMost(count: number, valueOf: (index: number) => number, limit: number): number {
  let low = 0;
  let high = count - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (valueOf(middle) <= limit) low = middle;
    else high = middle - 1;
  }
  return low;
}
