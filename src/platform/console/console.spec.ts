import { beforeEach, describe, expect, test } from 'vitest';
import { consoleOperations } from '#contract/console-operations.ts';
import {
  createTestPlatform,
  failedReport,
  START_AT,
  type TestAgent,
  type TestPlatform,
  testDescription,
  testReport,
} from '#platform/testing/test-platform.ts';

const nextRound = () => new Promise<void>((resolve) => setImmediate(resolve));
let world: TestPlatform;
let agent: TestAgent;
beforeEach(async () => {
  world = await createTestPlatform(nextRound);
  agent = await world.enrol('ber-prod-01');
});

interface Shown {
  incidents: {
    id: string;
    kind: string;
    word: string;
    title: string;
    extent: string;
    events: number;
    trace: number[];
    target: unknown;
  }[];
}
const overview = async () => (await world.ask('getOverview')).body as unknown as Shown & Record<string, unknown>;

describe('now', () => {
  test('an empty platform has nothing to say, and says it in full', async () => {
    const empty = await createTestPlatform(nextRound);
    const { body } = await empty.ask('getOverview');
    expect(body).toMatchObject({
      fleet: { total: 0 },
      counts: { total: 0 },
      usual: null,
      incidents: [],
      folded: 0,
      environments: [],
    });
    expect((body.histogram as { buckets: unknown[] }).buckets).toHaveLength(96);
  });
  test('failures are one line a group, with a trace along the histogram', async () => {
    await agent.track(
      'b1',
      failedReport('e1'),
      failedReport('e2', { startedAt: START_AT - 5_000, endedAt: START_AT - 4_000 }),
    );
    const { incidents, counts } = await overview();
    expect(counts).toMatchObject({ total: 2, unrecovered: 2, states: { failed: 2 } });
    expect(incidents).toHaveLength(1);
    expect(incidents[0]).toMatchObject({
      id: 'group:F-1',
      kind: 'failing-group',
      title: 'ERP01: refuses the credentials',
      extent: '2 runs, 1 runtime',
      events: 2,
      target: { groupId: 'F-1' },
    });
    expect(incidents[0]?.trace).toHaveLength(96);
    expect(incidents[0]?.trace.reduce((sum, runs) => sum + runs, 0)).toBe(2);
  });
  test('what was made good since is no incident', async () => {
    await agent.track(
      'b1',
      failedReport('e1'),
      testReport('e2', { startedAt: START_AT - 5_000, endedAt: START_AT - 4_000 }),
    );
    expect((await overview()).incidents).toEqual([]);
  });
  test('runs of a runtime that fails everything are its incident, not several', async () => {
    const reports = Array.from({ length: 6 }, (_, index) =>
      failedReport(`e${index}`, {
        processId: index % 2 ? 'orders' : 'stock',
        processName: index % 2 ? 'Orders' : 'Stock',
        failure: { class: 'disk', code: null, template: `no space ${index % 2}`, step: null, connectorId: null },
      }),
    );
    await agent.track('b1', ...reports);
    const { incidents } = await overview();
    expect(incidents.map(({ kind, events }) => [kind, events])).toEqual([['runtime-failing', 6]]);
  });
  test('runtimes that were lost together are one incident, first of all, and what waits for them is folded in', async () => {
    await world.enrol('ber-prod-02');
    await agent.track('b1', testReport('e1', { status: 'INPROCESS', endedAt: null }), failedReport('e2'));
    await world.ask('createRequest', { body: { subject: { kind: 'execution-log', executionId: 'e2' } } });
    await world.pass(60_000);
    const { incidents } = await overview();
    expect(incidents.map(({ kind }) => kind)).toEqual(['runtime-offline', 'failing-group']);
    expect(incidents[0]).toMatchObject({
      title: '2 runtimes are out of contact',
      extent: '2 runtimes, 1 run unknown, 1 request waiting',
      events: 4,
    });
  });
  test('a scheduled process that does not start is silent, unless its runtime is away', async () => {
    for (let beats = 0; beats < 31; beats += 1) {
      await agent.beat();
      await world.pass(5_000);
    }
    await agent.beat();
    const { incidents } = await overview();
    expect(incidents).toMatchObject([
      {
        kind: 'process-silent',
        word: 'silent',
        title: 'Orders in does not start',
        extent: '2 starts missed, ber-prod-01',
      },
    ]);
    await world.pass(30_000);
    expect((await overview()).incidents.map(({ kind }) => kind)).toEqual(['runtime-offline']);
  });
  test('a request that a runtime in contact does not fetch is stuck', async () => {
    await agent.track('b1', testReport('e1'));
    await world.ask('createRequest', { body: { subject: { kind: 'execution-log', executionId: 'e1' } } });
    for (let beats = 0; beats < 13; beats += 1) {
      await agent.beat();
      await world.pass(5_000);
    }
    expect((await overview()).incidents).toMatchObject([
      { kind: 'request-stuck', title: 'Log of run e1', target: { requestId: 'R-1' } },
    ]);
  });
});

