import { describe, expect, it } from 'vitest';
import { fingerprint } from '#contract/fingerprint.ts';
import { executionStatuses, triggers } from '#contract/status.ts';
import type { DocumentReport } from '#contract/tracking.ts';
import { everyExecution, inOrder, recovererOf, walk } from '../conformance/oracle.ts';
import {
  documentOf,
  failureOf,
  HOUR_MS,
  queryOf,
  reportOf,
  START_AT,
  stepOf,
  toStore,
} from '../conformance/samples.ts';
import { createMemoryStore } from './create-memory-store.ts';
import { allocatePastColumns, type PastExecutions } from './past.ts';

const ROWS = 400;
const OK = executionStatuses.indexOf('COMPLETE');
const BROKEN = executionStatuses.indexOf('ERROR');
const GOING = executionStatuses.indexOf('INPROCESS');

/** A past with equal starts, unsorted rows where wanted, failures and runs in flight. */
function pastOf(isSorted: boolean): PastExecutions {
  const columns = allocatePastColumns(ROWS);
  for (let row = 0; row < ROWS; row++) {
    const at = isSorted ? row : (row * 37) % ROWS;
    const status = row % 97 === 5 ? GOING : (row * 7) % 11 < 4 ? BROKEN : OK;
    columns.startedAt[row] = START_AT + Math.floor(at / 3) * 60_000;
    columns.durationMs[row] = status === GOING ? -1 : 1_000 + row;
    columns.runtime[row] = row % 2;
    columns.process[row] = row % 3;
    columns.status[row] = status;
    columns.trigger[row] = row % triggers.length;
    columns.failure[row] = status === BROKEN ? row % 2 : -1;
    columns.errors[row] = status === BROKEN ? 1 : 0;
    if (row % 50 === 1) columns.parent[row] = row - 1;
    if (row % 50 === 2) columns.retryOf[row] = row - 2;
    // Half of the rows work at something of their own, two attempts each.
    if (row % 12 >= 6) columns.work[row] = row % 24 < 12 ? row : row - 12;
  }
  return {
    runtimes: [
      { runtimeId: 'rt-1', environmentId: 'production' },
      { runtimeId: 'rt-2', environmentId: 'test' },
    ],
    processes: ['a', 'b', 'c'].map((id) => ({ processId: id, processName: `Process ${id}` })),
    failures: [2, 1].map((kind) => ({ ...failureOf(kind), fingerprint: fingerprint(failureOf(kind)) })),
    columns,
    idOf: (row) => `past-${(row * 7919) % 100_003}`,
    rowOf: (id) => rows.get(id) ?? -1,
    detailOf: (row) => ({
      revision: 4,
      reportedAt: START_AT,
      processVersion: '1',
      attempt: 1,
      attemptsMax: 2,
      in: row,
      out: 1,
      warnings: 0,
      bytes: 5,
      failureStep: columns.failure[row]! < 0 ? null : 1,
      steps: [stepOf(1)],
      documents: { written: 1, warned: 0, failed: 0, skipped: 0, inFlight: 0 },
    }),
    documentsOf: (row) => [documentOf(1, { records: row })],
  };
}
const rows = new Map(Array.from({ length: ROWS }, (_, row) => [`past-${(row * 7919) % 100_003}`, row]));
const byStart = { sort: 'started', descending: false } as const;

