import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { SchemaObject } from '#contract/connector.ts';
import { benchWorkspace, type BenchWorkspace } from '../proof/bench-workspace.ts';

let bench: BenchWorkspace;

beforeEach(async () => {
  bench = await benchWorkspace();
});

afterEach(() => bench.close());

async function browse(connectorId: string): Promise<SchemaObject[]> {
  await bench.start();
  const records = await bench.answer({ kind: 'connector-browse', runtimeId: 'x', connectorId });
  expect(records.at(-1)).toMatchObject({ t: 'end' });
  return records.flatMap((record) => (record.t === 'object' ? [record.object] : []));
}

describe('a SQLite file', () => {
  test('shows keys, references and views, whatever the names', async () => {
    await bench.connection('db', { kind: 'sqlite', file: 'x.db' });
    bench.sqlite(
      'x.db',
      `CREATE TABLE "Order" ("Select" INTEGER, "from" TEXT, PRIMARY KEY ("Select", "from"));
       CREATE TABLE line (id INTEGER PRIMARY KEY, s INTEGER NOT NULL, f TEXT, code TEXT UNIQUE, g INTEGER GENERATED ALWAYS AS (s * 2), FOREIGN KEY (s, f) REFERENCES "Order");
       CREATE INDEX line_s ON line (s);
       CREATE VIEW broken AS SELECT * FROM gone; CREATE VIEW fine AS SELECT id FROM line;
       INSERT INTO "Order" VALUES (1, 'canary');`,
    );
    const objects = await browse('db');
    expect(objects.map((object) => [object.name, object.kind])).toEqual([
      ['Order', 'table'],
      ['broken', 'view'],
      ['fine', 'view'],
      ['line', 'table'],
    ]);
    expect(objects[0]?.fields.map((field) => field.keys)).toEqual([['primary'], ['primary']]);
    expect(objects[3]?.fields).toMatchObject([
      { name: 'id', nullable: false, keys: ['primary'] },
      { name: 's', nullable: false, keys: ['foreign', 'index'], references: 'main.Order.Select' },
      { name: 'f', nullable: true, keys: ['foreign'], references: 'main.Order.from' },
      { name: 'code', keys: ['unique'] },
      { name: 'g' },
    ]);
    expect(JSON.stringify(objects)).not.toContain('canary');
  });

  test('of 5,000 tables is shown in seconds', async () => {
    await bench.connection('db', { kind: 'sqlite', file: 'x.db' });
    bench.sqlite(
      'x.db',
      `BEGIN; ${Array.from({ length: 5_000 }, (_, index) => `CREATE TABLE t${index} (id INTEGER PRIMARY KEY, a TEXT NOT NULL, b REAL);`).join('')} COMMIT;`,
    );
    const startedAt = Date.now();
    expect(await browse('db')).toHaveLength(5_000);
    expect(Date.now() - startedAt).toBeLessThan(10_000);
  });

  test('that is missing fails with a sentence', async () => {
    await bench.connection('db', { kind: 'sqlite', file: 'gone.db' });
    await bench.start();
    expect(await bench.answer({ kind: 'connector-browse', runtimeId: 'x', connectorId: 'db' })).toMatchObject([
      { t: 'head' },
      { t: 'failed', reason: expect.stringContaining('cannot be opened') as unknown },
    ]);
  });
});

describe('a folder', () => {
  test('of CSV files shows patterns of names and inferred types', async () => {
    await bench.connection('files', { kind: 'csv-folder', folder: 'in' });
    await bench.write(
      'in/orders-2025-01-30.csv',
      'no,amount,day,note\nCanary1,1.5,2025-01-30,\nCanary2,2,2025-01-31,\n',
    );
    await bench.write('in/orders-2025-01-31.csv', 'no,amount,day,note\nCanary1,1.5,2025-01-30,\n');
    await bench.write('in/readme.txt', 'x');
    const objects = await browse('files');
    expect(objects).toMatchObject([
      {
        namespace: 'in',
        name: 'orders-*.csv',
        kind: 'file',
        comment: '2 files',
        fields: [
          { name: 'no', type: 'string', nullable: false },
          { name: 'amount', type: 'number' },
          { name: 'day', type: 'date' },
          { name: 'note', type: 'unknown', nullable: true },
        ],
      },
    ]);
    expect(JSON.stringify(objects)).not.toContain('Canary');
  });

  test('of CSV files without a header line does not show values as names', async () => {
    await bench.connection('files', { kind: 'csv-folder', folder: 'in' });
    await bench.write('in/a.csv', '4711,canary@example.com,2025-01-30\n4712,canary@example.com,2025-01-31\n');
    const objects = await browse('files');
    expect(objects[0]?.fields.map((field) => [field.name, field.type])).toEqual([
      ['column 1', 'integer'],
      ['column 2', 'string'],
      ['column 3', 'date'],
    ]);
  });

  test('of JSON files shows nested fields, and hides keys that are data', async () => {
    await bench.connection('files', { kind: 'json-folder', folder: 'in' });
    const byCustomer = Object.fromEntries(Array.from({ length: 150 }, (_, index) => [`Canary${index}`, { n: index }]));
    await bench.write(
      'in/a.json',
      JSON.stringify([
        {
          id: 1,
          address: { city: 'Canary' },
          tags: ['Canary'],
          lines: [{ sku: 'Canary', n: 2 }],
          byMail: { 'canary@example.com': 1 },
          byCustomer,
        },
      ]),
    );
    await bench.write('in/b.json', '{ broken Canary');
    const objects = await browse('files');
    expect(objects.map((object) => [object.name, object.comment])).toEqual([
      ['a.json', '1 file'],
      ['b.json', '1 file; the newest one cannot be read'],
    ]);
    expect(objects[0]?.fields.map((field) => `${field.name} ${field.type}`)).toEqual([
      'id integer',
      'address object',
      'address.city string',
      'tags array of string',
      'lines array of object',
      'lines[].sku string',
      'lines[].n integer',
      'byMail object',
      'byMail.<key> integer',
      'byCustomer object',
      'byCustomer.<key> object',
      'byCustomer.<key>.n integer',
    ]);
    expect(JSON.stringify(objects).toLowerCase()).not.toContain('canary');
  });

  test('of XML files shows elements and attributes', async () => {
    await bench.connection('files', { kind: 'xml-folder', folder: 'in' });
    await bench.write(
      'in/a.xml',
      '<?xml version="1.0"?><list><item no="1"><name>x</name></item><item no="2"><name>y</name></item></list>',
    );
    await writeFile(join(bench.root, 'in/.hidden.xml'), '<a/>');
    const [object] = await browse('files');
    expect(object?.fields.map((field) => `${field.name} ${field.type}`)).toEqual([
      'list object',
      'list.item array of object',
      'list.item[].name string',
      'list.item[].@no integer',
    ]);
  });
});
