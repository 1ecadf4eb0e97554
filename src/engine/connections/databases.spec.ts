import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { SchemaObject } from '#contract/connector.ts';
import { benchWorkspace, type BenchWorkspace } from '../proof/bench-workspace.ts';
import { hasMariadb, startMariadb } from '../proof/mariadb-server.ts';
import { startPostgres, type TestServer } from '../proof/postgres-server.ts';
import { connectMysql } from './mysql-session.ts';
import { connectPostgres } from './postgres-session.ts';
import { credentialsFrom } from './secrets.ts';
import { workspaceAt } from '../workspace.ts';

/** A kind of server under the same tests; `sql` runs statements on it directly. */
interface Target {
  kind: 'postgresql' | 'mysql';
  start: () => Promise<TestServer>;
  duplicate: string;
  noTable: string;
  badLogin: string;
}

const targets: [string, boolean, Target][] = [
  [
    'PostgreSQL',
    true,
    { kind: 'postgresql', start: startPostgres, duplicate: '23505', noTable: '42P01', badLogin: '28P01' },
  ],
  [
    'MariaDB',
    hasMariadb(),
    { kind: 'mysql', start: startMariadb, duplicate: 'MYSQL 1062', noTable: 'MYSQL 1146', badLogin: 'MYSQL 1045' },
  ],
];

for (const [name, isAvailable] of targets) {
  if (!isAvailable)
    console.warn(`SKIPPED: ${name} is not on this machine (or we are not root): nothing is proved about it here.`);
}

