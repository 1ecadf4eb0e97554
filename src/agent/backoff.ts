import { BACKOFF_FIRST_MS, BACKOFF_LAST_MS } from '#contract/rules.ts';

/** A call that failed once after it worked is tried again within this time: the platform calls a closed connection offline after 1.2 s. */
export const FIRST_RETRY_WITHIN_MS = 250;

/** How long to wait before the next try. */
export interface Backoff {
  /** Counts a failure and gives the wait: up to 250 ms the first time, then 10 s doubling to 5 min, each with +-20 % jitter. */
  failed(): number;
  /** The longest wait with its jitter, for a platform that does not want this agent at all. */
  unwanted(): number;
  succeeded(): void;
  failures(): number;
}

/** Makes a back-off that starts fresh. `random` gives 0 inclusive to 1 exclusive. */
export function createBackoff(random: () => number): Backoff {
  let failures = 0;
  const jittered = (ms: number): number => Math.round(ms * (0.8 + 0.4 * random()));
  return {
    failed() {
      failures += 1;
      if (failures === 1) return Math.round(random() * FIRST_RETRY_WITHIN_MS);
      return jittered(Math.min(BACKOFF_FIRST_MS * 2 ** Math.min(failures - 2, 20), BACKOFF_LAST_MS));
    },
    unwanted() {
      failures += 1;
      return jittered(BACKOFF_LAST_MS);
    },
    succeeded() {
      failures = 0;
    },
    failures: () => failures,
  };
}
