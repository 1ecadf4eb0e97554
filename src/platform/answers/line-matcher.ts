import { ProblemError } from '#contract/errors.ts';
import { patternMatcher } from './pattern/match-pattern.ts';
import { PatternError } from './pattern/parse-pattern.ts';

/** A search ends after this long: somebody waits, and others do too. */
const SEARCH_MAX_MS = 20_000;
/** The clock is looked at after this many characters. */
const LOOK_EVERY_CHARACTERS = 100_000;

/**
 * Decides whether a line matches. Throws `bad-request` for a pattern that is not one, and when a search takes too long. No pattern can
 * keep a single line from ending (see `patternMatcher`).
 */
export function createLineMatcher(wanted: {
  text: string;
  isRegex: boolean;
  isCaseSensitive: boolean;
  now: () => number;
}): (line: string) => boolean {
  const { text, isCaseSensitive, now } = wanted;
  const endsAt = now() + SEARCH_MAX_MS;
  const look = () => {
    if (now() > endsAt)
      throw refused(`The search took longer than ${SEARCH_MAX_MS / 1_000} s; narrow it by level or step.`);
  };
  const matches = wanted.isRegex ? regexMatcher(text, isCaseSensitive, look) : textMatcher(text, isCaseSensitive);
  let characters = 0;
  return (line) => {
    characters += line.length;
    if (characters >= LOOK_EVERY_CHARACTERS) {
      characters = 0;
      look();
    }
    return matches(line);
  };
}

function textMatcher(text: string, isCaseSensitive: boolean): (line: string) => boolean {
  if (isCaseSensitive) return (line) => line.includes(text);
  const lower = text.toLowerCase();
  return (line) => line.toLowerCase().includes(lower);
}

function regexMatcher(text: string, isCaseSensitive: boolean, look: () => void): (line: string) => boolean {
  try {
    return patternMatcher(text, isCaseSensitive, look);
  } catch (error) {
    if (error instanceof PatternError) throw refused(error.message);
    throw error;
  }
}

function refused(sentence: string): ProblemError {
  return new ProblemError('bad-request', sentence, { field: 'query.q' });
}
