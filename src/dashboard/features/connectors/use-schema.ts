import { useInfiniteQuery, useQueries } from '@tanstack/react-query';
import { useMemo } from 'react';
import { operationPages, operationQuery } from '#dashboard/api/queries.ts';
import { type KnownFields, type TreeRow, treeRows } from './schema-tree.ts';

/** Objects of one page: more than a screen, and one answer of a few dozen kilobytes. */
const PAGE_OBJECTS = 200;

/** The kept schema of a connector, searched on the platform and read as far as somebody scrolled. */
export function useSchema(
  params: { runtimeId: string; connectorId: string },
  search: { find: string; namespace: string | undefined; open: readonly string[] },
  isKept: boolean,
) {
  const pages = useInfiniteQuery({
    ...operationPages('listSchemaObjects', {
      params,
      query: {
        limit: PAGE_OBJECTS,
        ...(search.find === '' ? {} : { q: search.find }),
        ...(search.namespace === undefined ? {} : { namespace: search.namespace }),
      },
    }),
    enabled: isKept,
  });
  const fieldsOf = useQueries({
    queries: search.open.map((index) => ({
      ...operationQuery('getSchemaObject', { params: { ...params, index } }),
      enabled: isKept,
      placeholderData: undefined,
    })),
    combine: (results) =>
      new Map<number, KnownFields>(
        results.map(({ data, error }, at) => [
          Number(search.open[at]),
          data?.object ?? (error === null ? undefined : 'failed'),
        ]),
      ),
  });
  const first = pages.data?.pages[0];
  const openKey = search.open.join();
  const rows = useMemo((): TreeRow[] => {
    const opened = new Set(openKey === '' ? [] : openKey.split(',').map(Number));
    const objects = pages.data?.pages.flatMap((page) => page.rows) ?? [];
    return treeRows(
      objects,
      first?.namespaces ?? [],
      (index) => opened.has(index),
      (index) => fieldsOf.get(index),
    );
  }, [pages.data, first, openKey, fieldsOf]);
  return {
    pages,
    rows,
    snapshot: first?.snapshot,
    /** Objects that the search hits, over the whole snapshot. */
    total: first?.total,
    namespaces: first?.namespaces ?? [],
    loadMore: () => {
      if (pages.hasNextPage && !pages.isFetchingNextPage && !pages.isPlaceholderData) void pages.fetchNextPage();
    },
  };
}
