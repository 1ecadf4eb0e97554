import { defineConfig } from '@playwright/test';
import { findChromium } from './scripts/find-chromium.ts';

const executablePath = findChromium();

/**
 * The journeys. The same specs (`e2e/*.e2e.ts`, `e2e/conformance/`) run on both hosts; what only one host can do
 * stands in a folder of its own. `looks` takes the pictures of `npm run looks`.
 */
export default defineConfig({
  testDir: 'e2e',
  outputDir: 'test-results',
  timeout: 60_000,
  expect: { timeout: 10_000 },
  // A flake is a bug, so nothing is tried twice; the live host is one machine, so one journey at a time.
  retries: 0,
  workers: 1,
  forbidOnly: true,
  reporter: [['list']],
  use: {
    locale: 'en-GB',
    timezoneId: 'UTC',
    viewport: { width: 1440, height: 900 },
    trace: 'retain-on-failure',
    screenshot: 'only-on-failure',
    launchOptions: {
      ...(executablePath === undefined ? {} : { executablePath }),
      args: [
        ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
        '--disable-gpu',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
        '--no-first-run',
        '--disable-quic',
      ],
    },
  },
  projects: [
    { name: 'live', testMatch: [/e2e\/[^/]+\.e2e\.ts$/, /e2e\/(live|faults|conformance)\/.+\.e2e\.ts$/] },
    { name: 'demo', testMatch: [/e2e\/[^/]+\.e2e\.ts$/, /e2e\/(demo|conformance)\/.+\.e2e\.ts$/] },
    { name: 'looks', testMatch: /e2e\/looks\/.+\.e2e\.ts$/ },
  ],
});
