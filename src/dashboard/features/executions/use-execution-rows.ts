import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useMemo } from 'react';
import type { Execution, ExecutionPage } from '#contract/execution.ts';
import { type CallOf, api } from '#dashboard/api/client.ts';
import { operationKey, useOperation } from '#dashboard/api/queries.ts';
import { freshRows, newestAsOf } from './held-rows.ts';

/** The rows of the list: everything loaded so far, and what waits because somebody is reading. */
export interface ExecutionRows {
  rows: Execution[];
  /** When the first shown rows were read, by the platform's clock. */
  asOfAt: number | undefined;
  /** New runs that are not shown yet. */
  heldCount: number;
  /** Shows them now. */
  showHeld: () => void;
  loadMore: () => void;
  isLoadingMore: boolean;
  hasMore: boolean;
  loadMoreError: Error | null;
  /** The read of the newest page: state of the panel. */
  head: ReturnType<typeof useOperation<'listExecutions'>>;
  /** The rows shown are those of the filter before. */
  isFormer: boolean;
}

/** Rows of one page: about two screens, and small enough to arrive in one frame. */
const PAGE_ROWS = 100;

/**
 * Rows of the filtered set, page by page, without ever moving a row that is being read. The newest page is followed live; the
 * loaded ones stand still, except that known rows are replaced in place by their newer state. What is new is held back while
 * `isHeld`, and taken in otherwise.
 */
export function useExecutionRows(
  query: NonNullable<CallOf<'listExecutions'>['query']>,
  isHeld: boolean,
): ExecutionRows {
  const client = useQueryClient();
  const call = { query: { ...query, limit: PAGE_ROWS } };
  const head = useOperation('listExecutions', call);
  // A word before the operation's name, so that a hint makes the head stale and not two thousand pages.
  const queryKey = ['rows that stand still', ...operationKey('listExecutions', call)];
  const isReady = head.data !== undefined && !head.isPlaceholderData;
  const standing = useInfiniteQuery({
    queryKey,
    queryFn: ({ pageParam, signal }): ExecutionPage | Promise<ExecutionPage> =>
      pageParam === null && head.data !== undefined
        ? head.data
        : api.call(
            'listExecutions',
            { query: { ...call.query, ...(pageParam === null ? {} : { cursor: pageParam }) } },
            signal,
          ),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
    staleTime: Number.POSITIVE_INFINITY,
    enabled: isReady,
    placeholderData: (former) => former,
    refetchOnWindowFocus: false,
  });
  const pages = standing.data?.pages;
  const headPage = isReady ? head.data : undefined;
  const shown = useMemo(() => (pages ?? []).flatMap((page) => page.rows), [pages]);
  const { rows, held } = useMemo(() => freshRows(shown, headPage?.rows ?? []), [shown, headPage]);
  const takeIn = () => {
    if (headPage !== undefined) client.setQueryData(queryKey, { pages: [headPage], pageParams: [null] });
  };
  const isBehind = headPage !== undefined && !standing.isPlaceholderData && newestAsOf(pages) < headPage.asOfAt;
  // Synchronises the standing rows with the followed page, as long as nobody reads them.
  useEffect(() => {
    if (!isHeld && isBehind) takeIn();
  });
  return {
    rows:
      standing.isPlaceholderData || pages === undefined
        ? pages === undefined
          ? (head.data?.rows ?? [])
          : shown
        : rows,
    asOfAt: pages?.[0]?.asOfAt,
    heldCount: isHeld && !standing.isPlaceholderData ? held.length : 0,
    showHeld: takeIn,
    loadMore: () => {
      if (standing.hasNextPage && !standing.isFetchingNextPage && !standing.isPlaceholderData)
        void standing.fetchNextPage();
    },
    isLoadingMore: standing.isFetchingNextPage,
    hasMore: standing.hasNextPage,
    loadMoreError: standing.isFetchNextPageError ? standing.error : null,
    head,
    isFormer: head.isPlaceholderData || standing.isPlaceholderData,
  };
}
