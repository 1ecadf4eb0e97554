import { describe, expect, it } from 'vitest';
import { answerPage } from './answer-page.ts';
import type { FromWorld, ToWorld } from './messages.ts';
import { openBridge, type WorldPort } from './world-bridge.ts';

/** A page and a world with the bridge between them, the platform played by `answer`. */
function connect(answer: (request: Request) => Promise<Response>) {
  const listeners: ((event: MessageEvent<FromWorld>) => void)[] = [];
  const calls = new Map<number, AbortController>();
  const say = (message: FromWorld): void => {
    for (const listener of listeners) listener({ data: message } as MessageEvent<FromWorld>); // only `data` is read
  };
  const port: WorldPort = {
    postMessage(message: ToWorld) {
      if (message.type === 'request') void answerPage({ fetch: answer }, message, calls, say);
      if (message.type === 'abort') calls.get(message.id)?.abort();
    },
    addEventListener(type: string, listener: (event: never) => void) {
      if (type === 'message') listeners.push(listener as (event: MessageEvent<FromWorld>) => void); // its type says so
    },
  };
  const bridge = openBridge(port, '');
  return { bridge, say, calls };
}

const opened: FromWorld = {
  type: 'opened',
  signInCode: 'code',
  state: {
    scenario: 'calm',
    scenarioTitle: '',
    scenarios: [],
    seed: 1,
    size: 'empty',
    nowAt: 0,
    speed: 1,
    switches: [],
  },
};

describe('the bridge between page and world', () => {
  it('carries a call with method, headers and body, and its answer back', async () => {
    const { bridge, say } = connect(async (request) => {
      const body: unknown = await request.json();
      return Response.json(
        { method: request.method, url: request.url, bearer: request.headers.get('authorization'), body },
        { status: 201 },
      );
    });
    say(opened);
    const request = new Request('http://page/base/api/v1/x?a=1', {
      method: 'POST',
      body: '{"n":1}',
      headers: { authorization: 'Bearer b' },
    });
    const response = await bridge.fetch(request, '/api/v1/x?a=1');
    expect(response.status).toBe(201);
    expect(await response.json()).toEqual({
      method: 'POST',
      url: 'http://demo.invalid/api/v1/x?a=1',
      bearer: 'Bearer b',
      body: { n: 1 },
    });
  });

  it('passes an event stream on piece by piece, and ends it in the world when the page lets go', async () => {
    let isOver = false;
    const { bridge, say, calls } = connect(async () => {
      const body = new ReadableStream<Uint8Array>({
        start: (controller) => controller.enqueue(new TextEncoder().encode('data: 1\n\n')),
        cancel: () => {
          isOver = true;
        },
      });
      return new Response(body, { headers: { 'content-type': 'text/event-stream' } });
    });
    say(opened);
    const response = await bridge.fetch(new Request('http://page/api/v1/events'), '/api/v1/events');
    const reader = response.body?.getReader();
    const first = await reader?.read();
    expect(new TextDecoder().decode(first?.value)).toBe('data: 1\n\n');
    await reader?.cancel();
    await expect.poll(() => isOver).toBe(true);
    await expect.poll(() => calls.size).toBe(0);
  });

  it('rejects like a network when the platform cannot be reached', async () => {
    const { bridge, say } = connect(() => Promise.reject(new TypeError('away')));
    say(opened);
    await expect(bridge.fetch(new Request('http://page/api/v1/x'), '/api/v1/x')).rejects.toThrow('cannot be reached');
  });

  it('forwards an abort of the page', async () => {
    const { bridge, say } = connect(
      (request) =>
        new Promise((_, reject) => request.signal.addEventListener('abort', () => reject(new Error('let go')))),
    );
    say(opened);
    const controller = new AbortController();
    const call = bridge.fetch(new Request('http://page/api/v1/x', { signal: controller.signal }), '/api/v1/x');
    setTimeout(() => controller.abort(), 5);
    await expect(call).rejects.toThrow();
  });

  it('says in words why there is no such world', async () => {
    const { bridge, say } = connect(() => Promise.reject(new Error('never')));
    say({ type: 'not-opened', message: 'The address asks for seed=x, which there is not.' });
    await expect(bridge.opened).rejects.toThrow('seed=x');
  });
});
