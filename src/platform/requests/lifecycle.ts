import { isOpen } from '#contract/request.ts';
import { REQUEST_DELIVERIES_MAX, WORKING_SILENCE_MS } from '#contract/rules.ts';
import type { StoredRequest } from '#platform/store/store.ts';

/*
 * The life of a request as pure steps: queued -> delivered -> working -> answered | refused | failed | expired | cancelled.
 * Each gives the request after the step, or null where the step is not possible from its state.
 */

/** Handed to a boot of its agent. From `delivered` or `working` only after a restart or a lost hand-over, REQUEST_DELIVERIES_MAX times in all. */
export function delivered(request: StoredRequest, bootId: string, now: number): StoredRequest | null {
  if (!isOpen(request.state) || request.deliveries >= REQUEST_DELIVERIES_MAX) return null;
  return {
    ...request,
    state: 'delivered',
    deliveredAt: now,
    deliveredToBoot: bootId,
    deliveries: request.deliveries + 1,
    workingAt: null,
    progress: null,
  };
}

/** The runtime works on it; `progress` when it said how far. */
export function working(
  request: StoredRequest,
  now: number,
  progress: { done: number; total: number | null } | null,
): StoredRequest | null {
  if (request.state !== 'delivered' && request.state !== 'working') return null;
  return {
    ...request,
    state: 'working',
    workingAt: request.workingAt ?? now,
    progress: progress ? further(request.progress, progress, now) : request.progress,
  };
}

/** What came in and what the runtime says are two counts of one thing: the farther one holds, and a total once told stays known. */
function further(
  before: StoredRequest['progress'],
  now: { done: number; total: number | null },
  at: number,
): NonNullable<StoredRequest['progress']> {
  return { done: Math.max(now.done, before?.done ?? 0), total: now.total ?? before?.total ?? null, reportedAt: at };
}

/** Its answer is complete and kept. */
export function answered(
  request: StoredRequest,
  now: number,
  answer: { bytes: number; items: number; cut: string | null },
): StoredRequest | null {
  if (request.state !== 'delivered' && request.state !== 'working') return null;
  return {
    ...request,
    state: 'answered',
    workingAt: request.workingAt ?? now,
    endedAt: now,
    answer: { ...answer, receivedAt: now },
  };
}

/** Ended without an answer, with a sentence that says why. */
export function ended(
  request: StoredRequest,
  state: 'refused' | 'failed' | 'expired' | 'cancelled',
  reason: string,
  now: number,
): StoredRequest | null {
  return isOpen(request.state) ? { ...request, state, reason, endedAt: now } : null;
}

/** Somebody else asks the same; the same person twice is one. */
export function joined(request: StoredRequest, person: { personId: string; name: string }, now: number): StoredRequest {
  const isKnown =
    request.askedBy.personId === person.personId || request.joined.some((one) => one.personId === person.personId);
  return isKnown ? request : { ...request, joined: [...request.joined, { ...person, joinedAt: now }] };
}

/** What the clock makes of an open request: the end it has come to, or null. A runtime out of contact is waited for until the deadline. */
export function overdue(
  request: StoredRequest,
  facts: { now: number; runtimeName: string; connectedSinceAt: number | null; lastActivityAt: number | null },
): StoredRequest | null {
  const { now } = facts;
  if (!isOpen(request.state)) return null;
  if (now >= request.expiresAt) {
    const why = request.state === 'queued' ? 'did not come to fetch it' : 'did not answer';
    return ended(request, 'expired', `${facts.runtimeName} ${why} before the deadline.`, now);
  }
  if (request.state !== 'working' || facts.connectedSinceAt === null) return null;
  const heardAt = Math.max(
    request.workingAt ?? 0,
    request.progress?.reportedAt ?? 0,
    facts.lastActivityAt ?? 0,
    facts.connectedSinceAt,
  );
  if (now - heardAt < WORKING_SILENCE_MS) return null;
  return ended(
    request,
    'failed',
    `${facts.runtimeName} began to answer and then said nothing for ${WORKING_SILENCE_MS / 1_000} s.`,
    now,
  );
}
