import { POLL_HOLD_MS } from '#contract/rules.ts';
import type { Answering } from './answering.ts';
import type { Backoff } from './backoff.ts';
import type { Contact } from './contact.ts';
import type { Exit } from './exit.ts';
import type { Mode, Pause } from './loop.ts';
import type { ClockPort } from './ports.ts';

/** A held poll that is not answered this long after its time is dead. */
const POLL_GRACE_MS = 10_000;
/** A platform that answers "nothing" at once, again and again, is asked no faster than this. */
const EMPTY_QUICK_MS = 500;

/** Makes the round that asks what people want to know (promise 6): the platform holds the call until there is something. */
export function createPolling(
  clock: ClockPort,
  exit: Exit,
  contact: Contact,
  backoff: Backoff,
  answering: Answering,
  bootId: string,
): (signal: AbortSignal, mode: Mode) => Promise<Pause> {
  return async (signal, mode) => {
    const wait = mode === 'loop' ? POLL_HOLD_MS : 0;
    const beganAt = clock.now();
    const holding = answering.holding();
    const query = { wait, bootId, ...(holding.length > 0 ? { holding } : {}) };
    const outcome = await exit.leave({ operation: 'poll', query }, { signal, timeoutMs: wait + POLL_GRACE_MS });
    if (outcome.kind !== 'answered') return contact.failed('the poll', outcome, backoff);
    contact.reached();
    backoff.succeeded();
    for (const id of outcome.value.cancelled) answering.cancel(id);
    for (const request of outcome.value.requests) answering.take(request);
    const isEmpty = outcome.value.cancelled.length + outcome.value.requests.length === 0;
    const isQuick = mode === 'loop' && isEmpty && clock.now() - beganAt < EMPTY_QUICK_MS;
    return { ms: isQuick ? EMPTY_QUICK_MS : 0, wakeOn: 'nothing' };
  };
}
