import type { Request } from '#contract/request.ts';
import { formatCount } from '#dashboard/lib/format.ts';

/** The page in one sentence: how many wait, and how many of those for a runtime that is away. */
export function requestsHeadline(open: number, rows: readonly Request[]): string {
  if (open === 0) return 'No request waits.';
  const away = rows.filter((request) => request.estimate?.kind === 'when-it-returns').length;
  const waits = `${formatCount(open, 'request')} ${open === 1 ? 'waits' : 'wait'}`;
  if (away === 0) return `${waits}, all for runtimes in contact.`;
  if (away === open)
    return open === 1 ? `${waits}, for a runtime that is offline.` : `${waits}, all for runtimes that are offline.`;
  return `${waits}, ${away === 1 ? 'one of them for a runtime that is offline' : `${away} of them for runtimes that are offline`}.`;
}
