import type { PlatformEvent } from '#contract/events.ts';

/** A hint that something changed; see `PlatformEvent`. */
export type Hint = Exclude<PlatformEvent, { type: 'beat' }>;

/** More changed runs than this between two looks are only said by their runtimes. */
const EXECUTIONS_MAX = 200;

/** What changed since a listener last looked: sets, so it stays bounded however slowly somebody listens. */
export interface HintQueue {
  /** Takes everything that waits, coalesced; empty when nothing does. */
  take(): Hint[];
  /** Resolves when something waits, at once if it already does, or when the queue is closed. */
  waiting(): Promise<void>;
  isClosed(): boolean;
  close(): void;
}

/** Tells every open page what changed. */
export interface Hints {
  say(hint: Hint): void;
  listen(): HintQueue;
  /** Ends every listener. */
  close(): void;
}

export function createHints(): Hints {
  const queues = new Set<ReturnType<typeof createQueue>>();
  return {
    say(hint) {
      for (const queue of queues) queue.add(hint);
    },
    listen() {
      const queue = createQueue(() => queues.delete(queue));
      queues.add(queue);
      return queue;
    },
    close() {
      for (const queue of queues) queue.close();
    },
  };
}

function createQueue(onClose: () => void): HintQueue & { add(hint: Hint): void } {
  const executions = new Set<string>();
  const executionRuntimes = new Set<string>();
  const runtimes = new Set<string>();
  const requests = new Map<string, string>();
  let hasSettings = false;
  let isClosed = false;
  let wake: () => void = () => undefined;

  const isEmpty = () => executionRuntimes.size + executions.size + runtimes.size + requests.size === 0 && !hasSettings;
  return {
    add(hint) {
      switch (hint.type) {
        case 'executions':
          for (const id of hint.runtimeIds) executionRuntimes.add(id);
          break;
        case 'execution':
          if (executions.size < EXECUTIONS_MAX) executions.add(hint.executionId);
          break;
        case 'runtimes':
          for (const id of hint.runtimeIds) runtimes.add(id);
          break;
        case 'request':
          requests.set(hint.requestId, hint.runtimeId);
          break;
        case 'settings':
          hasSettings = true;
          break;
      }
      wake();
    },
    take() {
      const hints: Hint[] = [];
      if (executionRuntimes.size > 0) hints.push({ type: 'executions', runtimeIds: [...executionRuntimes] });
      for (const executionId of executions) hints.push({ type: 'execution', executionId });
      if (runtimes.size > 0) hints.push({ type: 'runtimes', runtimeIds: [...runtimes] });
      for (const [requestId, runtimeId] of requests) hints.push({ type: 'request', requestId, runtimeId });
      if (hasSettings) hints.push({ type: 'settings' });
      for (const set of [executionRuntimes, executions, runtimes, requests]) set.clear();
      hasSettings = false;
      return hints;
    },
    waiting() {
      if (isClosed || !isEmpty()) return Promise.resolve();
      return new Promise((resolve) => {
        wake = resolve;
      });
    },
    isClosed: () => isClosed,
    close() {
      isClosed = true;
      onClose();
      wake();
    },
  };
}
