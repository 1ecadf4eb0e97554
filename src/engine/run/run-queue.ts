/** Runs that wait for a free slot: a limit over all, and one per process. */
export interface RunQueue<T> {
  /** Adds a run; starts it at once when there is room. */
  add(processId: string, limit: number, run: T): void;
  /** True when a run of this process would start at once. */
  hasRoom(processId: string, limit: number): boolean;
  /** True while a run of the process waits or goes. */
  isBusy(processId: string): boolean;
  /** Starts nothing any more; returns the runs that waited. */
  close(): T[];
}

/**
 * Makes a queue. Processes take turns, so that a flood of one does not starve the others; runs of one process keep their order.
 * `start` must not throw; its promise ends when the run has ended.
 */
export function createRunQueue<T>(limit: number, start: (run: T) => Promise<void>): RunQueue<T> {
  const waiting = new Map<string, { limit: number; runs: T[] }>();
  const going = new Map<string, number>();
  let total = 0;
  let isClosed = false;

  const hasRoom = (processId: string, processLimit: number): boolean =>
    !isClosed && total < limit && (going.get(processId) ?? 0) < processLimit;

  const go = (processId: string, run: T): void => {
    total += 1;
    going.set(processId, (going.get(processId) ?? 0) + 1);
    void start(run).finally(() => {
      total -= 1;
      const left = (going.get(processId) ?? 1) - 1;
      if (left === 0) going.delete(processId);
      else going.set(processId, left);
      fill();
    });
  };

  const fill = (): void => {
    for (let started = true; started && !isClosed;) {
      started = false;
      for (const [processId, line] of [...waiting]) {
        if (!hasRoom(processId, line.limit)) continue;
        const run = line.runs.shift();
        // Behind the others: the next free slot is theirs.
        waiting.delete(processId);
        if (line.runs.length > 0) waiting.set(processId, line);
        if (run === undefined) continue;
        go(processId, run);
        started = true;
      }
    }
  };

  return {
    hasRoom: (processId, processLimit) => hasRoom(processId, processLimit) && !waiting.has(processId),
    isBusy: (processId) => going.has(processId) || waiting.has(processId),
    add(processId, processLimit, run) {
      const line = waiting.get(processId) ?? { limit: processLimit, runs: [] };
      line.limit = processLimit;
      line.runs.push(run);
      waiting.set(processId, line);
      fill();
    },
    close() {
      isClosed = true;
      return [...waiting.values()].flatMap((line) => line.runs);
    },
  };
}
