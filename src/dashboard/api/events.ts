import type { QueryClient } from '@tanstack/react-query';
import { useSyncExternalStore } from 'react';
import { PlatformEvent } from '#contract/events.ts';
import type { ConsoleOperationName } from '#contract/console-operations.ts';
import { ProblemError } from '#contract/errors.ts';
import { type ApiClient, api } from './client.ts';
import { setPlatformClock } from './clock.ts';
import { HINT_GATHER_MS, REQUEST_HINT_GATHER_MS, concernedBy } from './policy.ts';
import { invalidateOperations, operationKey } from './queries.ts';

/** Whether this page hears of changes as they happen. `lastAt` values are this computer's `performance.now()`. */
export type LiveState =
  | { kind: 'connecting' }
  | { kind: 'live'; lastMs: number }
  | { kind: 'paused'; lastMs: number }
  | { kind: 'away'; lastPlatformAt: number | null; triesAgainMs: number };

/** Back-off of a lost stream: doubles from the first to the last, with up to a fifth taken off so that pages do not return in step. */
const RECONNECT_FIRST_MS = 1_000;
const RECONNECT_LAST_MS = 15_000;

/** Beats come every two seconds: a stream that is silent for three of them and some is dead, whatever the socket says. */
const SILENCE_MS = 7_000;

/**
 * A page in the background lets its stream go after this: over plain http a browser opens six connections to one host, for all its
 * tabs together, so six forgotten tabs would keep every other one from reading anything. Long enough for a glance at another tab.
 */
const HIDDEN_MS = 10_000;

/** What is needed of the document. */
export type PageVisibility = Pick<Document, 'visibilityState' | 'addEventListener' | 'removeEventListener'>;

let live: LiveState = { kind: 'connecting' };
const listeners = new Set<() => void>();

/** The live state, for the top bar. */
export function useLiveState(): LiveState {
  return useSyncExternalStore(subscribe, () => live);
}

/**
 * Listens to the event stream until the returned function is called. A hint makes the reads that it concerns stale, gathered
 * over a second (hints about requests over a tenth: a person waits for them); after a reconnect everything on screen is read again, because hints may have been lost.
 *
 * In the background it rests, and everything on screen is read again when the page is looked at.
 *
 * `fetch` and not `EventSource`: the latter cannot carry a bearer token, and the bundled world has no cookies.
 */
export function followEvents(
  queries: QueryClient,
  client: ApiClient = api,
  page: PageVisibility | undefined = globalThis.document,
): () => void {
  const end = new AbortController();
  const changes = createGatherer(queries, HINT_GATHER_MS);
  const requests = createGatherer(queries, REQUEST_HINT_GATHER_MS);
  const gather: Gatherer = {
    add: (event) => (event.type === 'request' ? requests : changes).add(event),
    stop() {
      changes.stop();
      requests.stop();
    },
  };
  void keepFollowing(queries, client, gather, page, end.signal);
  return () => {
    end.abort();
    gather.stop();
  };
}

async function keepFollowing(
  queries: QueryClient,
  client: ApiClient,
  gather: Gatherer,
  page: PageVisibility | undefined,
  ended: AbortSignal,
): Promise<void> {
  let waitMs = RECONNECT_FIRST_MS;
  let isFirst = true;
  let lastPlatformAt: number | null = null;
  while (!ended.aborted) {
    await untilShown(page, ended);
    if (ended.aborted) return;
    const silence = createSilence();
    const hidden = createHiddenWatch(page);
    const signal = AbortSignal.any([ended, silence.signal, hidden.signal]);
    try {
      const response = await client.open('streamEvents', {}, signal);
      if (!isFirst) void queries.invalidateQueries();
      isFirst = false;
      for await (const event of readEvents(response)) {
        waitMs = RECONNECT_FIRST_MS;
        silence.heard();
        if (event.type === 'beat') {
          lastPlatformAt = event.nowAt;
          setPlatformClock(event.nowAt, event.speed);
          setLive({ kind: event.speed === 0 ? 'paused' : 'live', lastMs: performance.now() });
        } else {
          gather.add(event);
        }
      }
    } catch (error) {
      // Signed out: the session query notices too and shows the sign-in page; the stream waits like for any other loss.
      if (error instanceof ProblemError && error.code === 'signed-out')
        queries.removeQueries({ queryKey: operationKey('getBadges') });
    } finally {
      silence.stop();
      hidden.stop();
    }
    if (ended.aborted) return;
    if (hidden.signal.aborted) {
      setLive({ kind: 'connecting' });
      continue;
    }
    setLive({ kind: 'away', lastPlatformAt, triesAgainMs: performance.now() + waitMs });
    await pause(waitMs * (0.8 + Math.random() * 0.2), ended);
    waitMs = Math.min(waitMs * 2, RECONNECT_LAST_MS);
  }
}

