import type { DemoControl } from '#contract/demo.ts';
import { createDemoControl } from '#mocks/control/demo-control.ts';
import { openBridge } from '#mocks/worker/world-bridge.ts';

/**
 * Starts the bundled world of this page's address (`?scenario=&seed=&size=&t=&on=`, `t` in Berlin) in a worker, and takes over the
 * page's calls below `api/`. Works under any base path. Rejects with a sentence for people when there is no such world.
 */
export async function startDemo(): Promise<{ control: DemoControl; signInCode: string }> {
  // The worker first: it makes the past while MSW is still on its way.
  const worker = new Worker(new URL('./worker/world-worker.ts', import.meta.url), { type: 'module' });
  const bridge = openBridge(worker, location.search);
  const base = new URL(import.meta.env.BASE_URL, document.baseURI);
  const takingOver = import('#mocks/worker/take-over-calls.ts').then(({ takeOverCalls }) =>
    takeOverCalls(base, (request) => {
      const url = new URL(request.url);
      return bridge.fetch(request, `/${url.pathname.slice(base.pathname.length)}${url.search}`);
    }),
  );
  const [{ signInCode, state }] = await Promise.all([bridge.opened, takingOver]);
  return { control: createDemoControl(bridge, state, () => location.href), signInCode };
}
