import { test as base, type Page } from '@playwright/test';
import { DemoHost } from './host/demo-host.ts';
import { LiveHost } from './host/live-host.ts';

/** What a journey gets: the host of its project, and a page that is signed in on it. */
interface Fixtures {
  /** Opens a view of the product, e.g. `/executions?state=failed`, signed in. `world` chooses the bundled world, ignored on the live host. */
  open: (view: string, world?: string) => Promise<void>;
}

interface WorkerFixtures {
  host: LiveHost | DemoHost;
}

/** The journeys' `test`: same specs, two hosts (`--project live`, `--project demo`). */
export const test = base.extend<Fixtures, WorkerFixtures>({
  host: [
    // oxlint-disable-next-line no-empty-pattern -- Playwright demands the pattern
    async ({}, provide, { project }) => {
      const host = project.name === 'live' ? new LiveHost() : new DemoHost();
      await host.start();
      if (host.kind === 'live') await host.startAgent();
      await provide(host);
      await host.stop();
    },
    { scope: 'worker', timeout: 120_000 },
  ],
  open: async ({ host, page }, provide) => {
    await provide(async (view, world) => {
      if (host.kind === 'live') await signIn(host, page);
      await page.goto(host.kind === 'live' ? host.url(view) : host.url(view, world));
    });
  },
});

export { expect } from '@playwright/test';

/** Signs a page in on the live host by its one-time link, as a person does. */
async function signIn(host: LiveHost, page: Page): Promise<void> {
  const cookies = await page.context().cookies(host.origin);
  if (cookies.some((cookie) => cookie.name === 'daymark_session')) return;
  await page.goto(await host.signInLink());
  await page.getByRole('navigation').first().waitFor();
}