describe.each([true, false])('a past that is loaded (sorted: %s)', (isSorted) => {
  it('holds every run in order, with recovered marks and groups', async () => {
    const store = createMemoryStore({ past: pastOf(isSorted) });
    const all = await everyExecution(store, [...rows.keys()]);
    expect(all.length).toBe(ROWS);
    expect((await walk(store, queryOf(), byStart, 17)).map(({ id }) => id)).toEqual(
      inOrder(all, byStart).map(({ id }) => id),
    );
    expect(all.map(({ recovered }) => recovered?.byExecutionId ?? null)).toEqual(
      all.map((run) => recovererOf(run, all)),
    );
    expect(all.some(({ recovered }) => recovered)).toBe(true);
    const first = all.find((run) => run.failure);
    expect(first?.failure).toMatchObject({ groupId: 'F-1', step: 1, fingerprint: fingerprint(first!.failure!) });
    const { states } = await store.executions.counts(queryOf({ lostRuntimeIds: ['rt-2'] }));
    const going = all.filter((run) => run.status === 'INPROCESS');
    expect(states.unknown).toBe(going.filter((run) => run.runtimeId === 'rt-2').length);
    expect(states.running).toBe(going.filter((run) => run.runtimeId === 'rt-1').length);
    expect((await store.executions.inFlight('rt-1', 99)).length).toBe(states.running);
  });

  it('takes reports about its runs like about any other', async () => {
    const past = pastOf(isSorted);
    const store = createMemoryStore({ past });
    const row = past.columns.status.indexOf(GOING);
    const id = past.idOf(row);
    const before = await store.executions.get(id);
    const runtimeId = before!.runtimeId;
    const report = reportOf({
      executionId: id,
      processId: before!.processId,
      workId: before!.workId,
      startedAt: before!.startedAt,
    });
    const send = async (revision: number, batch: string, documents: DocumentReport[]) =>
      await store.executions.apply({ runtimeId, environmentId: 'production' }, batch, 9, [
        toStore({ ...report, revision, documents }),
      ]);
    expect((await send(4, 'old', [documentOf(1)])).applied).toEqual([]);
    expect((await send(5, 'new', [documentOf(2)])).applied).toEqual([
      { executionId: id, isNew: false, hasEnded: true, state: 'ok' },
    ]);
    expect(await store.executions.get(id)).toMatchObject({
      status: 'COMPLETE',
      revision: 5,
      documents: { written: 2 },
    });
    expect((await store.executions.documents(id, null, 9)).rows).toEqual([
      documentOf(1, { records: row }),
      documentOf(2),
    ]);
    const all = await everyExecution(store, [...rows.keys()]);
    expect(all.map(({ recovered }) => recovered?.byExecutionId ?? null)).toEqual(
      all.map((run) => recovererOf(run, all)),
    );
  });

  it('is recovered by a reported attempt at the same work, however late that comes', async () => {
    const past = pastOf(isSorted);
    const store = createMemoryStore({ past });
    const source = { runtimeId: 'rt-1', environmentId: 'production' };
    const before = await everyExecution(store, [...rows.keys()]);
    const failed = before.find(
      (run) => run.workId !== run.processId && run.status === 'ERROR' && !run.recovered && run.runtimeId === 'rt-1',
    )!;
    // A report that is known already changes nothing of where its run stands.
    await store.executions.apply(source, 'known', 9, [
      toStore(reportOf({ executionId: failed.id, documents: [documentOf(7)] })),
    ]);
    const again = reportOf({
      executionId: 'again',
      processId: failed.processId,
      workId: failed.workId,
      startedAt: START_AT + 5 * HOUR_MS,
    });
    await store.executions.apply(source, 'again', 9, [toStore(again)]);
    const all = await everyExecution(store, [...rows.keys(), 'again']);
    expect(all.find(({ id }) => id === failed.id)?.recovered?.byExecutionId).toBe('again');
    expect(all.map(({ recovered }) => recovered?.byExecutionId ?? null)).toEqual(
      all.map((run) => recovererOf(run, all)),
    );
    await store.executions.apply(source, 'worse', 9, [toStore({ ...again, status: 'ERROR', revision: 2 })]);
    expect((await store.executions.get(failed.id))?.recovered).toBeNull();
  });

  it('knows its relatives, and forgets what is pruned', async () => {
    const past = pastOf(isSorted);
    const store = createMemoryStore({ past });
    const relatives = await store.executions.relatives(past.idOf(50));
    expect(relatives.children.map(({ id }) => id)).toEqual([past.idOf(51)]);
    expect(relatives.attempts.map(({ id }) => id)).toEqual([past.idOf(52)]);
    await store.prune({ executionsBeforeAt: START_AT + 9 * HOUR_MS, answersBeforeAt: 0 });
    const left = await everyExecution(store, [...rows.keys()]);
    expect(left.map((run) => run.status)).toEqual(left.map(() => 'INPROCESS'));
    expect((await store.stats()).executions).toBe(left.length);
    expect((await store.executions.relatives(past.idOf(50))).children).toEqual([]);
  });
});
