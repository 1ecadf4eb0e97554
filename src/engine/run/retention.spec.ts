import { readdir, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { benchWorkspace, type BenchWorkspace } from '../proof/bench-workspace.ts';

let bench: BenchWorkspace;

beforeEach(async () => {
  bench = await benchWorkspace();
  await bench.process('p', { steps: [{ kind: 'read-csv', name: 'Read' }], logLevel: 'debug' });
  await bench.write('a.csv', 'a\n1\n');
});

afterEach(() => bench.close());

/** Runs `count` times and gives the ids, oldest first. */
async function runs(count: number): Promise<string[]> {
  const engine = await bench.start();
  const ids: string[] = [];
  for (let index = 0; index < count; index += 1) {
    ids.push(await engine.run('p', 'a.csv'));
    await bench.ended(index + 1);
  }
  await engine.stop();
  return ids;
}

async function logAnswer(executionId: string): Promise<string> {
  const [, second] = await bench.answer({ kind: 'execution-log', executionId });
  return second?.t === 'refused' ? second.reason : (second?.t ?? '');
}

test('an old log is rotated away, and a question about it says when and why', async () => {
  const [old = '', fresh = ''] = await runs(2);
  const longAgo = Date.now() / 1_000 - 40 * 86_400;
  await utimes(join(bench.root, '.engine/logs', `${old}.ndjson`), longAgo, longAgo);
  await bench.start({ retention: { logMaxAgeMs: 30 * 86_400_000 } });
  expect(await logAnswer(old)).toMatch(
    /^The log was rotated away on \d{4}-\d\d-\d\dT.* because it was older than logs are kept\.$/,
  );
  expect(await logAnswer(fresh)).toBe('line');
  expect(await readdir(join(bench.root, '.engine/logs'))).toEqual([`${fresh}.ndjson`]);
});

test('the oldest logs go when all together are too large', async () => {
  const [first = '', second = ''] = await runs(2);
  const log = (id: string): string => join(bench.root, '.engine/logs', `${id}.ndjson`);
  await writeFile(log(first), 'x'.repeat(5_000));
  await utimes(log(first), 1_700_000_000, 1_700_000_000);
  await bench.start({ retention: { logMaxTotalBytes: 5_000, logMaxAgeMs: Number.MAX_SAFE_INTEGER } });
  expect(await logAnswer(first)).toContain('took more space');
  expect(await logAnswer(second)).toBe('line');
});

test('a log with a line that a kill cut short is given without it, and says so', async () => {
  const [id = ''] = await runs(1);
  await writeFile(
    join(bench.root, '.engine/logs', `${id}.ndjson`),
    '{"at":1,"level":"info","step":null,"text":"one"}\n{"at":2,"lev',
  );
  await bench.start();
  expect(await bench.answer({ kind: 'execution-log', executionId: id })).toEqual([
    expect.objectContaining({ t: 'head' }),
    { t: 'line', at: 1, level: 'info', step: null, text: 'one' },
    { t: 'end', items: 1, cut: '1 lines are damaged (the runtime was killed while writing) and left out' },
  ]);
});

test('a log past its size keeps warnings and errors only and says so', async () => {
  const steps = [
    { kind: 'read-csv', name: 'Read' },
    { kind: 'validate', name: 'Check', fields: { a: { type: 'integer' } }, onInvalid: 'reject' },
    { kind: 'write-json', name: 'Write', to: 'out.json' },
  ];
  await bench.process('p', { steps, logLevel: 'debug', batchSize: 1 });
  await bench.write('a.csv', 'a\n1\nx\ny\n');
  const engine = await bench.start({ logMaxBytes: 10 });
  const id = await engine.run('p', 'a.csv');
  await bench.ended(1);
  const lines = (await bench.answer({ kind: 'execution-log', executionId: id })).flatMap((record) =>
    record.t === 'line' ? [record] : [],
  );
  expect(lines.map((line) => line.level)).toEqual(['info', 'warn', 'warn', 'warn']);
  expect(lines[1]?.text).toContain('only warnings and errors are kept');
});
