import { ProblemError } from '#contract/errors.ts';
import { type RelativeWindow, relativeWindowMs, type Window } from '#contract/primitives.ts';

/** Buckets of a ruler, a histogram or a strip (LOOKS.md: 96, which is a quarter of an hour in a day). */
export const BUCKETS = 96;
const defaultWindow: RelativeWindow = '24h';

/** A window, and the width of a bucket when it is cut into BUCKETS. */
export interface ResolvedWindow extends Window {
  bucketMs: number;
}

/**
 * Resolves `last` or `from`/`to` by the platform's clock. A relative window begins on a bucket's edge, so that bars stand still
 * between two looks, and ends now, within its last bucket. Throws `bad-request` for a window without length.
 */
export function resolveWindow(
  query: { last?: RelativeWindow; from?: number; to?: number },
  now: number,
): ResolvedWindow {
  if (query.from === undefined && query.to === undefined) {
    const bucketMs = relativeWindowMs[query.last ?? defaultWindow] / BUCKETS; // whole milliseconds for each of them
    const toAt = now + 1; // exclusive: what happened at this very millisecond is in
    return { fromAt: Math.max(0, (Math.ceil(toAt / bucketMs) - BUCKETS) * bucketMs), toAt, bucketMs };
  }
  if (query.last !== undefined)
    throw new ProblemError('bad-request', 'Give last, or from and to, not both.', { field: 'query.last' });
  const toAt = query.to ?? now;
  const fromAt = query.from ?? Math.max(0, toAt - relativeWindowMs[defaultWindow]);
  if (fromAt >= toAt)
    throw new ProblemError('bad-request', 'The window ends before it begins.', { field: 'query.from' });
  return { fromAt, toAt, bucketMs: bucketOf(fromAt, toAt, BUCKETS) };
}

/** Width of a bucket when a window is cut into so many. */
export function bucketOf(fromAt: number, toAt: number, buckets: number): number {
  return Math.max(1, Math.ceil((toAt - fromAt) / buckets));
}

/** Only what the contract's `Window` has. */
export function plainWindow({ fromAt, toAt }: Window): Window {
  return { fromAt, toAt };
}
