import {
  QueryCache,
  QueryClient,
  type UseMutationOptions,
  type UseQueryResult,
  infiniteQueryOptions,
  queryOptions,
  useMutation,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query';
import type { ConsoleOperationName, ConsoleOperations } from '#contract/console-operations.ts';
import { ProblemError } from '#contract/errors.ts';
import { type AnswerOf, type CallOf, type JsonOperationName, api } from './client.ts';
import { changedBy, freshnessOf, mayRetry, retryAfterMs } from './policy.ts';

/** Operations that read. */
export type ReadName = {
  [N in JsonOperationName]: ConsoleOperations[N]['method'] extends 'GET' ? N : never;
}[JsonOperationName];

/** Operations that change something. */
export type ChangeName = Exclude<JsonOperationName, ReadName>;

/** Reads that come in pages, each with the cursor of the next one. */
export type PagedName = { [N in ReadName]: AnswerOf<N> extends { next: string | null } ? N : never }[ReadName];

/** Key of a read: the operation's name, then what it was called with. Never written by hand. */
export function operationKey(name: ConsoleOperationName, call?: unknown): readonly unknown[] {
  return call === undefined ? [name] : [name, call];
}

/**
 * A read as query options: for `useQuery`, `ensureQueryData` of a route, `getQueryData`.
 * While a changed filter is read, the rows of the former one stay; rows of another thing (other path parameters) do not.
 */
export function operationQuery<N extends ReadName>(name: N, call: CallOf<N>) {
  const freshness = freshnessOf(name);
  return queryOptions<AnswerOf<N>>({
    queryKey: operationKey(name, call),
    queryFn: ({ signal }) => api.call(name, call, signal),
    staleTime: freshness.staleMs,
    refetchInterval: freshness.pollMs,
    placeholderData: (former, formerQuery) => (isSameThing(formerQuery?.queryKey[1], call) ? former : undefined),
  });
}

/** A paged read as infinite query options; `cursor` is filled in. */
export function operationPages<N extends PagedName>(name: N, call: CallOf<N>) {
  const freshness = freshnessOf(name);
  const given = call as { query?: Record<string, unknown> };
  return infiniteQueryOptions({
    queryKey: operationKey(name, { ...given, isPaged: true }),
    queryFn: ({ signal, pageParam }) =>
      api.call(
        name,
        { ...given, query: { ...given.query, ...(pageParam === null ? {} : { cursor: pageParam }) } } as CallOf<N>,
        signal,
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (page: AnswerOf<N>) => (page as { next: string | null }).next,
    staleTime: freshness.staleMs,
    placeholderData: (former, formerQuery) => (isSameThing(formerQuery?.queryKey[1], call) ? former : undefined),
  });
}

/** Reads an operation. Old data stays while new is read (`isPlaceholderData` tells). */
export function useOperation<N extends ReadName>(
  name: N,
  call: CallOf<N>,
  options: { enabled?: boolean } = {},
): UseQueryResult<AnswerOf<N>> {
  return useQuery({ ...operationQuery(name, call), ...options });
}

/** Changes something, then makes stale what the change concerns (`policy.ts`). */
export function useChange<N extends ChangeName>(
  name: N,
  options: Omit<UseMutationOptions<AnswerOf<N>, Error, CallOf<N>>, 'mutationFn' | 'mutationKey'> = {},
) {
  const client = useQueryClient();
  return useMutation<AnswerOf<N>, Error, CallOf<N>>({
    ...options,
    mutationKey: [name],
    mutationFn: (call) => api.call(name, call),
    onSettled: (...settled) => {
      invalidateOperations(client, changedBy[name] ?? []);
      return options.onSettled?.(...settled);
    },
  });
}

/** Makes every read of these operations stale; those on screen are read again now. */
export function invalidateOperations(client: QueryClient, names: readonly ConsoleOperationName[]): void {
  for (const name of names) void client.invalidateQueries({ queryKey: operationKey(name) });
}

/** The page's query client. `onSignedOut` is called when any read finds that the session has ended. */
export function createQueryClient(onSignedOut: (client: QueryClient) => void): QueryClient {
  const client: QueryClient = new QueryClient({
    queryCache: new QueryCache({
      onError: (error, query) => {
        if (isSignedOut(error) && query.queryKey[0] !== 'getSession') onSignedOut(client);
      },
    }),
    defaultOptions: {
      queries: {
        retry: mayRetry,
        retryDelay: retryAfterMs,
        refetchOnWindowFocus: true,
        // The platform may be this very computer: "offline" as the browser means it says nothing about it.
        networkMode: 'always',
      },
      mutations: { networkMode: 'always' },
    },
  });
  return client;
}

/** True when an error says that nobody is signed in. */
export function isSignedOut(error: unknown): boolean {
  return error instanceof ProblemError && error.code === 'signed-out';
}

function isSameThing(former: unknown, next: unknown): boolean {
  return paramsOf(former) === paramsOf(next);
}

function paramsOf(call: unknown): string {
  return JSON.stringify((call as { params?: unknown } | undefined)?.params ?? null);
}
