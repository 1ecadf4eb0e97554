import { http, HttpResponse } from 'msw';
import { setupWorker } from 'msw/browser';

/**
 * Lets `answer` answer every call of the page below `<base>api/`: through a service worker, so that downloads are taken too; where
 * there is none (a page without TLS that is not on this computer), through `fetch` alone. A rejected answer is a network error.
 */
export async function takeOverCalls(base: URL, answer: (request: Request) => Promise<Response>): Promise<void> {
  const prefix = new URL('api/', base).href;
  if (!('serviceWorker' in navigator)) {
    const fetchReally = globalThis.fetch;
    globalThis.fetch = (input, init) => {
      const request = new Request(input, init);
      return request.url.startsWith(prefix) ? answer(request) : fetchReally(request);
    };
    return;
  }
  const interception = setupWorker(
    http.all(`${prefix}*`, async ({ request }) => {
      try {
        return await answer(request);
      } catch {
        return HttpResponse.error();
      }
    }),
  );
  await interception.start({
    quiet: true,
    // A reload asks for the page itself: that goes to the host, and nobody needs to be warned of it.
    onUnhandledFrame: 'bypass',
    serviceWorker: { url: new URL('mockServiceWorker.js', base).href, options: { scope: base.pathname } },
  });
}
