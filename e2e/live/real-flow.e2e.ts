import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { OFFLINE_AFTER_MS, REQUEST_DEADLINE_MS } from '../../src/contract/rules.ts';
import type { Execution } from '../../src/contract/execution.ts';
import { factsOf } from '../host/engine-record.ts';
import type { LiveHost } from '../host/live-host.ts';
import { expect, liveTest } from './live-test.ts';
import { measured } from './measured.ts';
import { goodOrders, hugeOrders, ordersInWrongEncoding, ordersWithBadRecord, recordsIn } from './order-files.ts';
import { startPostgres } from './postgres-server.ts';
import { SlowEndpoint } from './slow-endpoint.ts';

/*
 * The main job on real input: real files through real processes on a real runtime, over real TLS, seen in a real browser. The tests
 * are one story and run in order.
 */

const slow = new SlowEndpoint();
const ordersProcess = 'Web shop orders to shop database';

const test = liveTest(async (host) => {
  const postgres = await startPostgres('of-the-warehouse');
  await postgres.run(`
    CREATE SCHEMA warehouse;
    CREATE TABLE warehouse.bins (bin_no text PRIMARY KEY, aisle int NOT NULL);
    COMMENT ON TABLE warehouse.bins IS 'Places that goods lie in';
    CREATE TABLE warehouse.picks (pick_id bigint PRIMARY KEY, bin_no text NOT NULL REFERENCES warehouse.bins, picked_at timestamptz, quantity numeric(12,3) NOT NULL);
    CREATE VIEW warehouse.open_picks AS SELECT * FROM warehouse.picks WHERE picked_at IS NULL;
    INSERT INTO warehouse.bins VALUES ('A-01', 1), ('A-02', 1), ('B-07', 2);`);
  define(host, 'connections/warehouse-db.json', {
    kind: 'postgresql',
    name: 'Warehouse database',
    product: 'PostgreSQL 18',
    host: '127.0.0.1',
    port: postgres.port,
    database: postgres.database,
    user: postgres.user,
    password: { $env: 'WAREHOUSE_PASSWORD' },
  });
  define(host, 'processes/bin-list.json', {
    name: 'Bins of the warehouse',
    version: '1.0.0',
    steps: [
      {
        kind: 'sql-read',
        name: 'Read bins',
        connection: 'warehouse-db',
        query: 'SELECT bin_no, aisle FROM warehouse.bins',
      },
      { kind: 'write-csv', name: 'Write list', to: 'out/bins-{execution}.csv' },
    ],
  });
  define(host, 'processes/carrier-feed.json', {
    name: 'Positions of the carrier',
    version: '1.0.0',
    steps: [
      { kind: 'http-read', name: 'Ask the carrier', url: await slow.start(), timeoutMs: 600_000 },
      { kind: 'write-json', name: 'Write positions', to: 'out/positions-{execution}.json' },
    ],
  });
  host.agentEnvironment['WAREHOUSE_PASSWORD'] = postgres.password;
  return async () => {
    await slow.stop();
    await postgres.stop();
  };
});

test.describe.configure({ mode: 'serial' });

test.afterEach(({ host }, { status, expectedStatus }) => {
  if (status !== expectedStatus) console.log(host.output);
});

test('a dropped file is a row in the browser within two seconds', async ({ host, open, page }) => {
  await settled(host);
  await open('/executions?process=orders-import&recovered=any');
  const rows = rowsOf(page, ordersProcess);
  await expect(rows).toHaveCount(2);
  const droppedAt = host.drop('in/orders', 'good.csv', goodOrders(60_000));
  await rows.nth(2).waitFor({ timeout: 2_000 }); // looks with every frame; an assertion would look ever more seldom
  measured('row in the browser after the drop', `${Date.now() - droppedAt} ms`);
  await rows.first().filter({ hasText: 'done' }).waitFor();
  measured('done in the browser after the drop', `${Date.now() - droppedAt} ms`);
});

