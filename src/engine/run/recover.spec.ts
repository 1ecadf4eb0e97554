import { spawn, type ChildProcess } from 'node:child_process';
import { readdir, rm } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { isInFlight } from '#contract/status.ts';
import { randomFrom } from '../sample/shop-content.ts';
import { benchWorkspace, type BenchWorkspace } from '../proof/bench-workspace.ts';

const FILES = 150;
const KILLS = 6;

let bench: BenchWorkspace;
let child: ChildProcess | null = null;

beforeEach(async () => {
  bench = await benchWorkspace();
  await bench.connection('db', { kind: 'sqlite', file: 'seen.db' });
  bench.sqlite('seen.db', 'PRAGMA journal_mode = WAL; CREATE TABLE seen (id TEXT PRIMARY KEY, note TEXT)');
});

afterEach(async () => {
  child?.kill('SIGKILL');
  await bench.close();
});

const steps = [
  { kind: 'read-csv', name: 'Read' },
  { kind: 'map', name: 'Work', expression: '( $sum([1..400]); { "id": id, "note": note } )' },
  { kind: 'sql-write', name: 'Write', connection: 'db', table: 'seen', mode: 'ignore-duplicates' },
];
const triggers = [{ kind: 'folder', folder: 'in', pattern: '*.csv', stableMs: 50 }];

