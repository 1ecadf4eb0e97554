import type { ClockPort, TimersPort } from '../ports.ts';

/** A clock that stands until it is moved, and timers that follow it: for specs, so that none of them sleeps. */
export interface VirtualTime {
  clock: ClockPort;
  timers: TimersPort;
  /** Moves on by `ms`, stopping at each timer on the way and letting everything that it started come to rest. */
  advance(ms: number): Promise<void>;
  /** Sleeps that are under way. */
  sleeping(): number;
}

/** Makes it. `settle` lets pending work (promises, streams) come to rest; it is the spec's, since only a host can wait for that. */
export function createVirtualTime(startAt: number, settle: () => Promise<void>): VirtualTime {
  let now = startAt;
  const sleepers = new Set<{ at: number; wake: () => void }>();
  return {
    clock: { now: () => now },
    timers: {
      sleep(ms, signal) {
        if (signal.aborted) return Promise.resolve();
        return new Promise((resolve) => {
          const sleeper = { at: now + ms, wake: () => undefined as void };
          sleeper.wake = () => {
            sleepers.delete(sleeper);
            signal.removeEventListener('abort', sleeper.wake);
            resolve();
          };
          sleepers.add(sleeper);
          signal.addEventListener('abort', sleeper.wake);
        });
      },
    },
    async advance(ms) {
      const untilAt = now + ms;
      await settle();
      for (;;) {
        const next = [...sleepers].filter(({ at }) => at <= untilAt).toSorted((a, b) => a.at - b.at)[0];
        if (!next) break;
        now = Math.max(now, next.at);
        next.wake();
        await settle();
      }
      now = untilAt;
      await settle();
    },
    sleeping: () => sleepers.size,
  };
}
