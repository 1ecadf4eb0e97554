import { agentOperations } from '../../src/contract/agent-operations.ts';
import { type ConsoleOperationName, consoleOperations } from '../../src/contract/console-operations.ts';
import { Problem } from '../../src/contract/errors.ts';
import { fillPath, type OperationShape, writeQuery } from '../../src/contract/operation.ts';
import { expect, test } from '../test.ts';
import { type Caller, exerciseEveryOperation } from './exercises.ts';

interface LooseCall {
  params?: Record<string, string>;
  query?: Record<string, unknown>;
  body?: unknown;
}

interface RawAnswer {
  status: number;
  contentType: string;
  text: string;
}

test('every operation of the console channel keeps the contract', async ({ page, open, host }) => {
  test.setTimeout(120_000);
  const authorised = page.waitForRequest((request) => request.url().includes('/api/v1/overview'));
  await open('/');
  const headers: Record<string, string> = {};
  const { authorization } = await (await authorised).allHeaders();
  if (authorization) headers['authorization'] = authorization;
  const base = new URL(host.url('/')).href.replace(/#.*$/, '');
  if (host.kind === 'live') await failedRun(host);

  const call: Caller = async (name, parts) => {
    const operation: OperationShape = consoleOperations[name];
    const { params, query, body } = parts as LooseCall; // the three parts that any operation may have
    const path = `${fillPath(operation.path, params).slice(1)}${query ? `?${writeQuery(query)}` : ''}`;
    // Parsed on the way in as on the way out: an exercise may not send what the contract does not allow.
    if (operation.body) operation.body.parse(body);
    const answer = await page.evaluate(callInPage, {
      url: new URL(path, base).href,
      method: operation.method,
      headers,
      body,
      isStream: operation.stream === 'events',
    });
    if (answer.status >= 400) {
      const problem = Problem.parse(JSON.parse(answer.text));
      expect(operation.errors, `${name} answered ${problem.code}: ${problem.detail}`).toContain(problem.code);
      throw new Error(`${name}: ${problem.detail}`);
    }
    if (operation.stream === 'events') expect(answer.contentType).toContain('text/event-stream');
    if (!operation.answer) return undefined as never; // nothing to parse, and the type says so
    return operation.answer.parse(JSON.parse(answer.text)) as never; // parsed with the very schema the type comes from
  };
  const names = await exerciseEveryOperation(call, (ms) =>
    page.evaluate((wait) => new Promise((resolve) => setTimeout(resolve, wait)), ms),
  );
  expect(names.toSorted()).toEqual(
    (Object.keys(consoleOperations) as ConsoleOperationName[]).filter((name) => !refusedOnPurpose.has(name)).toSorted(),
  );
});

test('the OpenAPI document names every operation of both channels', async ({ page, open, host }) => {
  await open('/');
  await page.getByRole('navigation', { name: 'Runtimes by status' }).waitFor();
  const base = new URL(host.url('/')).href.replace(/#.*$/, '');
  const answer = await page.evaluate(callInPage, {
    url: new URL('api/v1/openapi.json', base).href,
    method: 'GET',
    headers: {},
    body: undefined,
    isStream: false,
  });
  const document = JSON.parse(answer.text) as {
    openapi: string;
    paths: Record<string, Record<string, { operationId: string }>>;
  };
  expect(document.openapi).toBe('3.1.0');
  const named = Object.values(document.paths).flatMap((path) =>
    Object.values(path).map((operation) => operation.operationId),
  );
  expect(named.toSorted()).toEqual([...Object.keys(consoleOperations), ...Object.keys(agentOperations)].toSorted());
});

/** Exercised by their refusal, so they never count as answered. */
const refusedOnPurpose = new Set<ConsoleOperationName>(['retireRuntime', 'cancelRequest']);

async function callInPage(call: {
  url: string;
  method: string;
  headers: Record<string, string>;
  body: unknown;
  isStream: boolean;
}): Promise<RawAnswer> {
  const stop = new AbortController();
  const response = await fetch(call.url, {
    method: call.method,
    signal: stop.signal,
    headers: { ...call.headers, ...(call.body === undefined ? {} : { 'content-type': 'application/json' }) },
    ...(call.body === undefined ? {} : { body: JSON.stringify(call.body) }),
  });
  const contentType = response.headers.get('content-type') ?? '';
  if (call.isStream && response.ok) {
    const first = await response.body?.getReader().read();
    stop.abort();
    return { status: response.status, contentType, text: new TextDecoder().decode(first?.value) };
  }
  return { status: response.status, contentType, text: await response.text() };
}

/** The sample workspace brings a file with a bad record: waits until its run has failed. */
async function failedRun(host: {
  api: { call(name: 'listExecutions', call: object): Promise<{ rows: unknown[] }> };
}): Promise<void> {
  await expect
    .poll(
      async () => (await host.api.call('listExecutions', { query: { state: ['failed'], last: '30d' } })).rows.length,
      { timeout: 30_000 },
    )
    .toBeGreaterThan(0);
}
