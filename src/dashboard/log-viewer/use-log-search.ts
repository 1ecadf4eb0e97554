import { useMemo, useState } from 'react';
import { ProblemError } from '#contract/errors.ts';
import type { LogLevel } from '#contract/answer.ts';
import { useOperation } from '#dashboard/api/queries.ts';
import { explain } from '#dashboard/api/sentences.ts';
import { type Find, findPattern } from './find-in-line.ts';

/** The search of a kept log: hits over the whole of it, and which one is current. */
export interface LogSearch {
  /** Line numbers of the hits, ascending, at most 10,000. */
  lines: readonly number[];
  /** Positions of the same lines in what is shown. */
  positions: readonly number[];
  /** True count; undefined while it is not known. */
  total: number | undefined;
  /** Index of the current hit, -1 for none. */
  current: number;
  /** What is searched, as one word: changes with every new search. */
  key: string;
  isSearching: boolean;
  /** Why it cannot be searched: a regular expression that is none, or a platform that is away. */
  error: string | undefined;
  /** Marks hits in a line. */
  pattern: RegExp | null;
  /** Makes a hit current and gives its position; null when there is none. Wraps round. */
  go: (step: 1 | -1) => number | null;
}

const none: readonly number[] = [];

/** Searches a whole kept log on the platform; only marks are made here. */
export function useLogSearch(requestId: string, find: Find, level: LogLevel[] | undefined): LogSearch {
  const isOn = find.text !== '';
  const query = useOperation(
    'searchLog',
    {
      params: { requestId },
      query: {
        q: find.text === '' ? ' ' : find.text,
        ...(find.isRegex ? { regex: true } : {}),
        ...(find.isCaseSensitive ? { caseSensitive: true } : {}),
        ...(level === undefined ? {} : { level }),
      },
    },
    { enabled: isOn },
  );
  const key = JSON.stringify([requestId, find, level]);
  const [at, setAt] = useState({ key, index: 0 });
  // The same expression until the search changes, so that lines are not drawn again.
  const pattern = useMemo(
    () => findPattern({ text: find.text, isRegex: find.isRegex, isCaseSensitive: find.isCaseSensitive }),
    [find.text, find.isRegex, find.isCaseSensitive],
  );
  const matches = isOn && !query.isPlaceholderData ? query.data : undefined;
  const lines = matches?.lines ?? none;
  const positions = matches?.positions ?? none;
  // A new search begins at its first hit.
  const current = Math.min(at.key === key ? at.index : 0, lines.length - 1);
  return {
    lines,
    positions,
    total: matches?.total,
    current,
    key,
    isSearching: isOn && query.isFetching,
    error: isOn && query.error !== null ? wordsFor(query.error) : undefined,
    pattern,
    go(step) {
      if (lines.length === 0) return null;
      const index = (current + step + lines.length) % lines.length;
      setAt({ key, index });
      return positions[index] ?? null;
    },
  };
}

function wordsFor(error: Error): string {
  return error instanceof ProblemError && error.code === 'bad-request' ? error.message : explain(error).what;
}
