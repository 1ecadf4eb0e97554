import { beforeAll, describe, expect, test } from 'vitest';
import type { AnswerRecord } from '#contract/answer.ts';
import {
  createTestPlatform,
  START_AT,
  type TestAgent,
  type TestPlatform,
  testReport,
} from '#platform/testing/test-platform.ts';

const nextRound = () => new Promise<void>((resolve) => setImmediate(resolve));
const LINES = 5_000;
let world: TestPlatform;
let agent: TestAgent;

beforeAll(async () => {
  world = await createTestPlatform(nextRound);
  agent = await world.enrol('ber-prod-01');
  const steps = [1, 2].map((number) => ({
    number,
    name: `step ${number}`,
    kind: 'map',
    connectorId: null,
    state: 'done' as const,
    startedAt: START_AT,
    durationMs: 10,
    attempts: 1,
    in: 1,
    out: 1,
    errors: 0,
    warnings: 0,
  }));
  await agent.track('b1', testReport('e1', { steps }));
  await world.ask('createRequest', { body: { subject: { kind: 'execution-log', executionId: 'e1' } } });
  await world.ask('createRequest', {
    body: { subject: { kind: 'connector-browse', runtimeId: agent.runtimeId, connectorId: 'erp' } },
  });
  await world.ask('createRequest', { body: { subject: { kind: 'execution-error', executionId: 'e1' } } });
  await agent.poll();
  const lines = Array.from({ length: LINES }, (_, index): AnswerRecord => {
    const level = index % 1_000 === 999 ? 'error' : index % 2 === 0 ? 'info' : 'debug';
    return {
      t: 'line',
      at: START_AT + index,
      level,
      step: index < 3_000 ? 1 : 2,
      text: `line ${index + 1} ${level === 'error' ? 'Boom' : 'fine'}`,
    };
  });
  await agent.answer('R-1', [
    { t: 'head', kind: 'execution-log', at: START_AT },
    ...lines,
    { t: 'end', items: LINES, cut: null },
  ]);
});

const ask = (name: 'getLogOutline' | 'getLogLines' | 'searchLog' | 'downloadLog', query = {}) =>
  world.ask(name, { params: { requestId: 'R-1' }, query });

describe('a kept log', () => {
  test('has an outline with folds, levels, a histogram and the lines of its errors', async () => {
    const { body } = await ask('getLogOutline');
    expect(body).toMatchObject({
      lines: LINES,
      levels: { debug: 2_495, info: 2_500, warn: 0, error: 5 },
      firstAt: START_AT,
      lastAt: START_AT + LINES - 1,
      folds: [
        { step: 1, name: 'step 1', fromLine: 1, lines: 3_000, errors: 3 },
        { step: 2, name: 'step 2', fromLine: 3_001, lines: 2_000, errors: 2 },
      ],
      errorLines: [1_000, 2_000, 3_000, 4_000, 5_000],
      fetched: { by: 'Administrator', runtimeName: 'ber-prod-01' },
    });
    const histogram = body.histogram as { info: number; debug: number; error: number }[];
    expect(histogram).toHaveLength(120);
    expect(histogram.reduce((sum, piece) => sum + piece.info + piece.debug + piece.error, 0)).toBe(LINES);
  });
  test('is read from any position, across chunks', async () => {
    const { body } = await ask('getLogLines', { position: 1_998, limit: 4 });
    expect(body).toMatchObject({
      total: LINES,
      position: 1_998,
      lines: [
        { number: 1_999 },
        { number: 2_000, level: 'error', text: 'line 2000 Boom' },
        { number: 2_001 },
        { number: 2_002 },
      ],
    });
  });
  test('is filtered as a whole: positions count within the filter', async () => {
    const { body } = await ask('getLogLines', { level: ['error'], step: 2, position: 1, limit: 10 });
    expect(body).toMatchObject({ total: 2, lines: [{ number: 5_000 }] });
    expect((await ask('getLogLines', { position: 9_000 })).body).toMatchObject({ total: LINES, lines: [] });
  });
  test('is searched as a whole, with true counts', async () => {
    expect((await ask('searchLog', { q: 'boom' })).body).toMatchObject({
      total: 5,
      searchedLines: LINES,
      lines: [1_000, 2_000, 3_000, 4_000, 5_000],
      positions: [999, 1_999, 2_999, 3_999, 4_999],
    });
    expect((await ask('searchLog', { q: 'boom', caseSensitive: true })).body.total).toBe(0);
    expect((await ask('searchLog', { q: '^line \\d0{3} B', regex: true })).body.total).toBe(5);
    expect((await ask('searchLog', { q: 'Boom', level: ['error'] })).body.positions).toEqual([0, 1, 2, 3, 4]);
  });
  test.each(['(?=x)', '(a)\\1', '[', 'a{1000}'])('the pattern %s is refused before it runs', async (q) => {
    const { body } = await ask('searchLog', { q, regex: true });
    expect([body.code, body.field]).toEqual(['bad-request', 'query.q']);
  });
  test('is downloaded as text, whole or filtered', async () => {
    const { response } = await ask('downloadLog', { level: ['error'] });
    expect(response.headers.get('content-disposition')).toBe('attachment; filename="log-e1.txt"');
    const text = await response.text();
    expect(text.split('\n')[0]).toBe(`${new Date(START_AT + 999).toISOString()} ERROR [1] line 1000 Boom`);
    expect(text.trim().split('\n')).toHaveLength(5);
    expect((await (await ask('downloadLog')).response.text()).trim().split('\n')).toHaveLength(LINES);
  });
});