async function startChild(): Promise<ChildProcess> {
  const started = spawn(
    process.execPath,
    [fileURLToPath(new URL('../proof/engine-process.ts', import.meta.url)), bench.root],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  await new Promise<void>((resolve) => started.stdout.once('data', () => resolve()));
  return started;
}

async function kill(): Promise<void> {
  const gone = new Promise((resolve) => child?.once('exit', resolve));
  child?.kill('SIGKILL');
  await gone;
}

test('files of a burst are each processed once, however often the engine is killed', { timeout: 90_000 }, async () => {
  await bench.process('burst', { triggers, steps, parallel: 3 });
  const random = randomFrom(41);
  child = await startChild();
  let dropped = 0;
  for (let round = 0; round < KILLS; round += 1) {
    const upTo = Math.ceil((FILES * (round + 1)) / KILLS);
    for (; dropped < upTo; dropped += 1)
      await bench.drop(
        `in/file-${dropped}.csv`,
        `id,note\n${Array.from({ length: 20 }, (_, row) => `${dropped}-${row},x`).join('\n')}\n`,
      );
    await sleep(60 + random() * 400);
    await kill();
    child = await startChild();
  }
  await kill();
  const engine = await bench.start();
  await expect
    .poll(async () => (await readdir(join(bench.root, 'in'))).length + (await engine.runtime.inFlight()).length, {
      timeout: 40_000,
    })
    .toBe(0);

  expect(bench.sqlite('seen.db', 'SELECT count(*) AS n FROM seen')).toMatchObject([{ n: FILES * 20 }]);
  const all = await bench.reports();
  const last = new Map(all.map((report) => [report.executionId, report]));
  const ends = [...last.values()];
  expect(ends.filter((report) => isInFlight(report.status))).toEqual([]);
  const good = ends.filter((report) => report.status === 'COMPLETE');
  // A run killed between its commit and its report runs again and finds its rows there: complete once all the same.
  expect(good.length).toBe(FILES);
  for (const aborted of ends.filter((report) => report.status !== 'COMPLETE')) {
    expect(aborted.status).toBe('ABORTED_RECOVERING');
    const next = ends.filter((report) => report.retryOf === aborted.executionId);
    expect(next.map((report) => report.workId)).toEqual([aborted.workId]);
  }
  const firsts = ends.filter((report) => report.retryOf === null);
  expect(firsts.map((report) => report.workId)).toEqual(firsts.map((report) => report.executionId));
  for (const id of last.keys()) {
    const revisions = all.filter((report) => report.executionId === id).map((report) => report.revision);
    expect(revisions).toEqual(revisions.map((_, index) => index + 1));
  }
  await bench.settled();
  expect((await readdir(join(bench.root, 'done'))).length).toBe(FILES);
  expect(await readdir(join(bench.root, '.engine/work'))).toEqual([]);
});

test('an interrupted run is only reported when its process says so, and its file goes to failed', async () => {
  await bench.process('once', {
    triggers,
    onInterrupt: 'report',
    steps: [
      steps[0],
      { kind: 'map', name: 'Work for long', expression: '( $sum([1..2000000].($ * 2)); { "id": id } )' },
      steps[2],
    ],
  });
  child = await startChild();
  await bench.drop('in/a.csv', `id,note\n${Array.from({ length: 500 }, (_, row) => `${row},x`).join('\n')}\n`);
  // Until the run is in the journal: killed before that, its file would simply be taken up anew.
  const started = (): unknown => bench.sqlite('.engine/journal.db', 'SELECT count(*) AS n FROM executions')[0]?.['n'];
  await expect.poll(started, { timeout: 15_000 }).toBe(1);
  await kill();
  await bench.start();
  expect(await bench.ended(1)).toMatchObject([
    {
      status: 'ABORTED_RECOVERING',
      failure: { class: 'aborted', code: 'INTERRUPTED' },
      documents: [{ number: 1, outcome: 'skipped' }],
    },
  ]);
  expect(await readdir(join(bench.root, 'failed'))).toEqual(['a.csv']);
});

test('runs that waited when the engine was stopped go on at the next start', async () => {
  await bench.process('queued', { triggers, steps, parallel: 1 });
  const engine = await bench.start({ parallel: 1 });
  for (let index = 0; index < 12; index += 1) await bench.drop(`in/file-${index}.csv`, `id,note\n${index},x\n`);
  await expect.poll(async () => (await bench.reports()).length, { timeout: 5_000 }).toBeGreaterThan(2);
  await engine.stop(0);
  await bench.start();
  await expect
    .poll(() => bench.sqlite('seen.db', 'SELECT count(*) AS n FROM seen')[0]?.['n'], { timeout: 10_000 })
    .toBe(12);
});

test('a run that is in flight when the engine is stopped ends as ABORTED and is run again at the next start', async () => {
  const slow = { kind: 'map', name: 'Work', expression: '( $sum([1..20000]); { "id": id, "note": note } )' };
  await bench.process('slow', { triggers, steps: [steps[0], slow, steps[2]], batchSize: 1 });
  const engine = await bench.start();
  await bench.drop('in/a.csv', `id,note\n${Array.from({ length: 300 }, (_, row) => `${row},x`).join('\n')}\n`);
  await expect.poll(() => engine.runtime.inFlight(), { timeout: 5_000 }).toHaveLength(1);
  await engine.stop(0);
  expect(await readdir(join(bench.root, 'in'))).toEqual([]);
  await bench.start();
  const reports = await bench.ended(2);
  expect(reports.map((report) => [report.status, report.trigger])).toEqual([
    ['ABORTED', 'listener'],
    ['COMPLETE', 'retry'],
  ]);
  expect(reports[1]?.retryOf).toBe(reports[0]?.executionId);
  expect(reports[1]?.workId).toBe(reports[0]?.executionId);
  expect(bench.sqlite('seen.db', 'SELECT count(*) AS n FROM seen')).toMatchObject([{ n: 300 }]);
});

test('a waiting run whose process was removed meanwhile ends with an error, and its file is kept', async () => {
  const hang = { kind: 'map', name: 'Work', expression: '( $sum([1..20000]); { "id": id, "note": note } )' };
  await bench.process('gone', { triggers, steps: [steps[0], hang, steps[2]], batchSize: 1 });
  const engine = await bench.start();
  const rows = Array.from({ length: 500 }, (_, row) => `${row},x`).join('\n');
  for (const name of ['a', 'b']) await bench.drop(`in/${name}.csv`, `id,note\n${rows}\n`);
  await expect.poll(() => engine.runtime.inFlight(), { timeout: 5_000 }).toHaveLength(2);
  await engine.stop(0);
  await rm(join(bench.root, 'processes/gone.json'));
  await bench.start();
  const reports = await bench.ended(3);
  expect(reports.map((report) => String(report.failure?.code)).sort()).toEqual([
    'CONFIG.GONE',
    'CONFIG.GONE',
    'STOPPED',
  ]);
  expect((await readdir(join(bench.root, 'failed'))).sort()).toEqual(['a.csv', 'b.csv']);
});