describe('runtimes', () => {
  test('leave ok by the clock alone, worst first, and the page is told', async () => {
    const other = await world.enrol('ham-prod-01');
    for (let beats = 0; beats < 6; beats += 1) {
      await other.beat();
      await world.pass(5_000);
    }
    const { body } = await world.ask('listRuntimes');
    expect(body).toMatchObject({
      total: 2,
      fleet: { words: { ok: 1, offline: 1 } },
      rows: [{ name: 'ber-prod-01', status: { word: 'offline' } }, { name: 'ham-prod-01' }],
    });
    const detail = await world.ask('getRuntime', { params: { runtimeId: agent.runtimeId } });
    const words = (detail.body.contactChanges as { word: string; at: number }[]).map(({ word, at }) => [
      word,
      at - START_AT,
    ]);
    expect(words).toEqual([
      ['offline', 25_000],
      ['late', 10_000],
      ['ok', 0],
    ]);
  });
  test('are found by name, site and tag', async () => {
    const total = async (query: Record<string, unknown>) => (await world.ask('listRuntimes', { query })).body.total;
    expect(await total({ q: 'BER edge' })).toBe(1);
    expect(await total({ q: 'munich' })).toBe(0);
    expect(await total({ word: ['offline', 'late'] })).toBe(0);
    expect(await total({ tag: 'edge' })).toBe(1);
  });
  test('that are paused are not an outage', async () => {
    const params = { runtimeId: agent.runtimeId };
    expect((await world.ask('pauseRuntime', { params, body: { untilAt: START_AT, note: '' } })).body.field).toBe(
      'body.untilAt',
    );
    await world.ask('pauseRuntime', { params, body: { untilAt: START_AT + 3_600_000, note: 'new disk' } });
    await world.pass(60_000);
    expect((await world.ask('getRuntime', { params })).body).toMatchObject({
      summary: { status: { word: 'paused', because: 'until 10:00 UTC, Administrator' } },
      pause: { note: 'new disk' },
    });
    expect((await overview()).incidents).toEqual([]);
    expect((await world.ask('resumeRuntime', { params })).body).toMatchObject({
      summary: { status: { word: 'offline' } },
      pause: null,
    });
  });
  test('that come back after the platform was started again keep their past', async () => {
    await world.platform.close();
    const again = await createTestPlatform(nextRound, { store: world.store });
    const { body } = await again.ask('listRuntimes');
    expect(body).toMatchObject({ total: 1, rows: [{ name: 'ber-prod-01', release: '1.0.0', status: { word: 'ok' } }] });
  });
});

describe('executions', () => {
  test('in flight on a lost runtime are unknown since its last contact', async () => {
    await agent.track('b1', testReport('e1', { status: 'INPROCESS', endedAt: null }));
    const row = async () => ((await world.ask('listExecutions')).body.rows as Record<string, unknown>[])[0];
    expect(await row()).toMatchObject({ state: 'running', unknownSinceAt: null, durationMs: null });
    await world.pass(30_000);
    expect(await row()).toMatchObject({ state: 'unknown', unknownSinceAt: START_AT });
  });
  test('are counted, charted, offered and found with one filter', async () => {
    await agent.track('b1', failedReport('e1'), testReport('e2', { processId: 'stock', processName: 'Stock' }));
    const query = { runtime: agent.runtimeId, state: '!ok' };
    expect((await world.ask('listExecutions', { query })).body.rows).toMatchObject([
      { id: 'e1', runtimeName: 'ber-prod-01', environmentName: 'Production' },
    ]);
    expect((await world.ask('countExecutions', { query })).body).toMatchObject({ total: 1, unrecovered: 1 });
    expect((await world.ask('histogramExecutions', { query: { ...query, buckets: 10 } })).body.buckets).toHaveLength(
      10,
    );
    const values = await world.ask('listFieldValues', {
      params: { field: 'runtime' },
      query: { contains: 'BER-prod' },
    });
    expect(values.body.values).toEqual([{ value: agent.runtimeId, label: 'ber-prod-01', runs: 2 }]);
    const states = await world.ask('listFieldValues', { params: { field: 'state' }, query });
    expect(states.body.values).toHaveLength(2); // its own filter does not narrow it
  });
});

