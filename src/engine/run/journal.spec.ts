import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
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
