import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { freePort } from '../host/free-port.ts';
import type { LiveHost } from '../host/live-host.ts';
import { expect, liveTest } from './live-test.ts';
import { measured } from './measured.ts';
import { type PostgresServer, startPostgres } from './postgres-server.ts';
import { RecordingProxy } from './recording-proxy.ts';

/*
 * Promise 11 on the wire and in the store: values planted wherever data lives leave only when a person asks, and then only the answer
 * to that question carries them.
 */

/** One value for each place that holds data, so that a leak says where it came from. */
const canary = {
  record: 'Zq7-record-value',
  json: 'Zq7-json-value',
  xml: 'Zq7-xml-value',
  row: 'Zq7-database-row',
  defaultValue: 'Zq7-column-default',
  duplicate: 'Zq7-duplicate-key',
  message: 'Zq7-error-message',
  databaseMessage: 'Zq7-database-message',
  httpBody: 'Zq7-http-body',
  httpHeader: 'Zq7-http-secret',
  password: 'Zq7-password',
  user: 'zq7_user',
  database: 'zq7_database',
  environment: 'Zq7-environment',
  query: 'Zq7-query-text',
} as const;
const everyCanary: readonly string[] = Object.values(canary);

const proxy = new RecordingProxy();
const processes = {
  'csv-good': [read('read-csv'), { kind: 'write-json', name: 'Write', to: 'out/{execution}.json' }],
  'json-good': [read('read-json'), { kind: 'write-csv', name: 'Write', to: 'out/{execution}.csv' }],
  'xml-good': [
    read('read-xml', { records: 'list.item' }),
    { kind: 'write-csv', name: 'Write', to: 'out/{execution}.csv' },
  ],
  'rows-good': [
    { kind: 'sql-read', name: 'Read', connection: 'store-db', query: `SELECT *, '${canary.query}' AS q FROM parts` },
    { kind: 'write-csv', name: 'Write', to: 'out/{execution}.csv' },
  ],
  'type-bad': [read('read-csv'), { kind: 'validate', name: 'Check', fields: { part: { type: 'integer' } } }],
  'pattern-bad': [read('read-csv'), { kind: 'validate', name: 'Check', fields: { part: { pattern: '^none$' } } }],
  'map-bad': [read('read-csv'), { kind: 'map', name: 'Map', expression: `$error('${canary.message}')` }],
  'json-bad': [read('read-json'), { kind: 'validate', name: 'Check', fields: { part: { type: 'number' } } }],
  'key-bad': [
    { kind: 'sql-read', name: 'Read', connection: 'store-db', query: `SELECT '${canary.duplicate}' AS part` },
    { kind: 'sql-write', name: 'Write', connection: 'store-db', table: 'parts' },
  ],
  'check-bad': [
    { kind: 'sql-read', name: 'Read', connection: 'store-db', query: `SELECT '${canary.databaseMessage}' AS part` },
    { kind: 'sql-write', name: 'Write', connection: 'store-db', statement: 'SELECT raise_with(:part)' },
  ],
  'http-bad': [
    { kind: 'http-read', name: 'Get', connection: 'partner', url: '/list', retry: { attempts: 1, backoffMs: 0 } },
  ],
  'login-bad': [
    {
      kind: 'sql-read',
      name: 'Read',
      connection: 'closed-db',
      query: 'SELECT 1',
      retry: { attempts: 1, backoffMs: 0 },
    },
  ],
} as const;

const test = liveTest(async (host) => {
  const postgres = await startPostgres('of-the-owner');
  await fillDatabase(postgres);
  const partner = createServer((_, response) => response.writeHead(422).end(`refused: ${canary.httpBody}`));
  await new Promise<void>((done) => partner.listen(0, '127.0.0.1', done));
  const { port } = partner.address() as AddressInfo; // listening on TCP: never a pipe name
  const database = { kind: 'postgresql', host: '127.0.0.1', port: postgres.port };
  const password = { $env: 'STORE_PASSWORD' };
  write(host, 'connections/store-db.json', {
    ...database,
    ...{ name: 'Store', database: canary.database, user: canary.user, password },
  });
  write(host, 'connections/closed-db.json', {
    ...database,
    ...{ name: 'Closed', database: canary.database, user: `${canary.user}_other`, password },
  });
  write(host, 'connections/partner.json', {
    ...{ kind: 'http', name: 'Partner', baseUrl: `http://127.0.0.1:${port}` },
    headers: { authorization: { $secret: 'partner' } },
  });
  writeFileSync(join(host.workspace, 'secrets.json'), JSON.stringify({ partner: canary.httpHeader }), { mode: 0o600 });
  for (const [id, steps] of Object.entries(processes))
    write(host, `processes/${id}.json`, { name: id, version: '1', steps });
  mkdirSync(join(host.workspace, 'given'));
  writeFileSync(join(host.workspace, 'given/list.csv'), `part,note\n${canary.record},${canary.record}\n`);
  writeFileSync(join(host.workspace, 'given/list.json'), JSON.stringify([{ part: canary.json }]));
  writeFileSync(join(host.workspace, 'given/list.xml'), `<list><item><part>${canary.xml}</part></item></list>`);
  Object.assign(host.agentEnvironment, { STORE_PASSWORD: canary.password, DAYMARK_NOTE: canary.environment });

  const proxyPort = await freePort();
  await proxy.start(host, proxyPort);
  host.agentDials = `https://localhost:${proxyPort}`;
  return async () => {
    await proxy.stop();
    partner.close();
    await postgres.stop();
  };
});