test('good, bad, empty, wrongly encoded and 50 MB files show with their counts and documents', async ({ host }) => {
  test.setTimeout(180_000);
  const huge = hugeOrders(1_000_000);
  const good = goodOrders(61_000, 50);
  const bad = ordersWithBadRecord(62_000);
  host.drop('in/orders', 'good-2.csv', good);
  host.drop('in/orders', 'bad-record.csv', bad);
  host.drop('in/orders', 'empty.csv', '');
  host.drop('in/orders', 'wrong-encoding.csv', ordersInWrongEncoding(63_000));
  const hugeAt = host.drop('in/orders', 'huge.csv', huge.content);
  await expect.poll(() => runOfFile(host, 'huge.csv').then((run) => run?.state), { timeout: 150_000 }).toBe('ok');
  measured(`file of ${huge.content.length} bytes, ${huge.records} records`, `done after ${Date.now() - hugeAt} ms`);
  await settled(host);

  const facts = Object.fromEntries(
    await Promise.all(
      ['good-2.csv', 'bad-record.csv', 'empty.csv', 'wrong-encoding.csv', 'huge.csv'].map(async (name) => {
        const run = await runOfFile(host, name);
        if (!run) throw new Error(`no execution has a document ${name}`);
        const { rows } = await host.api.call('listDocuments', { params: { executionId: run.id }, query: {} });
        const [document] = rows;
        return [
          name,
          {
            state: run.state,
            counts: [run.in, run.out, run.errors],
            failure: run.failure && [run.failure.class, run.failure.step],
            documents: rows.length,
            outcome: document?.outcome,
            directory: document?.directory,
            sizeBytes: document?.sizeBytes,
            tracked: document?.tracked.map((field) => field.value),
          },
        ] as const;
      }),
    ),
  );
  const records = recordsIn(good);
  const same = { documents: 1, directory: 'in/orders' };
  expect(facts['good-2.csv']).toEqual({
    ...same,
    state: 'ok',
    counts: [records, records, 0],
    failure: null,
    outcome: 'written',
    sizeBytes: Buffer.byteLength(good),
    tracked: ['WS-61000'],
  });
  expect(facts['bad-record.csv']).toMatchObject({
    ...same,
    state: 'failed',
    failure: ['data-invalid', 2],
    outcome: 'failed',
    sizeBytes: Buffer.byteLength(bad),
  });
  // Said, not hidden: a file without a record is a warning.
  expect(facts['empty.csv']).toMatchObject({
    ...same,
    state: 'warn',
    counts: [0, 0, 0],
    outcome: 'warned',
    sizeBytes: 0,
  });
  expect(facts['wrong-encoding.csv']).toMatchObject({
    ...same,
    state: 'failed',
    failure: ['encoding', 1],
    outcome: 'failed',
  });
  expect(facts['huge.csv']).toEqual({
    ...same,
    state: 'ok',
    counts: [huge.records, huge.records, 0],
    failure: null,
    outcome: 'written',
    sizeBytes: huge.content.length,
    tracked: ['WS-1000001'],
  });
  // The files lie where the process puts them; none is left behind or in two places.
  expect(readdirSync(join(host.workspace, 'in/orders'))).toEqual([]);
  for (const name of ['bad-record.csv', 'wrong-encoding.csv'])
    expect(existsSync(join(host.workspace, 'failed/orders', name)), name).toBe(true);
  for (const name of ['good.csv', 'good-2.csv', 'huge.csv'])
    expect(existsSync(join(host.workspace, 'done/orders', name)), name).toBe(true);
});

test('error details and log are asked for on the page and read there', async ({ host, open, page }) => {
  const run = await runOfFile(host, 'bad-record.csv');
  await open(`/executions/${run?.id}`);
  await expect(page.getByRole('button', { name: 'Ask for the error details' })).toBeVisible();
  await expect(page.getByText('twelve')).toHaveCount(0);
  let askedAt = Date.now();
  await page.getByRole('button', { name: 'Ask for the error details' }).click();
  await page
    .getByText(/twelve/)
    .first()
    .waitFor();
  measured('error details read in the browser after the click', `${Date.now() - askedAt} ms`);
  askedAt = Date.now();
  await page.getByRole('button', { name: 'Ask for the log' }).click();
  await page
    .getByText(/started by/)
    .first()
    .waitFor();
  measured('log read in the browser after the click', `${Date.now() - askedAt} ms`);
});

