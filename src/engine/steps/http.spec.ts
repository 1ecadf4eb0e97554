import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { benchWorkspace, type BenchWorkspace } from '../proof/bench-workspace.ts';

let bench: BenchWorkspace;
let server: Server;
let handle: (request: IncomingMessage, response: ServerResponse) => void;

beforeEach(async () => {
  bench = await benchWorkspace();
  server = createServer((request, response) => handle(request, response)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  await bench.connection('web', {
    kind: 'http',
    baseUrl: `http://127.0.0.1:${port}/api/`,
    headers: { authorization: { $secret: 'token' } },
  });
  await bench.write('secrets.json', '{ "token": "Bearer 42" }');
});

afterEach(async () => {
  server.closeAllConnections();
  server.close();
  await bench.close();
});

const get = {
  kind: 'http-read',
  name: 'Get',
  connection: 'web',
  url: '/items',
  records: 'items',
  retry: { attempts: 3, backoffMs: 10 },
};
const write = { kind: 'write-json', name: 'Write', to: 'out.json' };

test('gets records with its credential, after trouble that passed, and counts the tries', async () => {
  let calls = 0;
  handle = (request, response) => {
    calls += 1;
    response.statusCode =
      calls < 3 ? 503 : request.headers.authorization === 'Bearer 42' && request.url === '/api/items' ? 200 : 401;
    response.end('{"items":[{"a":1}]}');
  };
  await bench.process('p', { steps: [get, write] });
  await (await bench.start()).run('p');
  const [report] = await bench.ended(1);
  expect(report).toMatchObject({
    status: 'COMPLETE_WARN',
    in: 1,
    warnings: 2,
    steps: [{ attempts: 3, warnings: 2, connectorId: 'web' }, {}],
  });
  expect(JSON.parse(await readFile(join(bench.root, 'out.json'), 'utf8'))).toEqual([{ a: 1 }]);
});

test.each([
  [404, 'not-found', 1],
  [500, 'target-failed', 3],
  [429, 'throttled', 3],
])('an answer %i is %s and tried %i times', async (status, errorClass, tries) => {
  let calls = 0;
  handle = (_request, response) => {
    calls += 1;
    response.statusCode = status;
    response.end('why');
  };
  await bench.process('p', { steps: [get, write] });
  await (await bench.start()).run('p');
  const [report] = await bench.ended(1);
  expect(report?.failure).toMatchObject({ class: errorClass, code: `HTTP ${status}`, connectorId: 'web', step: 1 });
  expect(calls).toBe(tries);
});

test('gives up on an endpoint that does not answer', async () => {
  handle = () => {};
  await bench.process('p', { steps: [{ ...get, timeoutMs: 100, retry: { attempts: 1 } }, write] });
  await (await bench.start()).run('p');
  expect((await bench.ended(1))[0]?.failure).toMatchObject({ class: 'timeout', code: 'ETIMEDOUT' });
});

test('sends each record once, and does not send again what may have arrived', async () => {
  const bodies: string[] = [];
  handle = (request, response) => {
    let body = '';
    request.on('data', (piece) => (body += String(piece)));
    request.on('end', () => {
      bodies.push(body);
      response.statusCode = body.includes('"2"') ? 500 : 204;
      response.end();
    });
  };
  await bench.write('a.csv', 'n\n1\n2\n3\n');
  await bench.process('p', {
    steps: [
      { kind: 'read-csv', name: 'Read' },
      { kind: 'http-send', name: 'Send', connection: 'web', url: '/items' },
    ],
  });
  await (await bench.start()).run('p', 'a.csv');
  expect((await bench.ended(1))[0]?.failure).toMatchObject({ code: 'HTTP 500', step: 2 });
  expect(bodies).toEqual(['{"n":"1"}', '{"n":"2"}']);
});
