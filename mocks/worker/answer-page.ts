import type { World } from '#mocks/world/world.ts';
import type { FromWorld, ToWorld } from './messages.ts';

/**
 * Answers one call of the page. An event stream goes piece by piece and ends when the page lets go of it; everything else is handed
 * over whole, because MSW gathers other bodies before it gives them to the page anyway.
 */
export async function answerPage(
  world: Pick<World, 'fetch'>,
  { id, method, path, headers, body }: Extract<ToWorld, { type: 'request' }>,
  calls: Map<number, AbortController>,
  say: (message: FromWorld, transfer?: Transferable[]) => void,
): Promise<void> {
  const controller = new AbortController();
  calls.set(id, controller);
  try {
    const request = new Request(`http://demo.invalid${path}`, { method, headers, body, signal: controller.signal });
    const response = await world.fetch(request);
    const sent: [string, string][] = [...response.headers];
    if (response.body !== null && response.headers.get('content-type')?.startsWith('text/event-stream')) {
      say({ type: 'begin', id, status: response.status, headers: sent });
      await pipe(response.body, controller.signal, (bytes) => say({ type: 'piece', id, bytes }, [bytes.buffer]));
      say({ type: 'end', id });
      return;
    }
    const whole = response.body === null ? null : await response.arrayBuffer();
    say({ type: 'answer', id, status: response.status, headers: sent, body: whole }, whole ? [whole] : []);
  } catch {
    // Unreachable, or let go by the page: both are the absence of an answer.
    say({ type: 'lost', id });
  } finally {
    calls.delete(id);
  }
}

async function pipe(
  body: ReadableStream<Uint8Array>,
  signal: AbortSignal,
  give: (bytes: Uint8Array<ArrayBuffer>) => void,
): Promise<void> {
  const reader = body.getReader();
  const leave = () => void reader.cancel();
  signal.addEventListener('abort', leave);
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      give(value.slice());
    }
  } finally {
    signal.removeEventListener('abort', leave);
  }
}
