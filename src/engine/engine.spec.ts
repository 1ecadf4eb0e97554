import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { isInFlight } from '#contract/status.ts';
import { ExecutionReport } from '#contract/tracking.ts';
import { AnswerRecord } from '#contract/answer.ts';
import { RuntimeDescription } from '#contract/heartbeat.ts';
import { startEngine, type Engine } from './engine.ts';

let root: string;
let engine: Engine | null = null;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'daymark-engine-'));
  await mkdir(join(root, 'processes'));
  await mkdir(join(root, 'connections'));
});

afterEach(async () => {
  await engine?.stop(100);
  engine = null;
  await rm(root, { recursive: true, force: true });
});

const ordersProcess = {
  name: 'Orders import',
  version: '1',
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

async function ordersWorkspace(): Promise<void> {
  await writeFile(join(root, 'processes/orders-import.json'), JSON.stringify(ordersProcess));
  await writeFile(
    join(root, 'connections/orders-db.json'),
    JSON.stringify({ kind: 'sqlite', name: 'Orders', file: 'orders.db' }),
  );
  const db = new DatabaseSync(join(root, 'orders.db'));
  db.exec('CREATE TABLE orders (order_no TEXT PRIMARY KEY, amount REAL NOT NULL)');
  db.close();
}

/** Drops a file as a careful sender does: under another name first. */
async function drop(path: string, content: string | Buffer): Promise<void> {
  await writeFile(join(root, `${path}.part`), content);
  const { rename } = await import('node:fs/promises');
  await rename(join(root, `${path}.part`), join(root, path));
}

/** Last reports of all executions, once `count` have ended. */
async function ended(count: number): Promise<ExecutionReport[]> {
  for (let tries = 0; tries < 400; tries += 1) {
    const latest = new Map<string, ExecutionReport>();
    for (const { report } of (await engine?.runtime.reportsSince(0, 10_000)) ?? [])
      latest.set(report.executionId, report);
    const done = [...latest.values()].filter((report) => !isInFlight(report.status));
    if (done.length >= count) return done;
    await sleep(25);
  }
  throw new Error(`fewer than ${count} executions ended`);
}

function rowsOf(sql: string): Record<string, unknown>[] {
  const db = new DatabaseSync(join(root, 'orders.db'), { readOnly: true });
  try {
    return db.prepare(sql).all();
  } finally {
    db.close();
  }
}

async function answers(subject: Parameters<Engine['runtime']['answer']>[0]['subject']): Promise<AnswerRecord[]> {
  const records: AnswerRecord[] = [];
  const stream = engine?.runtime.answer(
    { id: 'R-1', askedBy: 'test', expiresAt: 0, subject },
    new AbortController().signal,
  );
  for await (const record of stream ?? []) records.push(AnswerRecord.parse(record));
  return records;
}

test('a CSV file dropped into a watched folder ends in the database, archived, and is reported', async () => {
  await ordersWorkspace();
  engine = await startEngine({ root });
  expect(engine.problems()).toEqual([]);
  await drop('in/orders/monday.csv', 'order_no,amount\nA1,10.5\nA2,20\n');

  const [report] = await ended(1);
  expect(() => ExecutionReport.parse(report)).not.toThrow();
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
  expect(rowsOf('SELECT * FROM orders ORDER BY order_no')).toMatchObject([
    { order_no: 'A1', amount: 10.5 },
    { order_no: 'A2', amount: 20 },
  ]);
  await sleep(50);
  expect(await readdir(join(root, '.engine/work'))).toEqual([]);
  expect((await readdir(join(root, 'archive/orders'))).length).toBe(1);
  expect(await readdir(join(root, 'in/orders'))).toEqual([]);
});

test('a bad record fails the run, nothing of the file is written, the file goes to failed', async () => {
  await ordersWorkspace();
  engine = await startEngine({ root });
  await drop('in/orders/bad.csv', 'order_no,amount\nA1,10\nA2,ten euros\n');

  const [report] = await ended(1);
  expect(() => ExecutionReport.parse(report)).not.toThrow();
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
  expect(rowsOf('SELECT * FROM orders')).toEqual([]);
  await sleep(50);
  expect(await readdir(join(root, 'failed'))).toEqual(['bad.csv']);
  const id = report?.executionId ?? '';
  expect(await answers({ kind: 'execution-error', executionId: id })).toMatchObject([
    { t: 'head' },
    {
      t: 'error',
      message: 'record 2: field "amount": expected number, found "ten euros"',
      stepName: 'Check orders',
      document: { number: 1, fileName: 'bad.csv', record: 2 },
    },
    { t: 'end', items: 1 },
  ]);
  const log = await answers({ kind: 'execution-log', executionId: id });
  expect(log.at(-1)).toMatchObject({ t: 'end', cut: null });
  expect(log.some((line) => line.t === 'line' && line.level === 'error' && line.text.includes('ten euros'))).toBe(true);
});

test('the runtime describes its processes and connectors', async () => {
  await ordersWorkspace();
  engine = await startEngine({ root });
  const description = await engine.runtime.describe();
  expect(() => RuntimeDescription.parse(description)).not.toThrow();
  expect(description.processes).toMatchObject([
    {
      id: 'orders-import',
      trigger: 'listener',
      schedule: 'when a file *.csv arrives in in/orders',
      connectorIds: ['orders-db'],
    },
  ]);
  expect(await answers({ kind: 'connector-browse', runtimeId: 'x', connectorId: 'orders-db' })).toMatchObject([
    { t: 'head' },
    {
      t: 'object',
      object: {
        namespace: 'main',
        name: 'orders',
        kind: 'table',
        fields: [
          { name: 'order_no', type: 'TEXT', keys: ['primary'] },
          { name: 'amount', type: 'REAL', nullable: false },
        ],
      },
    },
    { t: 'end', items: 1 },
  ]);
});