test('the structure of a real SQLite and a real PostgreSQL database is browsed', async ({ host, open, page }) => {
  const { id: runtimeId } = await host.runtime();
  host.drop('triggers', 'bin-list.run', '');
  await expect.poll(async () => (await host.executions('bin-list'))[0]?.state).toBe('ok');
  expect((await host.executions('bin-list'))[0]).toMatchObject({ in: 3, out: 3 });

  const browse = async (connectorId: string) => {
    const askedAt = Date.now();
    const { id } = await host.api.call('createRequest', {
      body: { subject: { kind: 'connector-browse', runtimeId, connectorId } },
    });
    const { answer } = await host.answered(id);
    measured(`${connectorId} browsed`, `${answer?.items} objects in ${Date.now() - askedAt} ms`);
    const page = await host.api.call('listSchemaObjects', {
      params: { runtimeId, connectorId },
      query: { limit: 500 },
    });
    const objects = await Promise.all(
      page.rows.map(async ({ index }) => {
        const { object } = await host.api.call('getSchemaObject', {
          params: { runtimeId, connectorId, index: String(index) },
        });
        return [`${object.namespace ?? ''}.${object.name}`, object] as const;
      }),
    );
    return Object.fromEntries(objects);
  };
  const shop = await browse('shop-db');
  expect(Object.values(shop).map((object) => `${object.kind} ${object.name}`)).toEqual(
    expect.arrayContaining(['table customers', 'table order_lines', 'view daily_sales']),
  );
  // The second one is asked for by a person, on the page; the question below finds the kept answer.
  await open(`/connectors?connector=${runtimeId}/warehouse-db`);
  const askedAt = Date.now();
  await page.getByRole('button', { name: 'Ask for the schema' }).click();
  const tree = page.getByRole('table', { name: 'Schema of Warehouse database' });
  await tree.getByRole('button', { name: 'picks', exact: true }).click();
  await rowsOf(page, 'numeric(12,3)').filter({ hasText: 'quantity' }).waitFor();
  measured('schema read in the browser after the click', `${Date.now() - askedAt} ms`);
  await expect(page.getByText('A-01')).toHaveCount(0); // a row of the table, which nobody may see here
  const warehouse = await browse('warehouse-db');
  expect(Object.keys(warehouse)).toEqual(['warehouse.bins', 'warehouse.open_picks', 'warehouse.picks']);
  expect(warehouse['warehouse.bins']).toMatchObject({ kind: 'table', comment: 'Places that goods lie in' });
  expect(warehouse['warehouse.picks']?.fields).toEqual([
    { name: 'pick_id', type: 'bigint', nullable: false, keys: ['primary'], references: null, comment: null },
    {
      name: 'bin_no',
      type: 'text',
      nullable: false,
      keys: ['foreign'],
      references: 'warehouse.bins.bin_no',
      comment: null,
    },
    { name: 'picked_at', type: 'timestamp with time zone', nullable: true, keys: [], references: null, comment: null },
    { name: 'quantity', type: 'numeric(12,3)', nullable: false, keys: [], references: null, comment: null },
  ]);
});

test('a silent runtime is late, then offline within 30 s; its run is unknown; a question waits and is answered', async ({
  host,
  open,
  page,
}) => {
  test.setTimeout(150_000);
  const run = await startSlowRun(host);
  await open('/runtimes');
  const row = rowsOf(page, 'ber-erp-01');
  await expect(row).toContainText('ok');
  host.signalAgent('SIGSTOP');
  const silentAt = Date.now();
  const seen = { late: 0, offline: 0 };
  await expect
    .poll(
      async () => {
        const { contact } = (await host.runtime()).status;
        if (contact === 'late') seen.late ||= Date.now();
        if (contact === 'offline') seen.offline ||= Date.now();
        return contact;
      },
      { intervals: [100], timeout: 60_000 },
    )
    .toBe('offline');
  measured('silence until late', `${seen.late - silentAt} ms`);
  measured('silence until offline', `${seen.offline - silentAt} ms`);
  expect(seen.late).toBeGreaterThan(0);
  expect(seen.offline - silentAt).toBeLessThanOrEqual(30_000);
  await expect(row).toContainText('offline');

  const lost = await execution(host, run.id);
  expect(lost.state).toBe('unknown');
  expect(lost.unknownSinceAt).toBeGreaterThan(silentAt - OFFLINE_AFTER_MS);
  await open(`/executions/${run.id}`);
  await expect(page.getByText(/nobody knows since/).first()).toBeVisible();

  await page.getByRole('button', { name: 'Ask for the log' }).click();
  await expect(page.getByText(/is offline since .+: delivered when it returns\. Expires /)).toBeVisible();
  const { rows } = await host.api.call('listRequests', { query: { state: ['queued'] } });
  const [waiting] = rows;
  expect(waiting).toMatchObject({ subject: { kind: 'execution-log', executionId: run.id }, deliveries: 0 });
  expect((waiting?.expiresAt ?? 0) - (waiting?.askedAt ?? 0)).toBe(REQUEST_DEADLINE_MS);

  host.signalAgent('SIGCONT');
  const backAt = Date.now();
  await host.answered(waiting?.id ?? '', 60_000);
  measured('waiting request answered after the runtime went on', `${Date.now() - backAt} ms`);
  slow.release([{ parcel: 'P-1' }, { parcel: 'P-2' }]);
  await expect.poll(async () => (await execution(host, run.id)).state).toBe('ok');
  expect(await execution(host, run.id)).toMatchObject({ in: 2, out: 2 });
});

