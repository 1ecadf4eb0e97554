import { randomUUID } from 'node:crypto';
import type { ClockPort, TimersPort } from '#agent/index.ts';

export const realClock: ClockPort = { now: () => Date.now() };

export const realTimers: TimersPort = {
  sleep(ms, signal) {
    if (signal.aborted) return Promise.resolve();
    return new Promise((resolve) => {
      const end = (): void => {
        clearTimeout(timer);
        signal.removeEventListener('abort', end);
        resolve();
      };
      const timer = setTimeout(end, ms);
      signal.addEventListener('abort', end);
    });
  },
};

/** An id in the contract's form: a UUID begins with a hex digit and holds nothing but hex digits and hyphens. */
export function newId(): string {
  return randomUUID();
}
