import * as z from 'zod/mini';
import { Id } from '#contract/primitives.ts';
import { type RequestState, requestKinds } from '#contract/request.ts';
import { searchCodec } from '#dashboard/app/search.ts';

/** The views of the requests, in the order of the line. */
export const requestViews = ['open', 'mine', 'all', 'unsuccessful'] as const;
export type RequestView = (typeof requestViews)[number];

/** The address of the requests: which of them, of which kind and runtime. */
export const requestsSearch = searchCodec(
  { view: z.enum(requestViews), kind: z.array(z.enum(requestKinds)), runtime: z.array(Id) },
  { view: 'all' },
);

/** What the address of the requests says. */
export type RequestsSearch = ReturnType<typeof requestsSearch.validate>;

const openStates: z.infer<typeof RequestState>[] = ['queued', 'delivered', 'working'];
const unsuccessfulStates: z.infer<typeof RequestState>[] = ['refused', 'failed', 'expired', 'cancelled'];

/** What the platform is asked for: the filter of `listRequests`. */
export function requestsQuery(search: RequestsSearch) {
  const view = search.view ?? 'all';
  return {
    ...(view === 'open' ? { state: openStates } : view === 'unsuccessful' ? { state: unsuccessfulStates } : {}),
    ...(view === 'mine' ? { mine: true } : {}),
    ...(search.kind === undefined ? {} : { kind: search.kind }),
    ...(search.runtime === undefined ? {} : { runtime: search.runtime }),
  };
}
