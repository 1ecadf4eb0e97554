import { LATE_AFTER_MS, OFFLINE_AFTER_CLOSE_MS, OFFLINE_AFTER_MS } from '#contract/rules.ts';
import type { Contact } from '#contract/status.ts';

/** All that contact depends on. */
export interface ContactFacts {
  now: number;
  enrolledAt: number;
  retiredAt: number | null;
  /** Last call of any kind; null before the first. */
  lastContactAt: number | null;
  /** When its held connection closed, if it has not called since. */
  closedAt: number | null;
}

/**
 * Contact by the clock alone, so that a silent runtime leaves `connected` with no new message. `sinceAt` is when it became so.
 * A call from the future (a clock that was set back) counts as now.
 */
export function deriveContact(facts: ContactFacts): { contact: Contact; sinceAt: number } {
  const { now, retiredAt, lastContactAt, closedAt } = facts;
  if (retiredAt !== null) return { contact: 'retired', sinceAt: retiredAt };
  if (lastContactAt === null) return { contact: 'never', sinceAt: facts.enrolledAt };
  const silentMs = now - lastContactAt;
  if (closedAt !== null && now - closedAt >= OFFLINE_AFTER_CLOSE_MS) {
    return { contact: 'offline', sinceAt: Math.min(closedAt, lastContactAt + OFFLINE_AFTER_MS) };
  }
  if (silentMs >= OFFLINE_AFTER_MS) return { contact: 'offline', sinceAt: lastContactAt + OFFLINE_AFTER_MS };
  if (silentMs >= LATE_AFTER_MS) return { contact: 'late', sinceAt: lastContactAt + LATE_AFTER_MS };
  return { contact: 'connected', sinceAt: Math.min(lastContactAt, now) };
}

/** True when nobody knows what the runtime does: its runs in flight are `unknown`. */
export function isLost(contact: Contact): boolean {
  return contact === 'offline' || contact === 'never' || contact === 'retired';
}
