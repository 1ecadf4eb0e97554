import { useQueries } from '@tanstack/react-query';
import type { LogLevel } from '#contract/answer.ts';
import type { LogPage, ShownLine } from '#contract/log.ts';
import { operationQuery } from '#dashboard/api/queries.ts';
import { PAGE_LINES } from './log-rows.ts';

/** Pages out of view are forgotten after this: enough to scroll back a little, never enough to hold a long log. */
const KEPT_MS = 20_000;

/** Lines of a log by position, as far as they are read; the pages asked for are fetched, all others let go. */
export interface LogLines {
  /** The line at a position, or undefined while it is not here. */
  lineAt: (position: number) => ShownLine | undefined;
  /** Lines that pass the filter, once known. */
  total: number | undefined;
  error: Error | null;
  retry: () => void;
}

/** Reads pages of a kept log. */
export function useLogLines(requestId: string, level: LogLevel[] | undefined, pages: readonly number[]): LogLines {
  return useQueries({
    queries: pages.map((page) => ({
      ...operationQuery('getLogLines', {
        params: { requestId },
        query: { position: page * PAGE_LINES, limit: PAGE_LINES, ...(level === undefined ? {} : { level }) },
      }),
      gcTime: KEPT_MS,
      // Another page's lines must never stand in for these.
      placeholderData: undefined,
    })),
    combine: (results): LogLines => {
      const read = new Map<number, LogPage>();
      for (const { data } of results) if (data !== undefined) read.set(data.position, data);
      return {
        lineAt(position) {
          const start = Math.floor(position / PAGE_LINES) * PAGE_LINES;
          return read.get(start)?.lines[position - start];
        },
        total: results.find(({ data }) => data !== undefined)?.data?.total,
        error: results.find(({ error }) => error !== null)?.error ?? null,
        retry: () => {
          for (const result of results) if (result.error !== null) void result.refetch();
        },
      };
    },
  });
}
