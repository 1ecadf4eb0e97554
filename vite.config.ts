import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';
import { consoleOperations } from './src/contract/console-operations.ts';

/** Where `npm start` serves its dashboard and console channel. */
const LOCAL_PLATFORM = 'http://127.0.0.1:8080';

/**
 * Two builds of one page. Live (`vite build`, to dist/) talks to the platform that serves it. Demo
 * (`vite build --mode demo`, to dist-demo/) brings the bundled world, keeps its place in the hash and has
 * relative addresses, so that any static host serves it under any path.
 */
export default defineConfig(({ mode }) => {
  const isDemo = mode === 'demo';
  return {
    base: isDemo ? './' : '/',
    plugins: [react(), tailwindcss(), ...(isDemo ? [] : [leaveOutMockWorker(), leaveOutSchemas()])],
    build: {
      outDir: isDemo ? 'dist-demo' : 'dist',
      // The page's content security policy allows no data: addresses, so nothing is inlined into one.
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      // Which script needs which: scripts/check-budget.ts weighs each screen by it.
      manifest: true,
      // The demo's worker holds the whole platform and world; that is its purpose, not an accident to warn of.
      chunkSizeWarningLimit: isDemo ? 1500 : 600,
      rolldownOptions: {
        output: {
          codeSplitting: {
            groups: [
              {
                name: 'react',
                test: /node_modules\/(react|react-dom|scheduler|use-sync-external-store)\//,
                priority: 2,
              },
              // Apart, so that the first screen never waits for it: dashboard/charts imports it lazily.
              {
                name: 'recharts',
                test: /node_modules\/(recharts|victory-vendor|d3-[a-z]+|internmap|decimal\.js-light|es-toolkit|immer|redux|react-redux|reselect|@reduxjs)\//,
                priority: 1,
              },
              // One script instead of a dozen small ones: what every first visit needs compresses 4 kB better as a whole.
              { name: 'frame', tags: ['$initial'], priority: 0 },
            ],
          },
        },
      },
    },
    worker: { format: 'es' },
    server: isDemo ? {} : { proxy: { '/api': { target: LOCAL_PLATFORM, changeOrigin: true } } },
  };
});

/** The worker script of MSW is a static file, and static files are copied as they are: the live build must not ship it. */
function leaveOutMockWorker(): Plugin {
  let outDir = '';
  return {
    name: 'leave-out-mock-worker',
    apply: 'build',
    configResolved: (config) => {
      outDir = join(config.root, config.build.outDir);
    },
    closeBundle: async () => {
      await rm(join(outDir, 'mockServiceWorker.js'), { force: true });
    },
  };
}

/**
 * The live page asks, it does not check what the platform answers (`parsesAnswers` of the client): of each operation it needs
 * the address and the role, not the schemas, which are 5 kB of every first visit. The demo's worker holds them anyway.
 */
function leaveOutSchemas(): Plugin {
  const asked = Object.entries(consoleOperations).map(([name, operation]) => [
    name,
    {
      method: operation.method,
      path: operation.path,
      role: operation.role,
      ...('answer' in operation ? { answer: true } : {}),
    },
  ]);
  return {
    name: 'leave-out-schemas',
    apply: 'build',
    load: (id) =>
      id.endsWith('/src/contract/console-operations.ts')
        ? `export const consoleOperations = ${JSON.stringify(Object.fromEntries(asked))};`
        : null,
  };
}
