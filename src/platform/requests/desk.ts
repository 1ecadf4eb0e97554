import { ProblemError } from '#contract/errors.ts';
import type { Hints } from '#platform/hints.ts';
import { createOneAtATime } from '#platform/one-at-a-time.ts';
import type { Timers } from '#platform/ports.ts';
import type { Store, StoredRequest } from '#platform/store/store.ts';
import { requestId } from './titles.ts';

/** A request has at most a handful of states ahead of it. */
const ADVANCE_ATTEMPTS = 10;

/** Why a held poll stopped waiting. */
export type HoldEnd = 'woken' | 'elapsed' | 'gone' | 'superseded' | 'closed';

/** Where questions wait for their runtimes. One held poll a runtime: a newer one takes the place of an older, whose connection is dead. */
export interface Desk {
  /** A number that changes with every wake of the runtime; taken before looking for work, so that no wake is lost between look and wait. */
  ticket(runtimeId: string): number;
  /** Waits until there is something for the runtime, at once when a wake came after `ticket`. */
  hold(runtimeId: string, ticket: number, ms: number, signal: AbortSignal): Promise<HoldEnd>;
  wake(runtimeId: string): void;
  /** Tells the pages that a request is new or has changed. */
  say(request: StoredRequest): void;
  /** Replaces a request that is still in the expected state, and tells the pages. */
  save(request: StoredRequest, expected: StoredRequest['state']): Promise<boolean>;
  /**
   * Takes a request one step on from whatever state it is in now, again when somebody else was faster. Resolves to the request after
   * the step, or null when there is none or the step is not possible.
   */
  advance(number: number, step: (current: StoredRequest) => StoredRequest | null): Promise<StoredRequest | null>;
  /** Begins to take in an answer; an earlier upload of the same one is stopped. The signal aborts when this one is to stop. */
  beginIntake(number: number): { signal: AbortSignal; end(): void };
  /** Stops an upload, e.g. because its request was cancelled. */
  stopIntake(number: number): void;
  /** When records of the answer last came in, while an upload runs. */
  lastActivityAt(number: number): number | null;
  noteActivity(number: number, now: number): void;
  close(): void;
}

export function createDesk(store: Store, hints: Hints, timers: Timers): Desk {
  const held = new Map<string, (end: HoldEnd) => void>();
  const tickets = new Map<string, number>();
  const intakes = new Map<number, { stop: AbortController; lastAt: number | null }>();
  const oneAtATime = createOneAtATime();
  let isClosed = false;

  const say: Desk['say'] = ({ number, runtimeId }) =>
    hints.say({ type: 'request', requestId: requestId(number), runtimeId });
  const save: Desk['save'] = async (request, expected) => {
    const isSaved = await store.requests.replace(request, expected);
    if (isSaved) say(request);
    return isSaved;
  };

  return {
    say,
    save,
    // One after the other: progress and a person who joins leave the state as it is, so the store's own check would let one undo the other.
    advance: (number, step) =>
      oneAtATime(requestId(number), async () => {
        for (let attempt = 0; attempt < ADVANCE_ATTEMPTS; attempt += 1) {
          const current = await store.requests.get(number);
          const next = current && step(current);
          if (!current || !next) return null;
          if (next === current || (await save(next, current.state))) return next;
        }
        throw new ProblemError('conflict', `${requestId(number)} changes faster than it can be written.`);
      }),
    ticket: (runtimeId) => tickets.get(runtimeId) ?? 0,
    hold(runtimeId, ticket, ms, signal) {
      held.get(runtimeId)?.('superseded');
      if (isClosed) return Promise.resolve('closed');
      if (signal.aborted) return Promise.resolve('gone');
      if ((tickets.get(runtimeId) ?? 0) !== ticket) return Promise.resolve('woken');
      return new Promise((resolve) => {
        const timer = new AbortController();
        const finish = (end: HoldEnd) => {
          if (held.get(runtimeId) === finish) held.delete(runtimeId);
          signal.removeEventListener('abort', onGone);
          timer.abort();
          resolve(end);
        };
        const onGone = () => finish('gone');
        held.set(runtimeId, finish);
        signal.addEventListener('abort', onGone);
        void timers.sleep(ms, timer.signal).then(() => finish('elapsed')); // a second finish changes nothing
      });
    },
    wake(runtimeId) {
      tickets.set(runtimeId, (tickets.get(runtimeId) ?? 0) + 1);
      held.get(runtimeId)?.('woken');
    },
    beginIntake(number) {
      intakes.get(number)?.stop.abort();
      const intake = { stop: new AbortController(), lastAt: null };
      intakes.set(number, intake);
      return {
        signal: intake.stop.signal,
        end: () => {
          if (intakes.get(number) === intake) intakes.delete(number);
        },
      };
    },
    stopIntake: (number) => intakes.get(number)?.stop.abort(),
    lastActivityAt: (number) => intakes.get(number)?.lastAt ?? null,
    noteActivity(number, now) {
      const intake = intakes.get(number);
      if (intake) intake.lastAt = now;
    },
    close() {
      isClosed = true;
      for (const finish of [...held.values()]) finish('closed');
      for (const { stop } of intakes.values()) stop.abort();
    },
  };
}
