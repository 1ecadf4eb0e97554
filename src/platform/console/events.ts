import type { PlatformEvent } from '#contract/events.ts';
import type { Core } from '#platform/core.ts';
import type { ConsoleHandlers } from '#platform/routing/handlers.ts';

/** The clock comes this often. */
const BEAT_EVERY_MS = 2_000;
/** Hints are gathered this long, so that a flood of reports is a few messages. */
const GATHER_MS = 250;

export function eventHandlers(core: Core): Pick<ConsoleHandlers, 'streamEvents'> {
  return {
    async streamEvents(_input, context) {
      const headers = {
        'content-type': 'text/event-stream',
        'cache-control': 'no-store',
        'x-accel-buffering': 'no',
        'x-request-id': context.requestId,
      };
      return new Response(eventStream(core, context.request.signal), { headers });
    },
  };
}

/** One listener's stream: what changed waits in its bounded queue while the reader is slow. Ends with the listener or the platform. */
function eventStream(core: Core, signal: AbortSignal): ReadableStream<Uint8Array> {
  const timers = core.options.pageTimers ?? core.options.timers;
  const queue = core.hints.listen();
  const gone = new AbortController();
  const encoder = new TextEncoder();
  const leave = () => {
    gone.abort();
    queue.close();
  };
  signal.addEventListener('abort', leave, { once: true });
  if (signal.aborted) leave();

  const write = (controller: ReadableStreamDefaultController<Uint8Array>, events: readonly PlatformEvent[]) => {
    const text = events.map((event) => `data: ${JSON.stringify(event)}\n\n`).join('');
    if (text) controller.enqueue(encoder.encode(text));
  };
  const beat = async (controller: ReadableStreamDefaultController<Uint8Array>) => {
    while (!gone.signal.aborted) {
      if ((controller.desiredSize ?? 0) > 0)
        write(controller, [{ type: 'beat', nowAt: core.now(), speed: core.options.speed?.() ?? 1 }]);
      await timers.sleep(BEAT_EVERY_MS, gone.signal);
    }
  };
  const tell = async (controller: ReadableStreamDefaultController<Uint8Array>) => {
    while (!gone.signal.aborted) {
      await queue.waiting();
      if (queue.isClosed()) break;
      if ((controller.desiredSize ?? 0) > 0) write(controller, queue.take());
      await timers.sleep(GATHER_MS, gone.signal);
    }
    leave(); // the platform closes: the beat stops too
  };
  return new ReadableStream<Uint8Array>(
    {
      start(controller) {
        void Promise.all([beat(controller), tell(controller)])
          .then(() => controller.close())
          .catch(() => leave()); // closed by the reader meanwhile
      },
      cancel: leave,
    },
    new CountQueuingStrategy({ highWaterMark: 16 }),
  );
}
