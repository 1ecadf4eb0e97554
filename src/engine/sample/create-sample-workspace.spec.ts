import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { runCommand } from '../cli.ts';
import { benchWorkspace, type BenchWorkspace } from '../proof/bench-workspace.ts';
import { startEngine } from '../engine.ts';
import { isInFlight } from '#contract/status.ts';
import { ExecutionReport } from '#contract/tracking.ts';
import { createSampleWorkspace } from './create-sample-workspace.ts';

let bench: BenchWorkspace;

beforeEach(async () => {
  bench = await benchWorkspace();
});

afterEach(() => bench.close());

test(
  'the sample does real work: good files, one with a bad record, one with a rejected one, and every process by hand',
  { timeout: 60_000 },
  async () => {
    const root = join(bench.root, 'sample');
    await createSampleWorkspace(root, { priceListArticles: 2_000 });
    expect(await runCommand(['check', root])).toEqual({
      text: '6 processes and 5 connections are good.\n',
      exitCode: 0,
    });
    const engine = await startEngine({ root });
    try {
      for (const id of ['price-list-import', 'stock-snapshot']) await engine.run(id);
      expect(await runCommand(['run', root, 'daily-sales'])).toMatchObject({ exitCode: 0 });
      const latest = new Map<string, ExecutionReport>();
      await expect
        .poll(
          async () => {
            for (const { report } of await engine.runtime.reportsSince(0, 10_000))
              latest.set(report.executionId, ExecutionReport.parse(report));
            return [...latest.values()].filter((report) => !isInFlight(report.status)).length;
          },
          { timeout: 30_000 },
        )
        .toBeGreaterThanOrEqual(7);
      const outcomes = [...latest.values()]
        .filter((report) => report.trigger !== 'schedule')
        .map((report) => `${report.processId} ${report.status}`);
      expect(outcomes.sort()).toEqual([
        'daily-sales COMPLETE',
        'delivery-notes COMPLETE_WARN',
        'orders-import COMPLETE',
        'orders-import ERROR',
        'price-list-import COMPLETE',
        'stock-snapshot COMPLETE',
        'supplier-catalogue COMPLETE',
      ]);
      expect(JSON.parse(await readFile(join(root, 'out/stock/stock.json'), 'utf8'))).toContainEqual(
        expect.objectContaining({ city: 'Bologna' }),
      );
      expect(await engine.runtime.degraded()).toEqual([]);
    } finally {
      await engine.stop();
    }
    expect((await stat(join(root, 'secrets.json'))).mode & 0o077).toBe(0);
    await expect(createSampleWorkspace(root)).rejects.toThrow('exists already');
  },
);

test.each([
  [['run', 'WORKSPACE', 'nope'], 'There is no process "nope"'],
  [['check', '/no/such/folder'], 'is no workspace'],
  [['dance', 'x'], 'There is no command "dance"'],
  [['run', 'WORKSPACE'], 'Which process?'],
])('the command line says what is wrong with %j', async (words, expected) => {
  await bench.process('p', { steps: [{ kind: 'read-csv', name: 'Read' }] });
  const outcome = await runCommand(words.map((word) => (word === 'WORKSPACE' ? bench.root : word)));
  expect(outcome.exitCode).toBe(1);
  expect(outcome.text).toContain(expected);
});
