import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';

// Before the workers start, so that all of them inherit it: times in tests do not depend on the machine.
process.env['TZ'] = 'UTC';

const parts = ['contract', 'platform', 'agent', 'engine', 'hosts'];

/** Unit tests, a project per part: `npx vitest run --project engine`. All run on Node; pages are tested by the journeys in e2e/. */
export default defineConfig({
  test: {
    projects: [
      ...parts.map((name) => ({
        test: { name, include: [`src/${name}/**/*.spec.ts`], environment: 'node', testTimeout: 20_000 },
      })),
      { test: { name: 'mocks', include: ['mocks/**/*.spec.ts'], environment: 'node', testTimeout: 20_000 } },
      {
        plugins: [react()],
        test: { name: 'dashboard', include: ['src/dashboard/**/*.spec.{ts,tsx}'], environment: 'node' },
      },
      { test: { name: 'structure', include: ['structure/**/*.spec.ts', 'scripts/**/*.spec.ts'], environment: 'node' } },
    ],
  },
});
