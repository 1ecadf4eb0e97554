import type { DegradedReason } from '#contract/heartbeat.ts';
import { CLOCK_SKEW_WARN_MS, FAILING_AFTER_RUNS } from '#contract/rules.ts';
import type { Contact, Health, VisualState } from '#contract/status.ts';
import { isLost } from './contact.ts';

/** How a run ended, newest first in lists. */
export interface Outcome {
  processId: string;
  state: VisualState;
  endedAt: number;
}

const reasonWords: Record<DegradedReason, string> = {
  'disk-full': 'disk full',
  'disk-low': 'disk space low',
  'memory-low': 'memory low',
  'spool-filling': 'spool filling up',
  'process-set-invalid': 'process set not valid',
  'connector-down': 'a connector is down',
  'clock-skew': 'clock differs from the platform',
};

/** Health from what the runtime says of itself and what its outcomes say of it. Out of contact it is `unknown`. */
export function deriveHealth(facts: {
  contact: Contact;
  degraded: readonly DegradedReason[];
  clockSkewMs: number | null;
  outcomes: readonly Outcome[];
}): { health: Health; because: string | null } {
  if (isLost(facts.contact)) return { health: 'unknown', because: null };
  return presumedHealth(facts);
}

/** Health as if the runtime were in contact: also what it was when it was last heard of. */
export function presumedHealth(facts: {
  degraded: readonly DegradedReason[];
  clockSkewMs: number | null;
  outcomes: readonly Outcome[];
}): { health: Exclude<Health, 'unknown'>; because: string | null } {
  const streak = failureStreak(facts.outcomes);
  if (streak !== null) return { health: 'failing', because: `${streak} of ${streak} runs failed` };
  const reasons = degradedReasons(facts);
  if (reasons.length > 0)
    return { health: 'degraded', because: reasons.map((reason) => reasonWords[reason]).join(', ') };
  return { health: 'ok', because: null };
}

/** Reasons by which it is degraded: its own, and the clock skew that the platform measures. */
export function degradedReasons(facts: {
  degraded: readonly DegradedReason[];
  clockSkewMs: number | null;
}): DegradedReason[] {
  const isSkewed = Math.abs(facts.clockSkewMs ?? 0) > CLOCK_SKEW_WARN_MS;
  return [...new Set([...facts.degraded, ...(isSkewed ? ['clock-skew' as const] : [])])];
}

/**
 * Number of newest runs that all failed, or null unless there are FAILING_AFTER_RUNS of at least two processes: one broken process
 * is that process's trouble, several unrelated ones are the runtime's. Discarded runs say nothing either way.
 */
function failureStreak(outcomes: readonly Outcome[]): number | null {
  const telling = outcomes.filter((outcome) => outcome.state !== 'discarded');
  const firstGood = telling.findIndex((outcome) => outcome.state !== 'failed' && outcome.state !== 'aborted');
  const failed = firstGood < 0 ? telling : telling.slice(0, firstGood);
  const processes = new Set(failed.map((outcome) => outcome.processId)).size;
  return failed.length >= FAILING_AFTER_RUNS && processes >= 2 ? failed.length : null;
}
