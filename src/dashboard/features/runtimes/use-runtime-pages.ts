import { type UseQueryResult, useQueries } from '@tanstack/react-query';
import { useState } from 'react';
import type { RelativeWindow } from '#contract/primitives.ts';
import type { RuntimePage, RuntimeSummary } from '#contract/runtime.ts';
import type { CallOf } from '#dashboard/api/client.ts';
import { operationQuery } from '#dashboard/api/queries.ts';
import type { runtimesSearch } from './routes.ts';

/** Rows of one read: a screenful or two, so that thousands of runtimes cost what is looked at. */
const PAGE_ROWS = 100;

export type RuntimesFilter = ReturnType<typeof runtimesSearch.fill>;

/** The filtered runtimes as far as they were scrolled to. */
export interface RuntimePages {
  /** The first page: its totals are those of the whole set. */
  first: UseQueryResult<RuntimePage>;
  /** One slot for each runtime of the set; undefined while its page is not loaded. */
  rows: readonly (RuntimeSummary | undefined)[];
  /** Asks for the page that holds a row. */
  need: (index: number) => void;
}

/** Reads the filtered runtimes page by page. */
export function useRuntimePages(filter: RuntimesFilter, last: RelativeWindow): RuntimePages {
  const call = runtimesCall(filter, last);
  const key = JSON.stringify(call);
  const [wanted, setWanted] = useState({ key, pages: 1 });
  const pages = wanted.key === key ? wanted.pages : 1;
  const results = useQueries({
    queries: Array.from({ length: pages }, (_, page) =>
      operationQuery('listRuntimes', { query: { ...call.query, offset: page * PAGE_ROWS, limit: PAGE_ROWS } }),
    ),
  });
  const need = (index: number) => {
    const needed = Math.floor(index / PAGE_ROWS) + 1;
    setWanted((before) => (before.key === key && before.pages >= needed ? before : { key, pages: needed }));
  };
  // There is always a first page.
  const first = results[0] as UseQueryResult<RuntimePage>;
  const total = first.data?.total ?? 0;
  const rows = Array.from(
    { length: total },
    (_, index) => results[Math.floor(index / PAGE_ROWS)]?.data?.rows[index % PAGE_ROWS],
  );
  return { first, rows, need };
}

function runtimesCall(
  { word, environment, tag, q, sort, direction }: RuntimesFilter,
  last: RelativeWindow,
): { query: NonNullable<CallOf<'listRuntimes'>['query']> } {
  return { query: { word, environment, tag, q, sort, direction, last } };
}
