import type { UseQueryResult } from '@tanstack/react-query';
import { formatAge } from '#dashboard/lib/format.ts';
import type { PanelState } from '#dashboard/ui/Panel.tsx';
import { CALL_DEADLINE_MS } from './client.ts';
import { freshnessOf } from './policy.ts';
import { explain } from './sentences.ts';
import type { ReadName } from './queries.ts';

/**
 * What a panel that shows one read knows: loading, error with retry, stale, or ready. Old data wins over an error.
 * Empty and partial are the screen's to add: only it knows what nothing means.
 *
 * @param title the error in words: "The list could not be read"
 * @param asOfAt the answer's own clock, where it carries one, and the platform's clock now: for the age of what is stale
 */
export function panelStateOf(
  name: ReadName,
  query: Pick<UseQueryResult, 'data' | 'error' | 'refetch'>,
  title: string,
  clock?: { asOfAt: number | undefined; now: number },
): PanelState {
  const { pollMs } = freshnessOf(name);
  if (query.error === null)
    return query.data === undefined ? { kind: 'loading', deadlineMs: CALL_DEADLINE_MS } : { kind: 'ready' };
  const { what, todo } = explain(query.error);
  if (query.data !== undefined) {
    const age = clock?.asOfAt === undefined ? 'not current' : `${formatAge(Math.max(0, clock.now - clock.asOfAt))} old`;
    return { kind: 'stale', age, cause: what };
  }
  const nextTry = pollMs === false ? {} : { nextTry: `It is tried again every ${formatAge(pollMs)}.` };
  return { kind: 'error', title, cause: `${what} ${todo}`, ...nextTry, onRetry: () => void query.refetch() };
}
