import { getRouteApi } from '@tanstack/react-router';
import type { ExecutionsSearch } from './executions-search.ts';
import { canonical } from './filter-model.ts';

const route = getRouteApi('/executions');

/** The address of the list, and a way to change it in place: a filter is a tweak, not a new place. */
export function useExecutionsSearch(): [
  ExecutionsSearch,
  (change: (search: ExecutionsSearch) => ExecutionsSearch) => void,
] {
  const { last: _last, tz: _tz, ...search } = route.useSearch();
  const navigate = route.useNavigate();
  const change = (make: (search: ExecutionsSearch) => ExecutionsSearch) =>
    void navigate({ search: ({ last, tz, ...own }) => ({ ...canonical(make(own)), last, tz }), replace: true });
  return [search, change];
}
