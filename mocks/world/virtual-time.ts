/** The world's clock and everything that waits by it. Whole milliseconds, as on the wire. */
export interface VirtualTime {
  now(): number;
  /** Sets the clock while nothing waits: only to prepare the past. */
  set(at: number): void;
  /** Resolves after `ms` of the world's time, or at once when `signal` aborts. Never rejects. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
  /**
   * Moves the clock on by `ms`. Each wake happens at its own time, but those within `grainMs` of each other happen together; then
   * `settle` lets what they began come to rest, so that no time passes while the world computes.
   */
  advance(ms: number, grainMs: number): Promise<void>;
  /**
   * Moves the clock by `ms` in one go: whoever waited wakes late, in order, as after a machine was suspended. For jumps: an
   * hour costs every agent one beat instead of 720.
   */
  leap(ms: number): Promise<void>;
}

interface Sleeper {
  dueAt: number;
  order: number;
  wake: (() => void) | null;
}

/** Wakes whose times differ by less than this are one group of a leap; below the distance of a call and its time limit. */
const LEAP_GROUP_MS = 4_000;

/** Makes a virtual clock that stands at `startAt`. */
export function createVirtualTime(startAt: number, settle: () => Promise<void>): VirtualTime {
  let now = startAt;
  let order = 0;
  const heap: Sleeper[] = [];

  const fireThrough = async (limitAt: number): Promise<void> => {
    for (let next = heap[0]; next !== undefined && next.dueAt <= limitAt; next = heap[0]) {
      pop(heap);
      next.wake?.();
    }
    await settle();
  };

  return {
    now: () => now,
    set(at) {
      now = at;
    },
    sleep(ms, signal) {
      if (signal?.aborted) return Promise.resolve();
      return new Promise((resolve) => {
        const sleeper: Sleeper = { dueAt: now + Math.max(0, Math.round(ms)), order: order++, wake: null };
        sleeper.wake = () => {
          sleeper.wake = null;
          signal?.removeEventListener('abort', onAbort);
          resolve();
        };
        const onAbort = () => sleeper.wake?.();
        signal?.addEventListener('abort', onAbort);
        push(heap, sleeper);
      });
    },
    async advance(ms, grainMs) {
      const untilAt = now + Math.round(ms);
      for (let next = heap[0]; next !== undefined && next.dueAt <= untilAt; next = heap[0]) {
        if (next.wake === null) {
          pop(heap);
          continue;
        }
        now = Math.max(now, Math.min(untilAt, next.dueAt + grainMs));
        await fireThrough(now);
      }
      now = untilAt;
    },
    async leap(ms) {
      now += Math.round(ms);
      const untilAt = now;
      for (let next = heap[0]; next !== undefined && next.dueAt <= untilAt; next = heap[0]) {
        if (next.wake === null) pop(heap);
        else await fireThrough(Math.min(untilAt, next.dueAt + LEAP_GROUP_MS));
      }
    },
  };
}

function isBefore(a: Sleeper, b: Sleeper): boolean {
  return a.dueAt !== b.dueAt ? a.dueAt < b.dueAt : a.order < b.order;
}

function push(heap: Sleeper[], sleeper: Sleeper): void {
  let at = heap.push(sleeper) - 1;
  while (at > 0) {
    const parent = (at - 1) >> 1;
    if (!isBefore(sleeper, heap[parent] as Sleeper)) break; // the parent of an entry exists
    heap[at] = heap[parent] as Sleeper;
    at = parent;
  }
  heap[at] = sleeper;
}

function pop(heap: Sleeper[]): void {
  const last = heap.pop();
  if (last === undefined || heap.length === 0) return;
  let at = 0;
  for (;;) {
    const left = at * 2 + 1;
    const right = left + 1;
    let child = left;
    if (left >= heap.length) break;
    if (right < heap.length && isBefore(heap[right] as Sleeper, heap[left] as Sleeper)) child = right;
    if (!isBefore(heap[child] as Sleeper, last)) break; // both children were looked at above
    heap[at] = heap[child] as Sleeper;
    at = child;
  }
  heap[at] = last;
}
