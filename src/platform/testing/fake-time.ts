import type { Clock, Timers } from '#platform/ports.ts';

/** A clock that stands still until a test moves it, and timers that end when it passes them. */
export interface FakeTime {
  clock: Clock;
  timers: Timers;
  /** Moves the clock on and lets everything that becomes due run, in order. */
  advance(ms: number): Promise<void>;
  /** Lets what is under way run as far as it can without time passing. */
  settle(): Promise<void>;
}

/** Rounds of the event loop that streams, compression and hashing need to come to rest. */
const SETTLE_ROUNDS = 8;

/** `startAt` is where the clock stands first. */
export function createFakeTime(startAt: number, nextRound: () => Promise<void>): FakeTime {
  let now = startAt;
  const sleeping = new Set<{ dueAt: number; wake: () => void }>();
  const settle = async () => {
    for (let round = 0; round < SETTLE_ROUNDS; round += 1) await nextRound();
  };
  return {
    clock: { now: () => now },
    timers: {
      sleep: (ms, signal) =>
        new Promise((resolve) => {
          if (signal?.aborted) return resolve();
          const sleeper = {
            dueAt: now + ms,
            wake: () => {
              sleeping.delete(sleeper);
              signal?.removeEventListener('abort', sleeper.wake);
              resolve();
            },
          };
          sleeping.add(sleeper);
          signal?.addEventListener('abort', sleeper.wake);
        }),
    },
    settle,
    async advance(ms) {
      const untilAt = now + ms;
      for (;;) {
        await settle();
        const next = [...sleeping].filter(({ dueAt }) => dueAt <= untilAt).sort((a, b) => a.dueAt - b.dueAt)[0];
        if (!next) break;
        now = Math.max(now, next.dueAt);
        next.wake();
      }
      now = untilAt;
      await settle();
    },
  };
}
