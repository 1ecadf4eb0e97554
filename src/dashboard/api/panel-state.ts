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
  query: Pick<UseQueryResult, 'data' | 'error' | 'refetch' | 'errorUpdateCount' | 'failureReason'>,
  title: string,
  clock?: { asOfAt: number | undefined; now: number },
): PanelState {
  const { pollMs } = freshnessOf(name);
  const error = query.error ?? query.failureReason;
  if (query.data !== undefined && query.error === null) return { kind: 'ready' };
  if (query.data === undefined && query.error === null && query.errorUpdateCount === 0)
    return { kind: 'loading', deadlineMs: CALL_DEADLINE_MS };
  const onRetry = () => void query.refetch();
  // It failed before and is being tried again: the words stay, so that the panel does not blink between two states.
  if (error === null) return { kind: 'error', title, cause: 'It is being tried again now.', onRetry };
  const { what, todo } = explain(error);
  if (query.data !== undefined) {
    const age = clock?.asOfAt === undefined ? 'not current' : `${formatAge(Math.max(0, clock.now - clock.asOfAt))} old`;
    return { kind: 'stale', age, cause: what };
  }
  const nextTry = pollMs === false ? {} : { nextTry: `It is tried again every ${formatAge(pollMs)}.` };
  return { kind: 'error', title, cause: `${what} ${todo}`, ...nextTry, onRetry };
}
