import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { RuntimeDescription } from '#contract/heartbeat.ts';
import { benchWorkspace, type BenchWorkspace } from './proof/bench-workspace.ts';

let bench: BenchWorkspace;

beforeEach(async () => {
  bench = await benchWorkspace();
});

afterEach(() => bench.close());

const ordersProcess = {
  name: 'Orders import',
  triggers: [{ kind: 'folder', folder: 'in/orders', pattern: '*.csv', stableMs: 100 }],
  tracked: [{ name: 'Order', field: 'order_no' }],
  steps: [
    { kind: 'read-csv', name: 'Read orders' },
    {
      kind: 'validate',
      name: 'Check orders',
      fields: { order_no: { required: true, pattern: '^A\\d+$' }, amount: { required: true, type: 'number', min: 0 } },
    },
    { kind: 'map', name: 'Shape', expression: '{ "order_no": order_no, "amount": $number(amount) }' },
    { kind: 'sql-write', name: 'Write orders', connection: 'orders-db', table: 'orders' },
    { kind: 'archive-file', name: 'Archive', to: 'archive/orders' },
  ],
};

async function ordersWorkspace(change: object = {}): Promise<void> {
  await bench.process('orders-import', { ...ordersProcess, ...change });
  await bench.connection('orders-db', { kind: 'sqlite', file: 'orders.db' });
  bench.sqlite('orders.db', 'CREATE TABLE orders (order_no TEXT PRIMARY KEY, amount REAL NOT NULL)');
}

describe('a file in a watched folder', () => {
  test('ends in the database and the archive, and is reported', async () => {
    await ordersWorkspace();
    const engine = await bench.start();
    expect(engine.problems()).toEqual([]);
    await bench.drop('in/orders/monday.csv', 'order_no,amount\nA1,10.5\nA2,20\n');

    const [report] = await bench.ended(1);
    expect(report).toMatchObject({
      status: 'COMPLETE',
      trigger: 'listener',
      in: 2,
      out: 2,
      errors: 0,
      processId: 'orders-import',
      failure: null,
    });
    expect(report?.steps.map((step) => [step.state, step.in, step.out])).toEqual([
      ['done', 0, 2],
      ['done', 2, 2],
      ['done', 2, 2],
      ['done', 2, 2],
      ['done', 0, 0],
    ]);
    expect(report?.documents).toMatchObject([
      {
        number: 1,
        fileName: 'monday.csv',
        directory: 'in/orders',
        records: 2,
        outcome: 'written',
        tracked: [{ name: 'Order', value: 'A1' }],
      },
    ]);
    expect(bench.sqlite('orders.db', 'SELECT * FROM orders ORDER BY order_no')).toMatchObject([
      { order_no: 'A1', amount: 10.5 },
      { order_no: 'A2', amount: 20 },
    ]);
    await bench.settled();
    expect(await readdir(join(bench.root, '.engine/work'))).toEqual([]);
    expect((await readdir(join(bench.root, 'archive/orders'))).length).toBe(1);
    expect(await readdir(join(bench.root, 'in/orders'))).toEqual([]);
  });

  test('is a run in flight well under a second after it was dropped', async () => {
    await ordersWorkspace({ triggers: [{ kind: 'folder', folder: 'in/orders', pattern: '*.csv' }] });
    const engine = await bench.start();
    const started = new Promise<number>((resolve) => engine.runtime.onReport(() => resolve(Date.now())));
    const droppedAt = Date.now();
    await bench.drop('in/orders/monday.csv', 'order_no,amount\nA1,10.5\n');
    expect((await started) - droppedAt).toBeLessThan(1_000);
  });

  test('with a bad record fails whole: nothing is written, the file goes to failed, the details name the record', async () => {
    await ordersWorkspace();
    await bench.start();
    await bench.drop('in/orders/bad.csv', 'order_no,amount\nA1,10\nA2,ten euros\n');

    const [report] = await bench.ended(1);
    expect(report).toMatchObject({
      status: 'ERROR',
      in: 2,
      out: 0,
      failure: {
        class: 'data-invalid',
        code: 'FIELD.TYPE',
        template: 'Field <str> of record <num> is not a valid <str>',
        step: 2,
      },
      documents: [{ number: 1, outcome: 'failed', step: 2 }],
    });
    expect(report?.steps.map((step) => step.state)).toEqual(['done', 'failed', 'skipped', 'skipped', 'skipped']);
    expect(bench.sqlite('orders.db', 'SELECT * FROM orders')).toEqual([]);
    await bench.settled();
    expect(await readdir(join(bench.root, 'failed'))).toEqual(['bad.csv']);
    const executionId = report?.executionId ?? '';
    expect(await bench.answer({ kind: 'execution-error', executionId })).toMatchObject([
      { t: 'head' },
      {
        t: 'error',
        message: 'record 2: field "amount": expected number, found "ten euros"',
        stepName: 'Check orders',
        document: { number: 1, fileName: 'bad.csv', record: 2 },
      },
      { t: 'end', items: 1 },
    ]);
    const log = await bench.answer({ kind: 'execution-log', executionId });
    expect(log.at(-1)).toMatchObject({ t: 'end', cut: null });
    expect(log.some((line) => line.t === 'line' && line.level === 'error' && line.text.includes('ten euros'))).toBe(
      true,
    );
  });

  test('that the database refuses names the record and takes back what was written before', async () => {
    await ordersWorkspace();
    await bench.start();
    await bench.drop('in/orders/twice.csv', 'order_no,amount\nA1,10\nA2,20\nA1,30\n');
    const [report] = await bench.ended(1);
    expect(report).toMatchObject({
      status: 'ERROR',
      failure: { class: 'duplicate', code: 'SQLITE 1555', step: 4, connectorId: 'orders-db' },
    });
    expect(bench.sqlite('orders.db', 'SELECT * FROM orders')).toEqual([]);
    const [, error] = await bench.answer({ kind: 'execution-error', executionId: report?.executionId ?? '' });
    expect(error).toMatchObject({ t: 'error', document: { record: 3 } });
  });

  test.each([
    ['an empty file', '', 'COMPLETE_WARN', null],
    ['a file in another encoding', Buffer.from('order_no,amount\nA1,10\n', 'utf16le'), 'ERROR', 'ENCODING.OTHER'],
    [
      'a file with bytes that are not UTF-8',
      Buffer.from('order_no,amount\nA\xfc1,10\n', 'latin1'),
      'ERROR',
      'ENCODING.BYTES',
    ],
    ['a file with a line too short', 'order_no,amount\nA1\n', 'ERROR', 'CSV.COLUMNS'],
    ['a file with an open quote', 'order_no,amount\n"A1,10\n', 'ERROR', 'CSV.QUOTE'],
  ])('%s ends with a clear outcome', async (_name, content, status, code) => {
    await ordersWorkspace();
    await bench.start();
    await bench.drop('in/orders/odd.csv', content);
    const [report] = await bench.ended(1);
    expect(report).toMatchObject({ status, failure: code === null ? null : { code } });
  });

  test('files of one name, dropped one after the other, are all processed and none is overwritten', async () => {
    await ordersWorkspace({ steps: ordersProcess.steps.slice(0, 4) });
    await bench.start();
    for (let index = 1; index <= 4; index += 1) {
      await bench.drop('in/orders/same.csv', `order_no,amount\nA${index},1\n`);
      await bench.ended(index);
    }
    expect(bench.sqlite('orders.db', 'SELECT count(*) AS n FROM orders')).toMatchObject([{ n: 4 }]);
    await bench.settled();
    expect((await readdir(join(bench.root, 'done'))).sort()).toEqual([
      'same (2).csv',
      'same (3).csv',
      'same (4).csv',
      'same.csv',
    ]);
  });
});

