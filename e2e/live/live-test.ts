import { test as journeyTest } from '../test.ts';
import { LiveHost } from '../host/live-host.ts';

/** Undoes what a preparation started. */
type CleanUp = () => Promise<void>;

/**
 * A `test` with a live host of its own: journeys that stop, kill or fill things must not share one. `prepare` runs with the platform
 * up, the workspace made and the agent not started yet.
 */
export function liveTest(prepare: (host: LiveHost) => Promise<CleanUp | void> = async () => {}) {
  return journeyTest.extend<object, { host: LiveHost }>({
    host: [
      // oxlint-disable-next-line no-empty-pattern -- Playwright demands the pattern
      async ({}, provide) => {
        const host = new LiveHost();
        let cleanUp: CleanUp | void = undefined;
        try {
          await host.start();
          await host.makeWorkspace();
          cleanUp = await prepare(host);
          await host.startAgent();
          await host.inContact();
          await provide(host);
        } finally {
          await host.stop();
          await cleanUp?.();
        }
      },
      { scope: 'worker', timeout: 120_000 },
    ],
  });
}

export { expect } from '@playwright/test';
