import { QueryClient } from '@tanstack/react-query';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { ApiClient } from './client.ts';
import { platformNow } from './clock.ts';
import { type PageVisibility, followEvents, readEvents } from './events.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

/** A stream that a spec writes to. */
function openStream() {
  let write = (_text: string) => {};
  let close = () => {};
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      write = (text) => controller.enqueue(new TextEncoder().encode(text));
      close = () => controller.close();
    },
  });
  return { response: new Response(body), write: (text: string) => write(text), close: () => close() };
}

const record = (event: object) => `data: ${JSON.stringify(event)}\n\n`;
const beat = { type: 'beat', nowAt: 1_800_000_000_000, speed: 60 };

test('events are read however the stream is cut', async () => {
  const stream = openStream();
  const text = `: hello\n\n${record(beat)}${record({ type: 'from-the-future' })}data: nonsense\n\n${record({ type: 'settings' })}`;
  for (const character of text) stream.write(character);
  stream.close();
  const types: string[] = [];
  for await (const event of readEvents(stream.response)) types.push(event.type);
  expect(types).toEqual(['beat', 'settings']);
});

test('a hint makes the reads that it concerns stale, and a burst of hints costs one more', async () => {
  const stream = openStream();
  const queries = new QueryClient();
  const invalidate = vi.spyOn(queries, 'invalidateQueries');
  const stop = followEvents(queries, { open: async () => stream.response } as unknown as ApiClient);
  stream.write(record({ type: 'settings' }));
  await vi.advanceTimersByTimeAsync(10);
  const once = invalidate.mock.calls.length;
  expect(invalidate.mock.calls.map(([filters]) => filters?.queryKey?.[0])).toEqual([
    'getSettings',
    'listEnvironments',
    'listEnrolmentTokens',
  ]);
  for (let count = 0; count < 50; count += 1) stream.write(record({ type: 'settings' }));
  await vi.advanceTimersByTimeAsync(2_500);
  expect(invalidate.mock.calls).toHaveLength(2 * once);
  stop();
});

test('what a person waits for is not held back by a burst of other hints', async () => {
  const stream = openStream();
  const queries = new QueryClient();
  const invalidate = vi.spyOn(queries, 'invalidateQueries');
  const stop = followEvents(queries, { open: async () => stream.response } as unknown as ApiClient);
  const request = record({ type: 'request', requestId: 'R-1', runtimeId: 'ber-1' });
  const readsOf = (name: string) => invalidate.mock.calls.filter(([filters]) => filters?.queryKey?.[0] === name).length;
  stream.write(record({ type: 'settings' }) + request); // asked
  await vi.advanceTimersByTimeAsync(10);
  expect([readsOf('getRequest'), readsOf('getSettings')]).toEqual([1, 1]);
  stream.write(record({ type: 'settings' }) + request); // answered
  await vi.advanceTimersByTimeAsync(150);
  expect([readsOf('getRequest'), readsOf('getSettings')]).toEqual([2, 1]);
  stop();
});

test('a beat sets the clock of the page, and its speed', async () => {
  const stream = openStream();
  const stop = followEvents(new QueryClient(), { open: async () => stream.response } as unknown as ApiClient);
  stream.write(record(beat));
  await vi.advanceTimersByTimeAsync(0);
  const first = platformNow();
  expect(first - beat.nowAt).toBeLessThan(1_000);
  await vi.advanceTimersByTimeAsync(1_000);
  expect(platformNow() - first).toBe(60_000);
  stop();
});

test('a lost stream is opened again, and everything on screen is read again', async () => {
  const streams = [openStream(), openStream()];
  const queries = new QueryClient();
  const invalidate = vi.spyOn(queries, 'invalidateQueries');
  let opened = 0;
  const open = async () => (streams[opened++] ?? openStream()).response;
  const stop = followEvents(queries, { open } as unknown as ApiClient);
  await vi.advanceTimersByTimeAsync(0);
  streams[0]?.close();
  await vi.advanceTimersByTimeAsync(1_500);
  expect(opened).toBe(2);
  expect(invalidate).toHaveBeenCalledWith();
  stop();
});

test('a stream that has gone silent is given up, whatever its socket says', async () => {
  let opened = 0;
  const open = async (_name: string, _call: object, signal: AbortSignal) => {
    opened += 1;
    const body = new ReadableStream({
      start: (controller) => signal.addEventListener('abort', () => controller.error(signal.reason)),
    });
    return new Response(body);
  };
  const stop = followEvents(new QueryClient(), { open } as unknown as ApiClient);
  await vi.advanceTimersByTimeAsync(10_000);
  expect(opened).toBe(2);
  stop();
});

test('a page in the background lets its stream go, and reads everything again when it is looked at', async () => {
  const open = vi.fn(async (_name: string, _call: object, signal: AbortSignal) => {
    const body = new ReadableStream({
      start(controller) {
        const say = setInterval(() => controller.enqueue(new TextEncoder().encode(record(beat))), 2_000);
        signal.addEventListener('abort', () => (clearInterval(say), controller.error(signal.reason)));
      },
    });
    return new Response(body);
  });
  const document = Object.assign(new EventTarget(), { visibilityState: 'visible' as DocumentVisibilityState });
  const show = (state: DocumentVisibilityState) => {
    document.visibilityState = state;
    document.dispatchEvent(new Event('visibilitychange'));
  };
  const queries = new QueryClient();
  const invalidate = vi.spyOn(queries, 'invalidateQueries');
  const stop = followEvents(queries, { open } as unknown as ApiClient, document as unknown as PageVisibility);
  await vi.advanceTimersByTimeAsync(1_000);
  show('hidden');
  await vi.advanceTimersByTimeAsync(5_000);
  show('visible'); // a glance at another tab
  await vi.advanceTimersByTimeAsync(30_000);
  expect(open).toHaveBeenCalledTimes(1);
  show('hidden');
  await vi.advanceTimersByTimeAsync(60_000);
  expect(open).toHaveBeenCalledTimes(1);
  expect(open.mock.calls[0]?.[2].aborted).toBe(true);
  show('visible');
  await vi.advanceTimersByTimeAsync(10);
  expect(open).toHaveBeenCalledTimes(2);
  expect(invalidate).toHaveBeenCalledWith();
  stop();
});