describe('settings', () => {
  test('environments, tokens and retention', async () => {
    const made = await world.ask('createEnvironment', { body: { name: 'Test', kind: 'test' } });
    expect(made.body).toEqual({ id: 'test', name: 'Test', kind: 'test', runtimes: 0 });
    expect((await world.ask('createEnvironment', { body: { name: 'Test', kind: 'test' } })).body.code).toBe('conflict');
    const params = { environmentId: 'test' };
    expect((await world.ask('renameEnvironment', { params, body: { name: 'Production' } })).body.code).toBe('conflict');
    expect((await world.ask('renameEnvironment', { params, body: { name: 'Staging' } })).body.name).toBe('Staging');
    const token = await world.ask('createEnrolmentToken', { body: { environmentId: 'test' } });
    expect(token.body.command).toBe(`enrol ${String(token.body.secret)}`);
    const listed = await world.ask('listEnrolmentTokens');
    expect(JSON.stringify(listed.body)).not.toContain(String(token.body.secret));
    expect(listed.body.rows).toMatchObject([
      { state: 'open', environmentName: 'Staging' },
      { state: 'used', usedBy: { runtimeName: 'ber-prod-01' } },
    ]);
    expect((await world.ask('updateRetention', { body: { executionDays: 7, answerDays: 1 } })).body.retention).toEqual({
      executionDays: 7,
      answerDays: 1,
    });
  });
  test('retention deletes what is older', async () => {
    await agent.track(
      'b1',
      testReport('e1', { startedAt: START_AT - 40 * 86_400_000, endedAt: START_AT - 40 * 86_400_000 + 5 }),
      testReport('e2'),
    );
    await world.ask('updateRetention', { body: { executionDays: 30, answerDays: 1 } });
    await world.pass(61_000);
    expect((await world.ask('getSettings')).body).toMatchObject({ kept: { executions: 1 } });
  });
});

describe('the event stream', () => {
  const open = (signal: AbortSignal) =>
    world.platform.createSignInLink().then(async ({ code }) => {
      const caller = { bearerAllowed: true, isSecure: false };
      const signedIn = await world.platform.consoleFetch(
        new Request('http://d/api/v1/session', { method: 'POST', body: JSON.stringify({ code }) }),
        caller,
      );
      const { bearer } = (await signedIn.json()) as { bearer: string };
      const response = await world.platform.consoleFetch(
        new Request('http://d/api/v1/events', { headers: { authorization: `Bearer ${bearer}` }, signal }),
        caller,
      );
      const reader = (response.body as ReadableStream<Uint8Array>).getReader();
      return { read: async () => new TextDecoder().decode((await reader.read()).value), reader };
    });
  test('begins with the clock, gathers hints and ends with the listener', async () => {
    const listener = new AbortController();
    const { read, reader } = await open(listener.signal);
    expect(await read()).toBe(`data: {"type":"beat","nowAt":${START_AT},"speed":1}\n\n`);
    await agent.track('b1', testReport('e1'));
    const first = await read();
    expect(first).toContain(`data: {"type":"executions","runtimeIds":["${agent.runtimeId}"]}`);
    await agent.track('b2', testReport('e2'));
    await agent.track('b3', testReport('e3'));
    const second = read();
    await world.time.advance(250);
    expect((await second).match(/"type":"execution"/g)).toHaveLength(2);
    listener.abort();
    expect((await reader.read()).done).toBe(true);
  });
  test('ends when the platform closes', async () => {
    const { read, reader } = await open(new AbortController().signal);
    await read();
    await world.platform.close();
    expect((await reader.read()).done).toBe(true);
  });
});

test('the contract describes itself, every operation with a path', async () => {
  const { body } = await world.ask('getOpenApi');
  expect(Object.keys(body.paths as object).length).toBeGreaterThan(Object.keys(consoleOperations).length / 2);
});

test('a changed description is kept, an unchanged one is not written again', async () => {
  await agent.beat({
    descriptionDigest: 'digest-2',
    description: testDescription({ digest: 'digest-2', release: '1.1.0' }),
  });
  expect((await world.ask('getRuntime', { params: { runtimeId: agent.runtimeId } })).body).toMatchObject({
    summary: { release: '1.1.0' },
  });
});