describe.each(targets)('%s', (_name, isAvailable, target) => {
  let server: TestServer;
  let bench: BenchWorkspace;

  beforeAll(async () => {
    if (isAvailable) server = await target.start();
  }, 60_000);
  afterAll(() => server?.close(), 30_000);
  beforeEach(async () => {
    bench = await benchWorkspace();
    if (isAvailable) await bench.connection('db', connectionTo(server, target));
  });
  afterEach(() => bench.close());

  const environment = { DB_PASSWORD: 'tester', WRONG: 'wrong' };

  async function sql(...statements: string[]): Promise<Record<string, unknown>[]> {
    const connection = {
      id: 'db',
      name: 'db',
      host: '127.0.0.1',
      port: server.port,
      database: server.database,
      user: server.user,
      password: { $env: 'DB_PASSWORD' },
      tls: false as const,
      connectTimeoutMs: 5_000,
    };
    const credentials = credentialsFrom(environment, '/none');
    let rows: Record<string, unknown>[] = [];
    if (target.kind === 'postgresql') {
      const client = await connectPostgres({ ...connection, kind: 'postgresql' }, credentials, workspaceAt(bench.root));
      for (const statement of statements) ({ rows } = await client.query<Record<string, unknown>>(statement));
      await client.end();
    } else {
      const client = await connectMysql({ ...connection, kind: 'mysql' }, credentials, workspaceAt(bench.root));
      for (const statement of statements)
        rows = (await client.promise().query(statement))[0] as Record<string, unknown>[];
      client.destroy();
    }
    return rows;
  }

  const q = (identifier: string): string => (target.kind === 'postgresql' ? `"${identifier}"` : `\`${identifier}\``);

  async function browse(): Promise<SchemaObject[]> {
    await bench.start({ environment });
    const records = await bench.answer({ kind: 'connector-browse', runtimeId: 'x', connectorId: 'db' });
    expect(records.at(-1)).toMatchObject({ t: 'end' });
    return records.flatMap((record) => (record.t === 'object' ? [record.object] : []));
  }

  test.skipIf(!isAvailable)('takes records in, gives them out, and updates them by key', async () => {
    await sql(
      'DROP TABLE IF EXISTS orders',
      'CREATE TABLE orders (no VARCHAR(20) PRIMARY KEY, amount DECIMAL(10,2) NOT NULL, day DATE)',
    );
    await bench.process('in', {
      steps: [
        { kind: 'read-csv', name: 'Read' },
        { kind: 'sql-write', name: 'Write', connection: 'db', table: 'orders', mode: 'upsert', keys: ['no'] },
      ],
    });
    await bench.process('out', {
      steps: [
        { kind: 'sql-read', name: 'Read', connection: 'db', query: 'SELECT no, amount, day FROM orders ORDER BY no' },
        { kind: 'write-json', name: 'Write', to: 'out.json' },
      ],
    });
    const rows = Array.from({ length: 1_200 }, (_, index) => `N${10_000 + index},${index}.50,2025-03-30`);
    await bench.write('a.csv', `no,amount,day\n${rows.join('\n')}\n`);
    await bench.write('b.csv', 'no,amount,day\nN10000,77,2025-04-01\n');
    const engine = await bench.start({ environment });
    await engine.run('in', 'a.csv');
    await bench.ended(1);
    await engine.run('in', 'b.csv');
    await bench.ended(2);
    await engine.run('out');
    const reports = await bench.ended(3);
    expect(reports.map((report) => [report.status, report.in, report.out])).toEqual([
      ['COMPLETE', 1_200, 1_200],
      ['COMPLETE', 1, 1],
      ['COMPLETE', 1_200, 1_200],
    ]);
    const { readFile } = await import('node:fs/promises');
    const written = JSON.parse(await readFile(`${bench.root}/out.json`, 'utf8')) as unknown[];
    expect(written[0]).toEqual({ no: 'N10000', amount: '77.00', day: '2025-04-01' });
    expect(written).toHaveLength(1_200);
  });

  test.skipIf(!isAvailable)('names the record it refuses and keeps none of the run', async () => {
    await sql(
      'DROP TABLE IF EXISTS orders',
      'CREATE TABLE orders (no VARCHAR(20) PRIMARY KEY, amount DECIMAL(10,2) NOT NULL)',
    );
    await bench.process('in', {
      steps: [
        { kind: 'read-csv', name: 'Read' },
        { kind: 'sql-write', name: 'Write', connection: 'db', table: 'orders' },
      ],
    });
    await bench.write(
      'a.csv',
      `no,amount\n${Array.from({ length: 700 }, (_, index) => `N${index === 650 ? 3 : index},1`).join('\n')}\n`,
    );
    const engine = await bench.start({ environment });
    await engine.run('in', 'a.csv');
    const [report] = await bench.ended(1);
    expect(report).toMatchObject({
      status: 'ERROR',
      out: 0,
      failure: { class: 'duplicate', code: target.duplicate, connectorId: 'db', step: 2 },
    });
    expect(await bench.answer({ kind: 'execution-error', executionId: report?.executionId ?? '' })).toMatchObject([
      {},
      { document: { record: 651 } },
      {},
    ]);
    expect(Number((await sql('SELECT count(*) AS n FROM orders'))[0]?.['n'])).toBe(0);
  });

  test.skipIf(!isAvailable)(
    'is told apart when the table is missing, the password wrong, or a statement hangs',
    async () => {
      await bench.process('table', {
        steps: [{ kind: 'sql-read', name: 'Read', connection: 'db', query: 'SELECT * FROM no_such_table' }],
      });
      await bench.connection('other', { ...connectionTo(server, target), password: { $env: 'WRONG' } });
      await bench.process('login', {
        steps: [{ kind: 'sql-read', name: 'Read', connection: 'other', query: 'SELECT 1' }],
      });
      const hang = target.kind === 'postgresql' ? 'SELECT pg_sleep(60)' : 'SELECT sleep(60)';
      await bench.process('hang', {
        timeoutMs: 700,
        steps: [{ kind: 'sql-read', name: 'Read', connection: 'db', query: hang }],
      });
      const engine = await bench.start({ environment });
      const startedAt = Date.now();
      for (const id of ['table', 'login', 'hang']) await engine.run(id);
      const codes = new Map((await bench.ended(3)).map((report) => [report.processId, report.failure?.code]));
      expect(Object.fromEntries(codes)).toEqual({ table: target.noTable, login: target.badLogin, hang: 'TIMEOUT' });
      expect(Date.now() - startedAt).toBeLessThan(5_000);
    },
  );

  test.skipIf(!isAvailable)(
    'shows its tables, views, keys and comments, whatever their names, and no value',
    async () => {
      await sql(
        'DROP TABLE IF EXISTS orders',
        `CREATE TABLE ${q('Order')} (${q('Select')} INTEGER NOT NULL, ${q('from')} VARCHAR(20) NOT NULL, ${q('Größe')} DECIMAL(8,3), PRIMARY KEY (${q('Select')}, ${q('from')}))`,
        `CREATE TABLE line (no INTEGER PRIMARY KEY, o_select INTEGER NOT NULL, o_from VARCHAR(20) NOT NULL, note VARCHAR(50) DEFAULT 'canary-default', code VARCHAR(9) UNIQUE, FOREIGN KEY (o_select, o_from) REFERENCES ${q('Order')} (${q('Select')}, ${q('from')}))`,
        `CREATE VIEW ${q('open lines')} AS SELECT no, note FROM line`,
        `INSERT INTO ${q('Order')} VALUES (1, 'canary-row', 2)`,
        ...(target.kind === 'postgresql'
          ? [`COMMENT ON TABLE line IS 'Lines of an order'`, `COMMENT ON COLUMN line.note IS 'Free text'`]
          : [
              `ALTER TABLE line COMMENT = 'Lines of an order'`,
              `ALTER TABLE line MODIFY note VARCHAR(50) DEFAULT 'canary-default' COMMENT 'Free text'`,
            ]),
      );
      const objects = await browse();
      const byName = new Map(objects.map((object) => [object.name, object]));
      expect(byName.get('Order')?.fields).toMatchObject([
        { name: 'Select', nullable: false, keys: ['primary'] },
        { name: 'from', nullable: false, keys: ['primary'] },
        { name: 'Größe', nullable: true, keys: [] },
      ]);
      const line = byName.get('line');
      const namespace = target.kind === 'postgresql' ? 'public' : 'shop';
      expect(line).toMatchObject({ namespace, kind: 'table', comment: 'Lines of an order' });
      const field = (fieldName: string) => line?.fields.find((each) => each.name === fieldName);
      expect(field('no')?.keys).toEqual(['primary']);
      expect(field('o_select')).toMatchObject({ references: `${namespace}.Order.Select` });
      expect(field('o_from')).toMatchObject({ references: `${namespace}.Order.from` });
      expect(field('o_from')?.keys).toContain('foreign');
      expect(field('code')?.keys).toContain('unique');
      expect(field('note')).toMatchObject({ comment: 'Free text', nullable: true });
      expect(byName.get('open lines')).toMatchObject({ kind: 'view', fields: [{ name: 'no' }, { name: 'note' }] });
      expect(JSON.stringify(objects)).not.toContain('canary');
    },
  );

  test.skipIf(!isAvailable)(
    'shows 5,000 tables in seconds, and stops at once when asked to',
    { timeout: 120_000 },
    async () => {
      // Making 5,000 tables on a busy disk takes minutes; where they lie does not matter to their description.
      const inMemory = target.kind === 'mysql' ? ' ENGINE = MEMORY' : '';
      const tables = Array.from(
        { length: 5_000 },
        (_, index) => `CREATE TABLE many_${index} (id INTEGER PRIMARY KEY, a VARCHAR(20), b INTEGER)${inMemory}`,
      );
      const batches = Array.from({ length: 50 }, (_, index) => tables.slice(index * 100, index * 100 + 100));
      if (target.kind === 'postgresql') await sql(...batches.map((batch) => batch.join(';')));
      else await sql(...tables);
      const startedAt = Date.now();
      const objects = await browse();
      const tookMs = Date.now() - startedAt;
      expect(objects.filter((object) => object.name.startsWith('many_'))).toHaveLength(5_000);
      expect(objects.find((object) => object.name === 'many_4999')?.fields.map((each) => each.keys)).toEqual([
        ['primary'],
        [],
        [],
      ]);
      expect(tookMs).toBeLessThan(15_000);
      console.log(`${target.kind}: 5,000 tables browsed in ${tookMs} ms`);

      const abort = new AbortController();
      const seen: string[] = [];
      for await (const record of bench.engine().runtime.answer(
        {
          id: 'R-1',
          askedBy: 'test',
          expiresAt: 0,
          subject: { kind: 'connector-browse', runtimeId: 'x', connectorId: 'db' },
        },
        abort.signal,
      )) {
        seen.push(record.t);
        if (seen.length === 10) abort.abort();
      }
      expect(seen.length).toBeLessThan(20);
    },
  );
});

function connectionTo(server: TestServer, target: Target): object {
  return {
    kind: target.kind,
    host: '127.0.0.1',
    port: server.port,
    database: server.database,
    user: server.user,
    password: { $env: 'DB_PASSWORD' },
  };
}