describe('the runtime', () => {
  test('describes its processes and connectors, with a digest that changes only with them', async () => {
    await ordersWorkspace();
    const engine = await bench.start();
    const description = RuntimeDescription.parse(await engine.runtime.describe());
    expect(description.processes).toMatchObject([
      {
        id: 'orders-import',
        trigger: 'listener',
        schedule: 'when a file *.csv arrives in in/orders',
        connectorIds: ['orders-db'],
      },
    ]);
    expect(description.connectors).toMatchObject([{ id: 'orders-db', kind: 'sqlite', browsable: true }]);
    expect((await engine.runtime.describe()).digest).toBe(description.digest);
  });

  test('takes changed definitions without a restart and keeps the last good version of a broken one', async () => {
    await ordersWorkspace();
    const engine = await bench.start();
    await bench.process('orders-import', { ...ordersProcess, version: '2' });
    await expect
      .poll(async () => (await engine.runtime.describe()).processes[0]?.version, { timeout: 5_000 })
      .toBe('2');
    await bench.write('processes/orders-import.json', '{ "name": 7 }');
    await expect.poll(() => engine.problems().length, { timeout: 5_000 }).toBeGreaterThan(0);
    expect((await engine.runtime.describe()).processes[0]?.version).toBe('2');
    expect(await engine.runtime.degraded()).toContain('process-set-invalid');
    await bench.drop('in/orders/still.csv', 'order_no,amount\nA1,1\n');
    expect(await bench.ended(1)).toMatchObject([{ status: 'COMPLETE', processVersion: '2' }]);
  });

  test('forgets reports only when told so', async () => {
    await ordersWorkspace();
    const engine = await bench.start();
    await bench.drop('in/orders/a.csv', 'order_no,amount\nA1,1\n');
    await bench.ended(1);
    const all = await engine.runtime.reportsSince(0, 100);
    expect(all.map(({ report }) => report.revision)).toEqual(all.map((_, index) => index + 1));
    await engine.runtime.forget(all[0]?.position ?? 0);
    expect((await engine.runtime.reportsSince(0, 100)).length).toBe(all.length - 1);
  });

  test('says in a sentence what it cannot answer', async () => {
    await ordersWorkspace();
    await bench.start();
    expect(await bench.answer({ kind: 'execution-log', executionId: 'nothing' })).toMatchObject([
      { t: 'head' },
      { t: 'refused' },
    ]);
    expect(await bench.answer({ kind: 'connector-browse', runtimeId: 'x', connectorId: 'nothing' })).toMatchObject([
      { t: 'head' },
      { t: 'refused' },
    ]);
  });

  test('refuses a second engine in the same workspace', async () => {
    await ordersWorkspace();
    await bench.start();
    const { startEngine } = await import('./engine.ts');
    await expect(startEngine({ root: bench.root })).rejects.toThrow('another engine works in this workspace');
  });
});