test('planted values leave a runtime only in the answer that a person asked for', async ({ host }) => {
  test.setTimeout(120_000);
  // Everything runs, well and badly; nobody asks for a log or an error.
  for (const id of Object.keys(processes)) {
    const kind = id.startsWith('xml') ? 'xml' : id.startsWith('json') ? 'json' : 'csv';
    const needsFile = (processes[id as keyof typeof processes][0] as { kind: string }).kind.startsWith('read-');
    host.drop('triggers', `${id}.json`, JSON.stringify(needsFile ? { file: `given/list.${kind}` } : {}));
  }
  const endOf = async (id: string) => (await host.executions(id))[0];
  for (const id of Object.keys(processes)) {
    const wanted = id.endsWith('good') ? 'ok' : 'failed';
    await expect.poll(async () => (await endOf(id))?.state, { message: id, timeout: 30_000 }).toBe(wanted);
  }
  const { id: runtimeId } = await host.runtime();
  for (const connectorId of ['store-db', 'shop-db']) {
    const subject = { kind: 'connector-browse' as const, runtimeId, connectorId };
    await host.answered((await host.api.call('createRequest', { body: { subject } })).id);
  }
  const beats = () => proxy.sent.filter(({ path }) => path.startsWith('/agent/v1/heartbeat')).length;
  const beatsBefore = beats();
  await expect.poll(beats, { timeout: 20_000 }).toBeGreaterThan(beatsBefore + 1);

  expect(foundIn(bytesBelow(join(host.workspace, '.engine'))), 'the values really were in the failures').toEqual(
    expect.arrayContaining([canary.message, canary.databaseMessage, canary.record, canary.httpBody]),
  );
  const messages = proxy.sent.length;
  const bytes = proxy.sent.reduce((sum, { path, body }) => sum + path.length + body.length, 0);
  expect(
    proxy.sent.some(({ body }) => body.includes('list.csv')),
    'the recording holds what was sent',
  ).toBe(true);
  expect(foundIn(proxy.sent.map(({ path, body }) => `${path}\n${body}`))).toEqual([]);
  expect(foundIn(bytesBelow(host.stateDirectory))).toEqual([]);
  measured(
    'sent by the agent without a question about a run',
    `${messages} messages, ${bytes} bytes, no planted value`,
  );

  // Now somebody asks, for one of them.
  const failed = await endOf('map-bad');
  const subject = { kind: 'execution-error' as const, executionId: failed?.id ?? '' };
  const { id: requestId } = await host.answered((await host.api.call('createRequest', { body: { subject } })).id);
  const { message } = await host.api.call('getErrorDetails', { params: { requestId } });
  expect(message).toContain(canary.message);
  const carriers = proxy.sent.filter(({ path, body }) => foundIn([`${path}\n${body}`]).length > 0);
  expect(carriers.map(({ method, path }) => `${method} ${path.split('\n')[0]}`)).toEqual([
    `POST /agent/v1/requests/${requestId}/answer`,
  ]);
  expect(foundIn(carriers.map(({ body }) => body))).toEqual([canary.message]);
  measured('sent with a planted value after the question', `1 message, the answer to ${requestId}`);
});

function read(kind: string, more: object = {}) {
  return { kind, name: 'Read', ...more };
}

async function fillDatabase(postgres: PostgresServer): Promise<void> {
  await postgres.run(`CREATE DATABASE ${canary.database}`);
  await postgres.run(`CREATE USER ${canary.user} PASSWORD '${canary.password}' SUPERUSER`);
  await postgres.run(
    `
    CREATE TABLE parts (part text PRIMARY KEY, note text DEFAULT '${canary.defaultValue}');
    INSERT INTO parts VALUES ('${canary.row}', '${canary.row}'), ('${canary.duplicate}', NULL);
    CREATE FUNCTION raise_with(part text) RETURNS text LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'not with %', part; END $$;`,
    canary.database,
  );
}

function write(host: LiveHost, file: string, definition: object): void {
  writeFileSync(join(host.workspace, file), JSON.stringify(definition));
}

/** The planted values that occur in any of the texts. */
function foundIn(texts: readonly string[]): string[] {
  return everyCanary.filter((value) => texts.some((text) => text.includes(value)));
}

/** Every file below a directory, byte for byte. */
function bytesBelow(directory: string): string[] {
  return readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'latin1'));
}
