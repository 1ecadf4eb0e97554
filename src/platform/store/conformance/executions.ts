import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ProblemError } from '#contract/errors.ts';
import type { ExecutionReport } from '#contract/tracking.ts';
import type { Store } from '../store.ts';
import {
  documentOf,
  failedReport,
  failureOf,
  HOUR_MS,
  queryOf,
  reportOf,
  START_AT,
  stepOf,
  toStore,
} from './samples.ts';

const production = { runtimeId: 'rt-1', environmentId: 'production' };

/** What a store keeps of executions, by example. */
export function describeExecutions(open: () => Promise<Store>): void {
  let store: Store;
  let batch = 0;
  const apply = async (...reports: ExecutionReport[]) =>
    await store.executions.apply(production, `b-${batch++}`, START_AT + 5_000, reports.map(toStore));

  beforeEach(async () => {
    store = await open();
  });
  afterEach(async () => {
    await store.close();
  });

  describe('applying', () => {
    it('gives back a run as it was reported', async () => {
      const report = failedReport({
        executionId: 'a',
        steps: [stepOf(1, { state: 'failed', name: 'Read "orders"' }), stepOf(2, { state: 'waiting' })],
        documents: [documentOf(2, { outcome: 'failed' }), documentOf(1)],
      });
      expect(await apply(report)).toEqual({
        isDuplicate: false,
        applied: [{ executionId: 'a', isNew: true, hasEnded: true, state: 'failed' }],
      });
      const { executionId, documents: _documents, ...facts } = report;
      expect(await store.executions.get('a')).toEqual({
        ...facts,
        id: executionId,
        runtimeId: 'rt-1',
        environmentId: 'production',
        reportedAt: START_AT + 5_000,
        failure: { ...failureOf(1), groupId: 'F-1', fingerprint: toStore(report).fingerprint },
        recovered: null,
        documents: { written: 1, warned: 0, failed: 1, skipped: 0, inFlight: 0 },
      });
      const { rows } = await store.executions.page(queryOf(), { sort: 'started', descending: true }, null, 10);
      expect(rows).toEqual([
        expect.objectContaining({
          id: 'a',
          currentStep: { number: 1, name: 'Read "orders"' },
          failedStepName: 'Read "orders"',
        }),
      ]);
      expect(await store.executions.get('nobody')).toBeNull();
    });

    it('keeps text that is hostile as it is', async () => {
      const name = `'; DROP TABLE runs; -- "\u202e\ud800 %_\\`;
      const report = failedReport({
        executionId: 'a',
        processName: name,
        failure: { ...failureOf(1), template: `\u0000${name}` },
        documents: [documentOf(1, { fileName: `\u0000${name}`, tracked: [{ name, value: '\udfff' }] })],
      });
      await apply(report);
      expect(await store.executions.get('a')).toMatchObject({
        processName: name,
        failure: { template: `\u0000${name}` },
      });
      expect((await store.executions.documents('a', null, 5)).rows).toEqual(report.documents);
      const found = { include: [name], exclude: [] };
      expect((await store.executions.counts(queryOf({ process: found }))).states).toEqual({ failed: 1 });
      expect(
        (await store.executions.counts(queryOf({ process: { include: [`${name}'`], exclude: [] } }))).states,
      ).toEqual({});
      expect((await store.executions.counts(queryOf({ words: ['%_\\'] }))).states).toEqual({ failed: 1 });
      expect((await store.executions.counts(queryOf({ words: ['%a'] }))).states).toEqual({});
    });

    it('changes nothing for a batch that was kept before', async () => {
      const reports = [toStore(reportOf({ executionId: 'a' }))];
      await store.executions.apply(production, 'same', 1, reports);
      const again = [toStore(reportOf({ executionId: 'a', revision: 2, status: 'ERROR' }))];
      expect(await store.executions.apply(production, 'same', 2, again)).toEqual({ isDuplicate: true, applied: [] });
      expect((await store.executions.get('a'))?.status).toBe('COMPLETE');
      const other = { runtimeId: 'rt-2', environmentId: 'production' };
      const others = await store.executions.apply(other, 'same', 2, [toStore(reportOf({ executionId: 'b' }))]);
      expect(others.isDuplicate).toBe(false);
    });

    it('keeps nothing of a batch that speaks of a run of another runtime', async () => {
      await apply(reportOf({ executionId: 'mine' }));
      const other = { runtimeId: 'rt-2', environmentId: 'production' };
      const reports = [
        reportOf({ executionId: 'new', processName: 'Never kept' }),
        reportOf({ executionId: 'mine', revision: 9 }),
      ];
      const call = store.executions.apply(other, 'b', 1, reports.map(toStore));
      await expect(call).rejects.toSatisfy((error) => error instanceof ProblemError && error.code === 'wrong-runtime');
      expect(await store.executions.get('new')).toBeNull();
      expect(await store.executions.get('mine')).toMatchObject({ revision: 1 });
      expect((await store.executions.counts(queryOf())).states).toEqual({ ok: 1 });
      const again = await store.executions.apply(other, 'b', 1, [toStore(reportOf({ executionId: 'new' }))]);
      expect(again.isDuplicate).toBe(false);
      expect(await store.executions.get('new')).toMatchObject({ processName: 'Orders to ERP', runtimeId: 'rt-2' });
    });

    it('lets one failing batch fail alone when several arrive at once', async () => {
      await apply(reportOf({ executionId: 'mine' }));
      const other = { runtimeId: 'rt-2', environmentId: 'production' };
      const results = await Promise.allSettled([
        store.executions.apply(other, 'x', 1, [toStore(failedReport({ executionId: 'x' }))]),
        store.executions.apply(other, 'y', 1, [toStore(failedReport({ executionId: 'mine', failure: failureOf(2) }))]),
        store.executions.apply(other, 'z', 1, [toStore(failedReport({ executionId: 'z', failure: failureOf(3) }))]),
      ]);
      expect(results.map((result) => result.status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
      expect((await store.executions.get('x'))?.failure?.groupId).toBe('F-1');
      expect((await store.executions.get('z'))?.failure?.groupId).toBe('F-2');
    });

    it('says which report ended a run, and takes a later revision only', async () => {
      expect((await apply(reportOf({ executionId: 'a', status: 'INPROCESS', revision: 2 }))).applied).toEqual([
        { executionId: 'a', isNew: true, hasEnded: false, state: 'running' },
      ]);
      expect((await apply(reportOf({ executionId: 'a', status: 'STARTED', revision: 1 }))).applied).toEqual([]);
      expect((await apply(reportOf({ executionId: 'a', revision: 3 }))).applied).toEqual([
        { executionId: 'a', isNew: false, hasEnded: true, state: 'ok' },
      ]);
      expect((await apply(reportOf({ executionId: 'a', status: 'INPROCESS', revision: 2 }))).applied).toEqual([]);
      expect((await store.executions.counts(queryOf())).states).toEqual({ ok: 1 });
    });

    it('merges documents by number, each as the newest revision that spoke of it', async () => {
      await apply(
        reportOf({
          executionId: 'a',
          status: 'INPROCESS',
          documents: [documentOf(1, { outcome: 'in-flight' }), documentOf(2)],
        }),
      );
      await apply(reportOf({ executionId: 'a', revision: 3, documents: [documentOf(1, { outcome: 'failed' })] }));
      const late = await apply(
        reportOf({ executionId: 'a', revision: 2, status: 'INPROCESS', documents: [documentOf(1), documentOf(3)] }),
      );
      expect(late.applied).toEqual([{ executionId: 'a', isNew: false, hasEnded: false, state: 'ok' }]);
      const page = await store.executions.documents('a', null, 2);
      expect(page.rows.map(({ number, outcome }) => [number, outcome])).toEqual([
        [1, 'failed'],
        [2, 'written'],
      ]);
      expect(page.total).toBe(3);
      const rest = await store.executions.documents('a', page.next, 2);
      expect(rest.rows.map(({ number }) => number)).toEqual([3]);
      expect(rest.next).toBeNull();
      expect((await store.executions.get('a'))?.documents).toEqual({
        written: 2,
        warned: 0,
        failed: 1,
        skipped: 0,
        inFlight: 0,
      });
    });

    it('marks a failed file as recovered by a later attempt at it, and by no other file', async () => {
      const file = { trigger: 'listener', workId: 'bad' } as const;
      const good = reportOf({ executionId: 'good', ...file, workId: 'good', startedAt: START_AT + 1_000 });
      await apply(good, failedReport({ executionId: 'bad', ...file }));
      expect((await store.executions.get('bad'))?.recovered).toBeNull();
      await apply(reportOf({ executionId: 'by-hand', trigger: 'manual', startedAt: START_AT + 2_000 }));
      expect((await store.executions.get('bad'))?.recovered).toBeNull();
      expect(await store.executions.counts(queryOf())).toMatchObject({ unrecovered: 1, recovered: 0 });
      await apply(reportOf({ executionId: 'again', ...file, startedAt: START_AT + 3_000, retryOf: 'bad', attempt: 2 }));
      expect((await store.executions.get('bad'))?.recovered).toEqual({
        byExecutionId: 'again',
        at: START_AT + 4_000,
      });
      expect(await store.executions.counts(queryOf())).toMatchObject({ unrecovered: 0, recovered: 1 });
    });

    it('marks a failed run of a schedule as recovered by its next good run', async () => {
      await apply(failedReport({ executionId: 'a' }));
      await apply(reportOf({ executionId: 'b', workId: 'b', trigger: 'manual', startedAt: START_AT + 1_000 }));
      expect((await store.executions.get('a'))?.recovered).toBeNull();
      await apply(reportOf({ executionId: 'c', startedAt: START_AT + 2_000 }));
      expect((await store.executions.get('a'))?.recovered?.byExecutionId).toBe('c');
    });

    it('numbers groups in order of arrival and never again', async () => {
      await apply(
        failedReport({ executionId: 'a', failure: failureOf(4) }),
        failedReport({ executionId: 'b', failure: failureOf(2) }),
      );
      await apply(failedReport({ executionId: 'c', failure: failureOf(4), startedAt: START_AT + HOUR_MS }));
      await apply(failedReport({ executionId: 'a', failure: failureOf(3), revision: 2 }));
      const groups = await Promise.all(
        ['a', 'b', 'c'].map(async (id) => (await store.executions.get(id))?.failure?.groupId),
      );
      expect(groups).toEqual(['F-3', 'F-2', 'F-1']);
      const found = await store.executions.groups(queryOf(), 48 * HOUR_MS, 10);
      expect(found.map(({ groupId, runs, exampleExecutionId }) => [groupId, runs, exampleExecutionId])).toEqual([
        ['F-1', 1, 'c'],
        ['F-2', 1, 'b'],
        ['F-3', 1, 'a'],
      ]);
      expect(found[0]).toMatchObject({
        ...groupFacts(4),
        runtimes: 1,
        processes: 1,
        firstAt: START_AT + HOUR_MS,
        buckets: [1],
      });
    });
  });

  describe('asking', () => {
    it('refuses a cursor that is not of this list', async () => {
      await apply(reportOf({ executionId: 'a' }), reportOf({ executionId: 'b' }));
      const { next } = await store.executions.page(queryOf(), { sort: 'started', descending: true }, null, 1);
      expect(next).not.toBeNull();
      for (const cursor of ['', 'nonsense', `${next}'`, '\ud800']) {
        const call = store.executions.page(queryOf(), { sort: 'started', descending: true }, cursor, 1);
        await expect(call).rejects.toSatisfy((error) => error instanceof ProblemError && error.code === 'bad-request');
      }
      await expect(store.executions.page(queryOf(), { sort: 'errors', descending: true }, next, 1)).rejects.toThrow(
        ProblemError,
      );
      await expect(store.executions.documents('a', 'x', 1)).rejects.toThrow(ProblemError);
    });

    it('shows a run in flight as unknown where its runtime is lost', async () => {
      await apply(reportOf({ executionId: 'a', status: 'INPROCESS' }), reportOf({ executionId: 'b' }));
      const lost = queryOf({ lostRuntimeIds: ['rt-1'] });
      expect((await store.executions.counts(queryOf())).states).toEqual({ running: 1, ok: 1 });
      expect((await store.executions.counts(lost)).states).toEqual({ unknown: 1, ok: 1 });
      expect((await store.executions.counts({ ...lost, state: { include: ['running'], exclude: [] } })).states).toEqual(
        {},
      );
      expect((await store.executions.inFlight('rt-1', 5)).map((row) => row.id)).toEqual(['a']);
      expect(await store.executions.inFlight('rt-2', 5)).toEqual([]);
    });

    it('knows what a process usually takes, and which runs were slow', async () => {
      const times = [100, 200, 300, 400, 500, 1_000];
      await apply(
        ...times.map((ms, index) =>
          reportOf({ executionId: `n-${index}`, startedAt: START_AT + index, endedAt: START_AT + index + ms }),
        ),
        failedReport({ executionId: 'quick', startedAt: START_AT + 10, endedAt: START_AT + 11 }),
        reportOf({ executionId: 'going', startedAt: START_AT + 11, status: 'INPROCESS' }),
        reportOf({ executionId: 'old', startedAt: START_AT - 40 * 24 * HOUR_MS, endedAt: START_AT }),
        reportOf({ executionId: 'alone', processId: 'other', startedAt: START_AT, endedAt: START_AT + HOUR_MS }),
      );
      expect(await store.executions.normal('rt-1', 'orders', START_AT + HOUR_MS)).toEqual({ medianMs: 350, runs: 6 });
      expect(await store.executions.normal('rt-1', 'other', START_AT + HOUR_MS)).toEqual({
        medianMs: HOUR_MS,
        runs: 1,
      });
      expect(await store.executions.normal('rt-1', 'never', START_AT)).toBeNull();
      const slow = await store.executions.page(
        queryOf({ slowFactor: 1.4 }),
        { sort: 'duration', descending: true },
        null,
        10,
      );
      expect(slow.rows.map((row) => row.id)).toEqual(['n-5', 'n-4']);
      expect((await store.executions.counts(queryOf({ slowFactor: 1.4 }))).states).toEqual({ ok: 2 });
    });

    it('gives values with their runs, most first, found by value or label', async () => {
      await apply(
        reportOf({ executionId: 'a' }),
        reportOf({ executionId: 'b', processId: 'stock', processName: 'Lager ÜBERSICHT' }),
        reportOf({ executionId: 'c', processId: 'stock', processName: 'Lager Übersicht 2' }),
        failedReport({ executionId: 'd', processId: 'mail', processName: 'Mail' }),
      );
      const values = async (...args: Parameters<Store['executions']['values']>) =>
        await store.executions.values(...args);
      expect(await values(queryOf(), 'process', '', 2)).toEqual([
        { value: 'stock', label: 'Lager Übersicht 2', runs: 2 },
        { value: 'mail', label: 'Mail', runs: 1 },
      ]);
      expect(await values(queryOf(), 'process', 'übers', 5)).toMatchObject([{ value: 'stock', runs: 2 }]);
      expect(await values(queryOf(), 'group', '', 5)).toEqual([
        { value: 'F-1', label: failureOf(1).template, runs: 1 },
      ]);
      expect(await values(queryOf(), 'connector', '', 5)).toEqual([{ value: 'erp-1', label: 'erp-1', runs: 1 }]);
      expect(await values(queryOf(), 'state', '', 5)).toEqual([
        { value: 'ok', label: 'ok', runs: 3 },
        { value: 'failed', label: 'failed', runs: 1 },
      ]);
      for (const field of ['runtime', 'environment', 'trigger'] as const) {
        expect(await values(queryOf(), field, '', 5)).toMatchObject([{ runs: 4 }]);
      }
      expect(await values(queryOf(), 'class', 'no such', 5)).toEqual([]);
    });

    it('tells the history around a run', async () => {
      await apply(
        reportOf({ executionId: 'a', startedAt: START_AT, endedAt: START_AT + 9_000 }),
        failedReport({ executionId: 'b', startedAt: START_AT + 1_000, endedAt: START_AT + 2_000 }),
        failedReport({ executionId: 'c', startedAt: START_AT + 2_000, retryOf: 'b', attempt: 2 }),
        reportOf({ executionId: 'd', startedAt: START_AT + 3_000, retryOf: 'c', attempt: 3, status: 'INPROCESS' }),
        reportOf({
          executionId: 'e',
          startedAt: START_AT + 4_000,
          processId: 'sub',
          parentId: 'c',
          trigger: 'sub-process',
        }),
      );
      const { executions } = store;
      expect((await executions.recentRuns('rt-1', 'orders', START_AT + 2_000, 2)).map((row) => row.id)).toEqual([
        'c',
        'b',
      ]);
      expect((await executions.lastSuccess('rt-1', 'orders', START_AT + 2_000))?.id).toBe('a');
      expect(await executions.lastSuccess('rt-1', 'orders', START_AT)).toBeNull();
      const relatives = await executions.relatives('c');
      expect(relatives.children.map((row) => row.id)).toEqual(['e']);
      expect(relatives.attempts.map((row) => row.id)).toEqual(['b', 'd']);
      expect((await executions.relatives('b')).attempts.map((row) => row.id)).toEqual(['c', 'd']);
      expect((await executions.recentOutcomes('rt-1', 3)).map(({ processId, state }) => [processId, state])).toEqual([
        ['orders', 'ok'],
        ['sub', 'ok'],
        ['orders', 'failed'],
      ]);
      expect(await executions.processFigures('rt-1', START_AT, START_AT + 2_500)).toEqual(
        new Map([
          ['orders', { runs: 3, failed: 2, last: { startedAt: START_AT + 3_000, state: 'running' } }],
          ['sub', { runs: 0, failed: 0, last: { startedAt: START_AT + 4_000, state: 'ok' } }],
        ]),
      );
    });

    it('counts runs of every runtime by bucket, whatever the buckets', async () => {
      await apply(
        ...Array.from({ length: 30 }, (_, index) =>
          reportOf({
            executionId: `s-${index}`,
            startedAt: START_AT + index * 400_000,
            status: (['COMPLETE', 'COMPLETE_WARN', 'ERROR', 'ABORTED', 'INPROCESS'] as const)[index % 5] ?? 'COMPLETE',
          }),
        ),
      );
      for (const bucketMs of [100_000, 900_000, 1_234_567, 4 * HOUR_MS]) {
        for (const fromAt of [START_AT - 1, Math.ceil(START_AT / 900_000) * 900_000]) {
          const strips = await store.executions.strips(fromAt, fromAt + 3 * HOUR_MS, bucketMs);
          const histogram = await store.executions.histogram(queryOf({ fromAt, toAt: fromAt + 3 * HOUR_MS }), bucketMs);
          expect(strips.get('rt-1')).toEqual({
            runs: histogram.map((states) => Object.values(states).reduce((sum, count) => sum + count, 0)),
            failed: histogram.map((states) => (states.failed ?? 0) + (states.aborted ?? 0)),
            warned: histogram.map((states) => states.warn ?? 0),
          });
          expect(strips.size).toBe(1);
        }
      }
    });

    it('answers an empty store with nothing', async () => {
      expect(await store.executions.counts(queryOf())).toEqual({ states: {}, unrecovered: 0, recovered: 0 });
      expect(await store.executions.page(queryOf(), { sort: 'errors', descending: false }, null, 5)).toEqual({
        rows: [],
        next: null,
      });
      expect(await store.executions.histogram(queryOf(), 24 * HOUR_MS)).toEqual([{}, {}]);
      expect(await store.executions.groups(queryOf(), HOUR_MS, 5)).toEqual([]);
      expect((await store.executions.strips(0, 10, 5)).size).toBe(0);
      expect((await store.executions.processFigures('rt-1', 0, 1)).size).toBe(0);
      expect(await store.executions.recentOutcomes('rt-1', 3)).toEqual([]);
      expect(await store.executions.relatives('x')).toEqual({ children: [], attempts: [] });
      expect(await store.executions.documents('x', null, 5)).toEqual({ rows: [], total: 0, next: null });
      expect(await store.stats()).toMatchObject({ executions: 0, oldestExecutionAt: null, answers: 0 });
    });
  });
}

function groupFacts(kind: number): object {
  const { class: errorClass, code, template, connectorId } = failureOf(kind);
  return { class: errorClass, code, template, connectorId };
}