test('a killed runtime is offline within 2 s; what waits is done and answered after its start', async ({
  host,
  open,
  page,
}) => {
  test.setTimeout(120_000);
  const run = await startSlowRun(host);
  await host.killAgent();
  const killedAt = Date.now();
  await expect
    .poll(async () => (await host.runtime()).status.contact, { intervals: [25], timeout: 5_000 })
    .toBe('offline');
  const offlineMs = Date.now() - killedAt;
  measured('kill -9 until offline', `${offlineMs} ms`);
  expect(offlineMs).toBeLessThanOrEqual(2_000);
  expect((await execution(host, run.id)).state).toBe('unknown');

  await open(`/executions/${run.id}`);
  await page.getByRole('button', { name: 'Ask for the log' }).click();
  await expect(page.getByText(/delivered when it returns\. Expires /)).toBeVisible();
  for (let file = 0; file < 10; file += 1)
    host.drop('in/orders', `while-away-${file}.csv`, goodOrders(70_000 + file * 100, 5));

  await host.startAgent();
  const startedAt = Date.now();
  const { rows } = await host.api.call('listRequests', { query: { kind: ['execution-log'], limit: 1 } });
  const answered = await host.answered(rows[0]?.id ?? '', 60_000);
  measured('waiting request answered after the start', `${Date.now() - startedAt} ms`);
  expect(answered.subject).toEqual({ kind: 'execution-log', executionId: run.id });
  await expect(page.getByText(/started by/).first()).toBeVisible();

  await expect.poll(() => slow.waiting, { timeout: 20_000 }).toBe(1); // the interrupted run is tried again
  slow.release([{ parcel: 'P-3' }]);
  await settled(host);
  expect((await execution(host, run.id)).state).toBe('aborted');
});

test('nothing was lost and nothing came twice', async ({ host }) => {
  let shown: Execution[] = [];
  // Again if a run by the clock began right between the two looks.
  await expect(async () => {
    await settled(host);
    shown = await host.executions();
    expect(new Map(shown.map((run) => [run.id, factsOf(run)]))).toEqual(
      new Map(host.engineRecord().map((run) => [run.id, factsOf(run)])),
    );
  }).toPass({ timeout: 30_000 });
  expect(new Set(shown.map(({ id }) => id)).size).toBe(shown.length);
  const files = await Promise.all(
    shown.map(async ({ id }) =>
      (await host.api.call('listDocuments', { params: { executionId: id }, query: {} })).rows.map(
        (one) => one.fileName,
      ),
    ),
  );
  const dropped = files.flat().filter((name) => /^(good|bad|empty|wrong|huge|while-away)/.test(name ?? ''));
  expect(new Set(dropped).size).toBe(16);
  expect(dropped).toHaveLength(16);
  measured('executions of the engine and of the platform', `${shown.length}, equal in id, status and counts`);
});

function define(host: LiveHost, file: string, definition: object): void {
  writeFileSync(join(host.workspace, file), JSON.stringify(definition));
}

function rowsOf(page: Page, text: string) {
  return page.getByRole('row').filter({ hasText: text });
}

async function execution(host: LiveHost, executionId: string): Promise<Execution> {
  return (await host.api.call('getExecution', { params: { executionId } })).execution;
}

/** The run that a dropped file began. */
async function runOfFile(host: LiveHost, fileName: string): Promise<Execution | null> {
  for (const run of await host.executions('orders-import')) {
    const { rows } = await host.api.call('listDocuments', { params: { executionId: run.id }, query: {} });
    if (rows.some((document) => document.fileName === fileName)) return run;
  }
  return null;
}

/** Waits until the engine has nothing in flight and the platform knows all of it. */
async function settled(host: LiveHost): Promise<void> {
  await expect
    .poll(
      async () => {
        const own = host.engineRecord();
        const shown = new Map((await host.executions()).map((run) => [run.id, run.status]));
        const isEnded = own.every(({ status }) => !['STARTED', 'ENQUEUED', 'INPROCESS'].includes(status));
        return own.length > 0 && isEnded && own.every(({ id, status }) => shown.get(id) === status);
      },
      { intervals: [200], timeout: 60_000 },
    )
    .toBe(true);
}

/** Starts a run that stays in flight until the endpoint answers. */
async function startSlowRun(host: LiveHost): Promise<Execution> {
  const before = new Set((await host.executions('carrier-feed')).map((run) => run.id));
  host.drop('triggers', 'carrier-feed.run', '');
  const fresh = async () => (await host.executions('carrier-feed')).find((run) => !before.has(run.id));
  await expect.poll(async () => (await fresh())?.state).toBe('running');
  await expect.poll(() => slow.waiting).toBe(1);
  const run = await fresh();
  if (!run) throw new Error('the run that was just seen is gone');
  return run;
}
