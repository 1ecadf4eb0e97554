import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { ExecutionReport } from '#contract/tracking.ts';
import { benchWorkspace, type BenchWorkspace } from '#engine/proof/bench-workspace.ts';
import { createMemoryStore, type StoredExecution } from '#platform/index.ts';

let bench: BenchWorkspace;
let server: Server | null = null;

beforeEach(async () => {
  bench = await benchWorkspace();
});
afterEach(async () => {
  server?.close();
  server = null;
  await bench.close();
});

const triggers = [{ kind: 'folder', folder: 'in', pattern: '*.csv', stableMs: 50 }];

/** What a platform keeps of these reports, oldest first. */
async function kept(reports: readonly ExecutionReport[]): Promise<StoredExecution[]> {
  const { executions } = createMemoryStore();
  await executions.apply(
    { runtimeId: 'rt-1', environmentId: 'production' },
    'b-1',
    1,
    reports.map((report) => ({ report, fingerprint: report.failure ? 'f' : null })),
  );
  const found = await Promise.all(reports.map(async ({ executionId }) => await executions.get(executionId)));
  return found.filter((each) => each !== null);
}

test('a file that failed still needs attention after another file went well', async () => {
  await bench.process('orders', {
    triggers,
    steps: [
      { kind: 'read-csv', name: 'Read' },
      { kind: 'map', name: 'Shape', expression: '{ "amount": $number(amount) }' },
      { kind: 'write-csv', name: 'Write', to: 'out/orders.csv' },
    ],
  });
  await bench.start();
  await bench.drop('in/bad.csv', 'id,amount\n1,much\n');
  await bench.ended(1);
  await bench.drop('in/good.csv', 'id,amount\n2,5\n');
  const [bad, good] = await kept(await bench.ended(2));
  expect([bad?.status, good?.status]).toEqual(['ERROR', 'COMPLETE']);
  expect([bad?.workId, good?.workId]).toEqual([bad?.id, good?.id]);
  expect(bad?.recovered).toBeNull();
});

test('a file that failed is recovered once a later try at it went well', async () => {
  let calls = 0;
  const busy = createServer((_request, response) => response.writeHead(calls++ === 0 ? 503 : 200).end());
  server = busy;
  await new Promise<void>((resolve) => busy.listen(0, '127.0.0.1', resolve));
  const { port } = busy.address() as AddressInfo; // it listens on a port
  await bench.process('orders', {
    triggers,
    retry: { attempts: 3, backoffMs: 50 },
    steps: [
      { kind: 'read-csv', name: 'Read' },
      { kind: 'http-send', name: 'Send', url: `http://127.0.0.1:${port}/orders` },
    ],
  });
  await bench.start();
  await bench.drop('in/a.csv', 'id\n1\n');
  const [first, second] = await kept(await bench.ended(2));
  expect([first?.status, second?.status]).toEqual(['ERROR', 'COMPLETE']);
  expect(second?.workId).toBe(first?.id);
  expect(first?.recovered?.byExecutionId).toBe(second?.id);
});

test('runs without a file do the work of their process again', async () => {
  await bench.process('count', {
    triggers: [{ kind: 'schedule', cron: '* * * * * *' }],
    steps: [{ kind: 'sql-read', name: 'Count', connection: 'db', query: 'SELECT 1 AS one' }],
  });
  await bench.connection('db', { kind: 'sqlite', file: 'count.db' });
  bench.sqlite('count.db', 'CREATE TABLE counted (id TEXT)');
  await bench.write('examples/a.csv', 'id\n1\n');
  const engine = await bench.start();
  await engine.run('count');
  await expect.poll(async () => (await bench.reports()).some(({ trigger }) => trigger === 'schedule')).toBe(true);
  const reports = await bench.ended(2);
  expect(new Set(reports.map(({ trigger }) => trigger))).toEqual(new Set(['manual', 'schedule']));
  expect(reports.map(({ workId }) => workId)).toEqual(reports.map(() => 'count'));
  const byHand = await engine.run('count', 'examples/a.csv');
  await expect
    .poll(async () => (await bench.reports()).find(({ executionId }) => executionId === byHand)?.workId)
    .toBe(byHand);
});
