import { http, HttpResponse } from 'msw';
import { setupWorker } from 'msw/browser';
import type { DemoControl } from '#contract/demo.ts';
import { createDemoControl } from '#mocks/control/demo-control.ts';
import { openBridge } from '#mocks/worker/world-bridge.ts';

/**
 * Starts the bundled world of this page's address (`?scenario=&seed=&size=&t=&on=`, `t` in Berlin) in a worker, and takes over the
 * page's calls below `api/`. Works under any base path. Rejects with a sentence for people when there is no such world.
 */
export async function startDemo(): Promise<{ control: DemoControl; signInCode: string }> {
  const worker = new Worker(new URL('./worker/world-worker.ts', import.meta.url), { type: 'module' });
  const bridge = openBridge(worker, location.search);
  const base = new URL(import.meta.env.BASE_URL, document.baseURI);
  const answer = async (request: Request): Promise<Response> => {
    const url = new URL(request.url);
    return bridge.fetch(request, `/${url.pathname.slice(base.pathname.length)}${url.search}`);
  };
  const [{ signInCode, state }] = await Promise.all([bridge.opened, takeOverCalls(base, answer)]);
  return { control: createDemoControl(bridge, state, () => location.href), signInCode };
}

/** Through a service worker, so that downloads and every other call of the page are taken; where there is none, `fetch` alone. */
async function takeOverCalls(base: URL, answer: (request: Request) => Promise<Response>): Promise<void> {
  if (!('serviceWorker' in navigator)) {
    const fetchReally = globalThis.fetch;
    globalThis.fetch = (input, init) => {
      const request = new Request(input, init);
      return request.url.startsWith(new URL('api/', base).href) ? answer(request) : fetchReally(request);
    };
    return;
  }
  const interception = setupWorker(
    http.all(new URL('api/*', base).href, async ({ request }) => {
      try {
        return await answer(request);
      } catch {
        return HttpResponse.error();
      }
    }),
  );
  await interception.start({
    quiet: true,
    serviceWorker: { url: new URL('mockServiceWorker.js', base).href, options: { scope: base.pathname } },
  });
}
