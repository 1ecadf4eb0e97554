import type { LogLine } from '#contract/answer.ts';
import { logLevels } from '#contract/answer.ts';
import type { LogOutline } from '#contract/log.ts';
import type { StepReport } from '#contract/tracking.ts';

const HISTOGRAM_PIECES = 120;
const ERROR_LINES_MAX = 1_000;
/** A log that changes its step more often than this is one fold from there on: the outline stays bounded. */
const FOLDS_MAX = 5_000;

type Fold = { step: number | null; fromLine: number; lines: number; warnings: number; errors: number };
export type OutlineParts = Pick<
  LogOutline,
  'lines' | 'levels' | 'firstAt' | 'lastAt' | 'folds' | 'histogram' | 'errorLines'
>;

/** Builds the outline of a log while its lines pass by. Keeps nine bytes a line, for a histogram whose ends are known only at the end. */
export function createLogOutline() {
  const at: number[] = [];
  const levels: number[] = [];
  const folds: Fold[] = [];
  const errorLines: number[] = [];
  const levelCounts = { debug: 0, info: 0, warn: 0, error: 0 };

  return {
    add(line: Pick<LogLine, 'at' | 'level' | 'step'>): void {
      at.push(line.at);
      levels.push(logLevels.indexOf(line.level));
      levelCounts[line.level] += 1;
      if (line.level === 'error' && errorLines.length < ERROR_LINES_MAX) errorLines.push(at.length);
      const fold = foldFor(folds, line.step, at.length);
      fold.lines += 1;
      if (line.level === 'warn') fold.warnings += 1;
      if (line.level === 'error') fold.errors += 1;
    },
    /** The outline; `steps` give folds their names and states. */
    finish(steps: readonly StepReport[]): OutlineParts {
      const { first, last } = ends(at);
      return {
        lines: at.length,
        levels: levelCounts,
        firstAt: first,
        lastAt: last,
        folds: folds.map((fold) => named(fold, steps)),
        histogram: first === null || last === null ? [] : histogram(at, levels, first, last),
        errorLines,
      };
    },
  };
}

function foldFor(folds: Fold[], step: number | null, line: number): Fold {
  const last = folds[folds.length - 1];
  if (last && (last.step === step || folds.length > FOLDS_MAX)) return last;
  const fold = { step: folds.length === FOLDS_MAX ? null : step, fromLine: line, lines: 0, warnings: 0, errors: 0 };
  folds.push(fold);
  return fold;
}

function named(fold: Fold, steps: readonly StepReport[]): LogOutline['folds'][number] {
  const step = steps.find((one) => one.number === fold.step);
  return { ...fold, name: step?.name ?? null, state: step?.state ?? null, durationMs: step?.durationMs ?? null };
}

/** Lines are not always in order of time: runs write side by side. */
function ends(at: readonly number[]): { first: number | null; last: number | null } {
  let first: number | null = null;
  let last: number | null = null;
  for (const instant of at) {
    if (first === null || instant < first) first = instant;
    if (last === null || instant > last) last = instant;
  }
  return { first, last };
}

function histogram(
  at: readonly number[],
  levels: readonly number[],
  first: number,
  last: number,
): LogOutline['histogram'] {
  const pieces = Array.from({ length: HISTOGRAM_PIECES }, () => ({
    debug: 0,
    info: 0,
    warn: 0,
    error: 0,
    fromLine: null as number | null,
  }));
  const span = Math.max(1, last - first + 1);
  for (let index = 0; index < at.length; index += 1) {
    const piece = pieces[Math.floor((((at[index] as number) - first) * HISTOGRAM_PIECES) / span)]; // index is within
    const level = logLevels[levels[index] as number];
    if (!piece || !level) continue;
    piece[level] += 1;
    piece.fromLine ??= index + 1;
  }
  return pieces;
}
