import type { ExecutionReport } from '#contract/tracking.ts';
import { openSqliteStore } from './open-sqlite-store.ts';

/**
 * A process that writes batches of three runs without pause until it is killed, and prints the number of each batch after it was
 * acknowledged. Arguments: directory, number of the first batch, instant of the first run.
 */
const [directory = '', first = '0', startAt = '0'] = process.argv.slice(2);
const store = await openSqliteStore({ directory, log: () => {}, clock: { now: () => Number(startAt) } });

function reportOf(executionId: string, startedAt: number): ExecutionReport {
  return {
    executionId,
    revision: 1,
    processId: 'orders',
    processName: 'Orders',
    processVersion: null,
    status: 'COMPLETE',
    trigger: 'schedule',
    startedAt,
    endedAt: startedAt + 5,
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
  };
}

async function burst(lane: number): Promise<void> {
  for (let batch = Number(first) + lane; ; batch += 4) {
    const reports = [0, 1, 2].map((run) => reportOf(`run-${batch}-${run}`, Number(startAt) + batch * 10 + run));
    await store.executions.apply(
      { runtimeId: 'rt-1', environmentId: 'production' },
      `batch-${batch}`,
      Number(startAt),
      reports.map((report) => ({ report, fingerprint: null })),
    );
    process.stdout.write(`${batch}\n`);
  }
}
await Promise.all([0, 1, 2, 3].map(burst));
