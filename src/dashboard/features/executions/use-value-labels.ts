import { useQueries } from '@tanstack/react-query';
import { type ExecutionField, executionFields } from '#contract/execution.ts';
import type { RelativeWindow } from '#contract/primitives.ts';
import { operationQuery } from '#dashboard/api/queries.ts';
import type { LabelOf } from './chip-words.ts';
import type { ExecutionsSearch } from './executions-search.ts';

/** Fields whose values stand in the address as ids. */
const named: readonly ExecutionField[] = ['process', 'runtime', 'environment', 'connector'];

/** Labels of the values that the filter names. A value without a run in the window keeps its id. */
export function useValueLabels(search: ExecutionsSearch, last: RelativeWindow): LabelOf {
  const fields = executionFields.filter((field) => named.includes(field) && (search[field]?.length ?? 0) > 0);
  return useQueries({
    queries: fields.map((field) => ({
      ...operationQuery('listFieldValues', { params: { field }, query: { last, limit: 500 } }),
      refetchInterval: false as const,
    })),
    combine: (results): LabelOf => {
      const labels = new Map<string, string>();
      for (const { data } of results)
        for (const { value, label } of data?.values ?? []) labels.set(`${data?.field} ${value}`, label);
      return (field, value) => labels.get(`${field} ${value}`) ?? value;
    },
  });
}
