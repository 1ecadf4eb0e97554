import * as z from 'zod';

/** How often something is tried: only errors that the catalogue calls transient are tried again. */
export const RetryRule = z.strictObject({
  /** Tries in all, the first included. */
  attempts: z.int().min(1).max(20),
  /** Wait before the second try; doubles each time. */
  backoffMs: z.int().min(0).max(3_600_000).default(1_000),
  /** Longest wait. */
  maxBackoffMs: z.int().min(0).max(3_600_000).default(60_000),
});
export type RetryRule = z.infer<typeof RetryRule>;

/** The wait before try number `attempt` (2 is the first retry). */
export function backoffMs(rule: RetryRule, attempt: number): number {
  return Math.min(rule.maxBackoffMs, rule.backoffMs * 2 ** Math.max(0, attempt - 2));
}
