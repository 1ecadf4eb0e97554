import { ProblemError } from '#contract/errors.ts';

/** A search ends after this long: somebody waits, and others do too. */
const SEARCH_MAX_MS = 10_000;
/** The clock is looked at this often. */
const LOOK_EVERY_LINES = 200;
const PATTERN_MAX = 200;
/** JavaScript tries a pattern with two open repetitions in time that grows with the cube of the line: this long is a moment. */
const LONG_LINE = 2_000;
const OPEN_REPETITIONS_MAX = 2;

/**
 * Decides whether a line matches. A pattern whose work could explode is refused as `bad-request` before it runs, since nothing can
 * stop a running one: repeated groups, back references and look-arounds are not accepted, and open repetitions are few.
 */
export function createLineMatcher(wanted: {
  text: string;
  isRegex: boolean;
  isCaseSensitive: boolean;
  now: () => number;
}): (line: string) => boolean {
  const matches = wanted.isRegex
    ? regexMatcher(wanted.text, wanted.isCaseSensitive)
    : textMatcher(wanted.text, wanted.isCaseSensitive);
  const endsAt = wanted.now() + SEARCH_MAX_MS;
  let lines = 0;
  return (line) => {
    lines += 1;
    if (lines % LOOK_EVERY_LINES === 0 && wanted.now() > endsAt) {
      throw refused(
        `The search took longer than ${SEARCH_MAX_MS / 1_000} s; narrow it by level or step, or look for plain text.`,
      );
    }
    return matches(line);
  };
}

function textMatcher(text: string, isCaseSensitive: boolean): (line: string) => boolean {
  if (isCaseSensitive) return (line) => line.includes(text);
  const lower = text.toLowerCase();
  return (line) => line.toLowerCase().includes(lower);
}

function regexMatcher(text: string, isCaseSensitive: boolean): (line: string) => boolean {
  const repetitions = refuseExplosive(text);
  const regex = compile(text, isCaseSensitive ? '' : 'i');
  return (line) => {
    if (repetitions >= 2 && line.length > LONG_LINE) {
      throw refused(
        `This log has lines of more than ${LONG_LINE} characters; for them a pattern may have one open repetition (*, + or {n,}) only.`,
      );
    }
    return regex.test(line);
  };
}

/** Counts the open repetitions of a pattern and throws when it could run for ever. */
function refuseExplosive(pattern: string): number {
  if (pattern.length > PATTERN_MAX) throw refused(`A pattern may have ${PATTERN_MAX} characters at most.`);
  const bare = pattern.replace(/\\[^1-9k]/g, 'x').replace(/\[(?:[^\]\\]|\\.)*\]/g, 'x');
  if (/\\[1-9k]/.test(bare)) throw refused('Back references are not accepted.');
  if (/\(\?[=!<]/.test(bare)) throw refused('Look-arounds and named groups are not accepted.');
  if (/\)[*+{]/.test(bare)) throw refused('Groups cannot be repeated here; repeat single characters or classes.');
  const bounds = [...bare.matchAll(/\{(\d+)(?:,(\d*))?\}/g)];
  if (bounds.some((bound) => Number(bound[2] || bound[1]) > 100))
    throw refused('A bounded repetition may go up to 100.');
  const open = (bare.match(/[*+]|\{\d+,\d*\}/g) ?? []).length; // a wide bound costs as much as an open one
  if (open > OPEN_REPETITIONS_MAX)
    throw refused(`A pattern may have ${OPEN_REPETITIONS_MAX} open repetitions (*, + or {n,}) at most.`);
  return open;
}

function compile(pattern: string, flags: string): RegExp {
  try {
    return new RegExp(pattern, flags);
  } catch (cause) {
    throw new ProblemError(
      'bad-request',
      `This is not a regular expression: ${(cause as Error).message.slice(0, 200)}.`,
      { field: 'query.q', cause },
    );
  }
}

function refused(sentence: string): ProblemError {
  return new ProblemError('bad-request', sentence, { field: 'query.q' });
}
