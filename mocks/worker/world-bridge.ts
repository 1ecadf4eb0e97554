import type { DemoCommand, DemoState } from '#contract/demo.ts';
import type { FromWorld, ToWorld } from './messages.ts';

/** The page's end of the bridge to the world's worker. */
export interface WorldBridge {
  /** Resolves when the world is open; rejects with a sentence for people when there is no such world. */
  opened: Promise<{ signInCode: string; state: DemoState }>;
  /** Asks the platform. Rejects when it cannot be reached, as `fetch` does. */
  fetch(request: Request, path: string): Promise<Response>;
  command(command: DemoCommand): Promise<void>;
  onState(listener: (state: DemoState) => void): void;
}

/** What the bridge needs of a worker. */
export interface WorldPort {
  postMessage(message: ToWorld, transfer?: Transferable[]): void;
  addEventListener(type: 'message', listener: (event: MessageEvent<FromWorld>) => void): void;
  addEventListener(type: 'error', listener: (event: ErrorEvent) => void): void;
}

interface Call {
  answer(response: Response): void;
  lose(): void;
  stream: ReadableStreamDefaultController<Uint8Array> | null;
  /** Nothing more is wanted or will come. */
  finish(): void;
}

/** Opens the world of an address in a worker, and speaks with it. */
export function openBridge(worker: WorldPort, search: string): WorldBridge {
  const calls = new Map<number, Call>();
  const commands = new Map<number, (refusal: string | null) => void>();
  const stateListeners = new Set<(state: DemoState) => void>();
  const opening = Promise.withResolvers<{ signInCode: string; state: DemoState }>();
  let lastId = 0;

  worker.addEventListener('error', (event) =>
    opening.reject(new Error(`The bundled world could not start: ${event.message || 'its worker did not load'}.`)),
  );
  worker.addEventListener('message', ({ data: message }) => {
    switch (message.type) {
      case 'opened':
        opening.resolve({ signInCode: message.signInCode, state: message.state });
        break;
      case 'not-opened':
        opening.reject(new Error(message.message));
        break;
      case 'state':
        for (const listener of stateListeners) listener(message.state);
        break;
      case 'commanded':
        commands.get(message.id)?.(message.refusal);
        commands.delete(message.id);
        break;
      default:
        hear(message);
    }
  });

  const hear = (message: Exclude<Extract<FromWorld, { id: number }>, { type: 'commanded' }>): void => {
    const call = calls.get(message.id);
    if (!call) return;
    switch (message.type) {
      case 'answer':
        call.answer(new Response(message.body, { status: message.status, headers: message.headers }));
        call.finish();
        break;
      case 'begin':
        call.answer(new Response(streamOf(message.id, call), { status: message.status, headers: message.headers }));
        break;
      case 'piece':
        call.stream?.enqueue(message.bytes);
        break;
      case 'end':
        call.stream?.close();
        call.finish();
        break;
      case 'lost':
        call.stream?.error(new TypeError('the platform cannot be reached'));
        call.lose();
        call.finish();
        break;
    }
  };

  const streamOf = (id: number, call: Call): ReadableStream<Uint8Array> =>
    new ReadableStream<Uint8Array>({
      start(controller) {
        call.stream = controller;
      },
      cancel() {
        worker.postMessage({ type: 'abort', id });
        call.finish();
      },
    });

  worker.postMessage({ type: 'open', search });
  return {
    opened: opening.promise,
    async fetch(request, path) {
      await opening.promise;
      const id = ++lastId;
      const body = request.body === null ? null : await request.arrayBuffer();
      return new Promise((resolve, reject) => {
        const onAbort = () => worker.postMessage({ type: 'abort', id });
        calls.set(id, {
          answer: resolve,
          lose: () => reject(new TypeError('the platform cannot be reached')),
          stream: null,
          finish() {
            calls.delete(id);
            request.signal.removeEventListener('abort', onAbort);
          },
        });
        request.signal.addEventListener('abort', onAbort);
        worker.postMessage(
          { type: 'request', id, method: request.method, path, headers: [...request.headers], body },
          body ? [body] : [],
        );
      });
    },
    command(command) {
      const id = ++lastId;
      return new Promise((resolve, reject) => {
        commands.set(id, (refusal) => (refusal === null ? resolve() : reject(new Error(refusal))));
        worker.postMessage({ type: 'command', id, command });
      });
    },
    onState: (listener) => void stateListeners.add(listener),
  };
}