/** The events of a stream, as they arrive. A record that is none is skipped: a newer platform may say more than this page knows. */
export async function* readEvents(response: Response): AsyncGenerator<PlatformEvent> {
  if (response.body === null) return;
  let rest = '';
  for await (const piece of readText(response.body)) {
    rest += piece;
    const records = rest.split(/\r?\n\r?\n/);
    rest = records.pop() ?? '';
    for (const record of records) {
      const event = readRecord(record);
      if (event !== null) yield event;
    }
  }
}

async function* readText(body: ReadableStream<Uint8Array>): AsyncGenerator<string> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      yield decoder.decode(value, { stream: true });
    }
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}

function readRecord(record: string): PlatformEvent | null {
  const text = record
    .split(/\r?\n/)
    .filter((line) => line.startsWith('data:'))
    .map((line) => line.slice(5).trimStart())
    .join('\n');
  if (text === '') return null;
  try {
    const parsed = PlatformEvent.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}

type Gatherer = { add: (event: Exclude<PlatformEvent, { type: 'beat' }>) => void; stop: () => void };

/** Gathers hints and passes the reads they concern on once in `gatherMs`; the first hint after a quiet time passes at once. */
function createGatherer(queries: QueryClient, gatherMs: number): Gatherer {
  const waiting = new Set<ConsoleOperationName>();
  let timer: ReturnType<typeof setTimeout> | null = null;
  const flush = () => {
    timer = null;
    if (waiting.size === 0) return;
    const names = [...waiting];
    waiting.clear();
    invalidateOperations(queries, names);
    timer = setTimeout(flush, gatherMs);
  };
  return {
    add(event) {
      for (const name of concernedBy[event.type]) waiting.add(name);
      timer ??= setTimeout(flush, 0);
    },
    stop() {
      if (timer !== null) clearTimeout(timer);
    },
  };
}

/** Aborts when nothing was heard for too long; a held-up stream does not end by itself. */
function createSilence() {
  const controller = new AbortController();
  let timer = setTimeout(() => controller.abort(), SILENCE_MS);
  return {
    signal: controller.signal,
    heard() {
      clearTimeout(timer);
      timer = setTimeout(() => controller.abort(), SILENCE_MS);
    },
    stop: () => clearTimeout(timer),
  };
}

/** Aborts once the page has been in the background for a while. */
function createHiddenWatch(page: PageVisibility | undefined) {
  const controller = new AbortController();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const look = () => {
    clearTimeout(timer);
    if (page?.visibilityState === 'hidden') timer = setTimeout(() => controller.abort(), HIDDEN_MS);
  };
  page?.addEventListener('visibilitychange', look);
  look();
  return {
    signal: controller.signal,
    stop() {
      clearTimeout(timer);
      page?.removeEventListener('visibilitychange', look);
    },
  };
}

/** Resolves once the page is looked at, or `signal` aborts. */
function untilShown(page: PageVisibility | undefined, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const look = () => {
      if (page?.visibilityState === 'hidden' && !signal.aborted) return;
      page?.removeEventListener('visibilitychange', look);
      signal.removeEventListener('abort', look);
      resolve();
    };
    page?.addEventListener('visibilitychange', look);
    signal.addEventListener('abort', look);
    look();
  });
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener('abort', () => (clearTimeout(timer), resolve()), { once: true });
  });
}

function setLive(next: LiveState): void {
  live = next;
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
