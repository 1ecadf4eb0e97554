import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { isTemplate } from '#agent/index.ts';
import { benchWorkspace, type BenchWorkspace } from '../proof/bench-workspace.ts';

/*
 * Promise 11: values of records, files and connections are planted where they fail in many ways. None may be in the automatic
 * reports or in the description of the runtime; those that a person needs are in the details, which leave on request only.
 */

let bench: BenchWorkspace;
let server: Server | null = null;

beforeEach(async () => {
  bench = await benchWorkspace();
});

afterEach(async () => {
  server?.close();
  await bench.close();
});

const CANARY = 'Zq7Canary';

test('values of records, files, connections and answers never stand in automatic reports', async () => {
  server = createServer((request, response) => {
    response.statusCode = request.url === '/refuse' ? 422 : 200;
    response.end(`${CANARY}-answer {`);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  bench.sqlite(
    't.db',
    `CREATE TABLE t (id TEXT PRIMARY KEY CHECK (id <> '${CANARY}-row'), n INTEGER NOT NULL) STRICT; INSERT INTO t VALUES ('${CANARY}-there', 1)`,
  );
  await bench.connection('db', { kind: 'sqlite', file: 't.db' });
  await bench.connection('pg', {
    kind: 'postgresql',
    host: '127.0.0.1',
    port: 9,
    database: `${CANARY}-database`,
    user: `${CANARY}-user`,
    password: { $env: 'SECRET' },
  });
  await bench.connection('gone', { kind: 'sqlite', file: `${CANARY}-gone.db` });
  await bench.connection('web', {
    kind: 'http',
    baseUrl: `http://127.0.0.1:${port}`,
    headers: { authorization: { $env: 'SECRET' } },
  });

  const csv = { kind: 'read-csv', name: 'Read' };
  const failing: Record<string, object[]> = {
    validate: [csv, { kind: 'validate', name: 'Check', fields: { n: { type: 'integer' } } }],
    pattern: [csv, { kind: 'validate', name: 'Check', fields: { id: { pattern: '^x$' } } }],
    map: [csv, { kind: 'map', name: 'Map', expression: '$number(id)' }],
    error: [csv, { kind: 'map', name: 'Map', expression: '$error(id)' }],
    check: [csv, { kind: 'sql-write', name: 'Write', connection: 'db', table: 't' }],
    column: [
      csv,
      { kind: 'map', name: 'Map', expression: '{ "id": id, id: 1 }' },
      { kind: 'sql-write', name: 'Write', connection: 'db', table: 't' },
    ],
    query: [{ kind: 'sql-read', name: 'Read', connection: 'db', query: `SELECT * FROM ${CANARY}_table` }],
    connect: [{ kind: 'sql-read', name: 'Read', connection: 'pg', query: 'SELECT 1', retry: { attempts: 1 } }],
    open: [{ kind: 'sql-read', name: 'Read', connection: 'gone', query: 'SELECT 1' }],
    status: [csv, { kind: 'http-send', name: 'Send', connection: 'web', url: '/refuse' }],
    json: [{ kind: 'http-read', name: 'Get', connection: 'web', url: '/get', retry: { attempts: 1 } }],
    reads: [{ kind: 'read-json', name: 'Read' }],
    xml: [{ kind: 'read-xml', name: 'Read', records: 'a.b' }],
    write: [csv, { kind: 'write-csv', name: 'Write', to: 'out/x.csv', encoding: 'latin1' }],
  };
  for (const [id, steps] of Object.entries(failing)) await bench.process(id, { steps });
  await bench.write('in/x.csv', `id,n\n${CANARY}-row,${CANARY}-number\u0142\n`);

  const engine = await bench.start({ environment: { SECRET: `${CANARY}-secret` } });
  expect(engine.problems()).toEqual([]);
  for (const id of Object.keys(failing)) await engine.run(id, 'in/x.csv');
  const reports = await bench.ended(Object.keys(failing).length);

  expect(reports.filter((report) => report.status !== 'ERROR').map((report) => report.processId)).toEqual([]);
  const automatic = JSON.stringify([
    await bench.reports(),
    await engine.runtime.describe(),
    await engine.runtime.degraded(),
  ]);
  expect(automatic).not.toContain(CANARY);
  expect(reports.map((report) => report.failure?.class)).not.toContain('unknown');
  for (const report of reports) expect(isTemplate(report.failure?.template ?? '')).toBe(true);

  const details = await Promise.all(
    reports.map(
      async ({ executionId, processId }) =>
        [processId, JSON.stringify(await bench.answer({ kind: 'execution-error', executionId }))] as const,
    ),
  );
  const telling = new Map(details);
  for (const id of ['validate', 'pattern', 'map', 'error', 'query', 'open', 'status'])
    expect(telling.get(id), id).toContain(CANARY);
  // A credential is in neither.
  for (const [id, text] of details) expect(text, id).not.toContain(`${CANARY}-secret`);
});