describe('a kept schema', () => {
  const objects = (query = {}) =>
    world.ask('listSchemaObjects', { params: { runtimeId: agent.runtimeId, connectorId: 'erp' }, query });
  test('is not there before it came', async () => {
    expect((await objects()).body.code).toBe('no-answer-kept');
  });
  test('is sorted, searched over names of objects and fields, and walked by cursor', async () => {
    const field = (name: string) => ({
      name,
      type: 'integer',
      nullable: false,
      keys: [],
      references: null,
      comment: null,
    });
    const records = Array.from({ length: 450 }, (_, index): AnswerRecord => ({
      t: 'object',
      object: {
        namespace: index % 2 ? 'sales' : 'crm',
        name: `table_${String(449 - index).padStart(3, '0')}`,
        kind: 'table',
        comment: null,
        fields: [field('id'), field(index === 7 ? 'invoice_no' : 'note')],
      },
    }));
    expect(
      (
        await agent.answer('R-2', [
          { t: 'head', kind: 'connector-browse', at: START_AT },
          ...records,
          { t: 'end', items: 450, cut: null },
        ])
      ).status,
    ).toBe(204);
    const first = await objects({ limit: 200 });
    expect(first.body).toMatchObject({
      total: 450,
      namespaces: [
        { namespace: 'crm', objects: 225 },
        { namespace: 'sales', objects: 225 },
      ],
      snapshot: { objects: 450, fields: 900 },
    });
    const names = new Set<string>();
    for (let cursor: string | null = null, page = 0; page < 5; page += 1) {
      const { body } = await objects({ limit: 200, ...(cursor ? { cursor } : {}) });
      for (const row of body.rows as { name: string }[]) names.add(row.name);
      cursor = body.next as string | null;
      if (cursor === null) break;
    }
    expect(names.size).toBe(450);
    const { body } = await objects({ q: 'INVOICE' });
    expect(body).toMatchObject({ total: 1, rows: [{ name: 'table_442', matches: ['invoice_no'] }] });
    const index = String((body.rows as { index: number }[])[0]?.index);
    const one = await world.ask('getSchemaObject', {
      params: { runtimeId: agent.runtimeId, connectorId: 'erp', index },
    });
    expect(one.body).toMatchObject({ object: { name: 'table_442', fields: [{ name: 'id' }, { name: 'invoice_no' }] } });
    expect((await objects({ cursor: 'R-9.200' })).body.field).toBe('query.cursor');
    expect((await world.ask('listConnectors')).body).toMatchObject({
      total: 2,
      rows: [{ id: 'erp', snapshot: { objects: 450 }, usedBy: [{ processId: 'orders' }] }, { id: 'mail' }],
    });
  });
});

test('kept error details come back as they were sent', async () => {
  const details: AnswerRecord = {
    t: 'error',
    at: START_AT,
    class: 'parse',
    code: 'E1',
    message: 'row 7: "x" is no number',
    step: 1,
    stepName: 'read',
    connectorId: null,
    document: { number: 1, fileName: 'a.csv', record: 7 },
    stack: null,
    causes: [],
  };
  await agent.answer('R-3', [
    { t: 'head', kind: 'execution-error', at: START_AT },
    details,
    { t: 'end', items: 1, cut: null },
  ]);
  expect((await world.ask('getErrorDetails', { params: { requestId: 'R-3' } })).body).toEqual(details);
});