describe('a run', () => {
  test('by hand works on a copy of the file it is given', async () => {
    await ordersWorkspace();
    await bench.write('examples/a.csv', 'order_no,amount\nA1,1\n');
    await bench.start();
    await bench.write('triggers/orders-import.json', '{ "file": "examples/a.csv" }');
    expect(await bench.ended(1)).toMatchObject([
      { status: 'COMPLETE', trigger: 'manual', documents: [{ fileName: 'a.csv', directory: 'examples' }] },
    ]);
    expect(await readdir(join(bench.root, 'examples'))).toEqual(['a.csv']);
    expect(await readdir(join(bench.root, 'triggers'))).toEqual([]);
  });

  const endless = {
    steps: [
      {
        kind: 'sql-read',
        name: 'Count',
        connection: 'orders-db',
        query: 'WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100000000) SELECT i FROM n',
      },
    ],
  };

  test('that takes longer than its limit ends with an error', async () => {
    await ordersWorkspace({ triggers: [], ...endless, timeoutMs: 150 });
    const engine = await bench.start();
    await engine.run('orders-import');
    expect(await bench.ended(1)).toMatchObject([
      { status: 'ERROR', failure: { class: 'timeout', code: 'TIMEOUT', step: 1 } },
    ]);
  });

  test('reports its progress while it goes, even when no record gets past its filter', async () => {
    const none = { kind: 'filter', name: 'None', expression: 'false' };
    await ordersWorkspace({ triggers: [], steps: [...endless.steps, none] });
    const engine = await bench.start();
    const executionId = await engine.run('orders-import');
    await expect
      .poll(async () => (await bench.reports()).findLast((report) => report.status === 'INPROCESS')?.in ?? 0, {
        timeout: 8_000,
      })
      .toBeGreaterThan(0);
    engine.abort(executionId);
    await bench.ended(1);
  });

  test('is ended as ABORTED by hand', async () => {
    await ordersWorkspace({ triggers: [], ...endless });
    const engine = await bench.start();
    const executionId = await engine.run('orders-import');
    expect(await engine.runtime.inFlight()).toEqual([executionId]);
    await bench.write(`triggers/${executionId}.stop`, '');
    expect(await bench.ended(1)).toMatchObject([{ status: 'ABORTED', failure: { class: 'aborted' } }]);
  });

  test('of a scheduled process that is still going discards the next one and says so', async () => {
    await ordersWorkspace({ triggers: [{ kind: 'schedule', cron: '* * * * * *' }], ...endless, timeoutMs: 2_500 });
    await bench.start();
    const reports = await bench.ended(2);
    expect(reports.map((report) => report.status)).toContain('DISCARDED');
  });

  test('waits for its turn as ENQUEUED when its process runs already', async () => {
    await ordersWorkspace({ triggers: [], ...endless, timeoutMs: 300 });
    const engine = await bench.start();
    await engine.run('orders-import');
    const second = await engine.run('orders-import');
    await bench.ended(2);
    const statuses = (await bench.reports())
      .filter((report) => report.executionId === second)
      .map((report) => report.status);
    expect(statuses[0]).toBe('ENQUEUED');
    expect(statuses.at(-1)).toBe('ERROR');
  });

  test('that fails for a passing reason is tried again as an execution of its own, with the same file', async () => {
    await ordersWorkspace({
      retry: { attempts: 3, backoffMs: 50 },
      steps: [
        { kind: 'read-csv', name: 'Read' },
        { kind: 'http-send', name: 'Send', url: 'http://127.0.0.1:9/orders' },
      ],
    });
    await bench.start();
    await bench.drop('in/orders/a.csv', 'order_no,amount\nA1,1\n');
    const reports = await bench.ended(3);
    expect(reports.map((report) => [report.trigger, report.attempt, report.attemptsMax, report.failure?.code])).toEqual(
      [
        ['listener', 1, 3, 'ECONNREFUSED'],
        ['retry', 2, 3, 'ECONNREFUSED'],
        ['retry', 3, 3, 'ECONNREFUSED'],
      ],
    );
    expect(reports[1]?.retryOf).toBe(reports[0]?.executionId);
    await bench.settled();
    expect(await readdir(join(bench.root, 'failed'))).toEqual(['a.csv']);
    expect(await readdir(join(bench.root, '.engine/work'))).toEqual([]);
  });
});
