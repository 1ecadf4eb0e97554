import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { queryOf, reportOf, START_AT, toStore } from '#platform/store/conformance/samples.ts';
import type { Store } from '#platform/index.ts';
import { SentenceError } from '#hosts/sentence-error.ts';
import type { ProblemError } from '#contract/errors.ts';
import { openSqliteStore } from './open-sqlite-store.ts';
import { asProblem } from './sqlite-errors.ts';

const burst = fileURLToPath(new URL('./burst.fixture.ts', import.meta.url));

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'daymark-durability-'));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

async function open(path = directory): Promise<Store> {
  return await openSqliteStore({ directory: path, log: () => {}, clock: { now: () => START_AT } });
}

/** Starts the burst; `acknowledged` grows as it prints. */
function startBurst(first: number): {
  child: ChildProcess;
  acknowledged: number[];
  hasBegun: Promise<void>;
  hasEnded: Promise<void>;
} {
  const child = spawn(process.execPath, [burst, directory, String(first), String(START_AT)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const acknowledged: number[] = [];
  let text = '';
  const hasBegun = new Promise<void>((resolve) => {
    child.stdout.on('data', (chunk: Buffer) => {
      const lines = (text + chunk.toString()).split('\n');
      text = lines.pop() ?? '';
      acknowledged.push(...lines.map(Number));
      if (acknowledged.length > 0) resolve();
    });
  });
  const hasEnded = new Promise<void>((resolve) => child.on('close', () => resolve()));
  return { child, acknowledged, hasBegun, hasEnded };
}

describe('the embedded store when its process is killed', () => {
  it('has every acknowledged batch once and whole, time after time', { timeout: 60_000 }, async () => {
    const acknowledged: number[] = [];
    for (let round = 0; round < 6; round++) {
      const next = (acknowledged.length === 0 ? -1 : Math.max(...acknowledged)) + 100;
      const { child, acknowledged: now, hasBegun, hasEnded } = startBurst(next);
      await hasBegun;
      await new Promise((resolve) => setTimeout(resolve, 10 + round * 37));
      child.kill('SIGKILL');
      await hasEnded;
      acknowledged.push(...now);

      const store = await open();
      for (const batch of now) {
        for (const run of [0, 1, 2])
          expect(await store.executions.get(`run-${batch}-${run}`)).toMatchObject({ revision: 1 });
      }
      const reports = [toStore(reportOf({ executionId: `run-${now[0]}-0`, revision: 5, startedAt: START_AT }))];
      const source = { runtimeId: 'rt-1', environmentId: 'production' };
      expect(await store.executions.apply(source, `batch-${now[0]}`, START_AT, reports)).toMatchObject({
        isDuplicate: true,
      });
      // A batch is there whole or not at all, and rollups agree with the runs.
      const { states } = await store.executions.counts(queryOf());
      expect((states.ok ?? 0) % 3).toBe(0);
      expect(states.ok).toBe((await store.stats()).executions);
      await store.close();
      const database = new DatabaseSync(join(directory, 'daymark.sqlite'));
      expect(database.prepare('PRAGMA integrity_check').get()).toEqual({ integrity_check: 'ok' });
      expect(database.prepare('SELECT count(*) AS runs FROM runs').get()).toEqual({ runs: states.ok });
      database.close();
    }
    expect(acknowledged.length).toBeGreaterThan(20);
  });

  it(
    'lets nobody else in while it lives, and the next one in at once when it is killed',
    { timeout: 20_000 },
    async () => {
      const { child, hasBegun, hasEnded } = startBurst(0);
      await hasBegun;
      await expect(open()).rejects.toThrow(`Another platform is running on ${directory}.`);
      child.kill('SIGKILL');
      await hasEnded;
      const store = await open();
      await expect(open()).rejects.toThrow(SentenceError);
      await store.close();
      await (await open()).close();
    },
  );
});

describe('opening the embedded store', () => {
  it('goes on with what it kept', async () => {
    const first = await open();
    await first.records.put('person', 'ada', { name: 'Ada' });
    await first.close();
    const second = await open();
    expect(await second.records.get('person', 'ada')).toEqual({ value: { name: 'Ada' }, version: 1 });
    await second.close();
    await second.close();
    await expect(second.records.list('person')).rejects.toThrow('The store is closed.');
  });

  it('takes runs that were kept before work ids as work of their process', async () => {
    const source = { runtimeId: 'rt-1', environmentId: 'production' };
    const failed = { status: 'ERROR', processId: 'stock', processName: 'Stock "A"' } as const;
    const first = await open();
    await first.executions.apply(source, 'b-1', START_AT, [
      toStore(reportOf({ executionId: 'a', ...failed })),
      toStore(reportOf({ executionId: 'b', startedAt: START_AT + 1_000 })),
    ]);
    await first.close();
    const database = new DatabaseSync(join(directory, 'daymark.sqlite'));
    database.exec(
      'DROP INDEX runs_work; ALTER TABLE runs DROP COLUMN work_id; DELETE FROM migrations WHERE number = 3',
    );
    database.close();
    const second = await open();
    expect(await second.executions.get('a')).toMatchObject({ workId: 'stock', recovered: null });
    expect(await second.executions.get('b')).toMatchObject({ workId: 'orders' });
    await second.executions.apply(source, 'b-2', START_AT, [
      toStore(reportOf({ executionId: 'c', processId: 'stock', startedAt: START_AT + 2_000 })),
    ]);
    expect((await second.executions.get('a'))?.recovered?.byExecutionId).toBe('c');
    await second.close();
  });

  it('commits what waits when it is closed', async () => {
    const first = await open();
    const written = first.records.put('person', 'ada', {});
    await first.close();
    expect(await written).toBe(1);
  });

  it('refuses a database of a newer release, a damaged one and something else, and touches none of them', async () => {
    await (await open()).close();
    const path = join(directory, 'daymark.sqlite');
    const database = new DatabaseSync(path);
    database.exec("INSERT INTO migrations (number, name, applied_at) VALUES (999, 'from the future', 0)");
    database.close();
    await expect(open()).rejects.toThrow('was written by a newer release (schema 999');

    writeFileSync(path, 'not a database, but long enough to be looked at as one'.repeat(100));
    await expect(open()).rejects.toThrow('The file is not a database of this product.');
    expect(readFileSync(path, 'utf8')).toMatch(/^not a database/);
  });

  it('names a directory that cannot be used', async () => {
    const file = join(directory, 'file');
    writeFileSync(file, '');
    await expect(open(join(file, 'store'))).rejects.toThrow(SentenceError);
    await expect(open(join(file, 'store'))).rejects.toThrow('cannot be used');
  });

  it('says that the disk is full', () => {
    const database = new DatabaseSync(':memory:');
    database.exec('PRAGMA max_page_count = 2; CREATE TABLE t (x)');
    let problem: ProblemError | undefined;
    try {
      database.prepare('INSERT INTO t VALUES (zeroblob(100000))').run();
    } catch (error) {
      problem = asProblem(error);
    }
    database.close();
    expect(problem).toMatchObject({ code: 'store-unavailable', message: expect.stringContaining('The disk is full') });
  });
});
