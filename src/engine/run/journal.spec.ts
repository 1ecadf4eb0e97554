import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import type { ExecutionReport } from '#contract/tracking.ts';
import { openJournal } from './journal.ts';

const report = (executionId: string): ExecutionReport => ({
  executionId,
  revision: 1,
  processId: 'orders',
  processName: 'Orders',
  processVersion: null,
  status: 'COMPLETE',
  trigger: 'manual',
  startedAt: 1_000,
  endedAt: 1_005,
  attempt: 1,
  attemptsMax: 1,
  retryOf: null,
  workId: 'orders',
  parentId: null,
  in: 1,
  out: 1,
  errors: 0,
  warnings: 0,
  bytes: 1,
  failure: null,
  steps: [],
  documents: [],
});

test('a journal that lost its end, or all of it, hands out no position twice: the agent would take the report for known', () => {
  const directory = mkdtempSync(join(tmpdir(), 'daymark-journal-'));
  const file = join(directory, 'journal.db');
  const positionAfter = (executionId: string, now: number, since: number): number => {
    const journal = openJournal(file, now);
    journal.save({ report: report(executionId), openDocuments: [], file: null, details: null });
    const found = journal.reportsSince(since, 10);
    journal.close();
    expect(found.map((one) => one.report.executionId)).toEqual([executionId]);
    return found[0]?.position ?? 0;
  };
  const first = positionAfter('run-1', 5_000, 0);
  const second = positionAfter('run-2', 6_000, first);
  for (const ending of ['', '-wal', '-shm']) rmSync(`${file}${ending}`, { force: true });
  const third = positionAfter('run-3', 7_000, second);
  // A clock that was set back must not bring old positions again.
  expect(positionAfter('run-4', 1, third)).toBeGreaterThan(third);
  rmSync(directory, { recursive: true });
});

test('a journal of the release before work ids gives its runs the ones they would have had', () => {
  const directory = mkdtempSync(join(tmpdir(), 'daymark-journal-'));
  const path = join(directory, 'journal.db');
  const file = { name: 'a.csv', directory: 'in', sizeBytes: 1, path: '/work/a.csv' };
  const before = openJournal(path, 1_000);
  before.save({ report: report('on-time'), openDocuments: [], file: null, details: null });
  before.save({ report: report('first'), openDocuments: [], file, details: null });
  before.save({ report: { ...report('second'), retryOf: 'first' }, openDocuments: [], file, details: null });
  before.close();
  const database = new DatabaseSync(path);
  for (const table of ['executions', 'outbox'])
    database.exec(`UPDATE ${table} SET report = json_remove(report, '$.workId')`);
  database.exec('PRAGMA user_version = 0');
  database.close();

  const journal = openJournal(path, 2_000);
  const expected = { 'on-time': 'orders', first: 'first', second: 'first' };
  for (const [id, workId] of Object.entries(expected)) expect(journal.read(id)?.report.workId).toBe(workId);
  const waiting = journal.reportsSince(0, 10).map(({ report: { executionId, workId } }) => [executionId, workId]);
  expect(waiting).toEqual(Object.entries(expected));
  journal.close();
  rmSync(directory, { recursive: true });
});
