import { expect, test } from 'vitest';
import { createRunQueue } from './run-queue.ts';

/** A queue whose runs end when told to. */
function bench(limit: number) {
  const started: string[] = [];
  const ends = new Map<string, () => void>();
  const queue = createRunQueue<string>(limit, (run) => {
    started.push(run);
    return new Promise((resolve) => ends.set(run, resolve));
  });
  const end = async (run: string): Promise<void> => {
    ends.get(run)?.();
    await new Promise((resolve) => setImmediate(resolve));
  };
  return { queue, started, end };
}

test('keeps the limit over all and the limit of each process, and the order within a process', async () => {
  const { queue, started, end } = bench(3);
  for (const run of ['a1', 'a2', 'a3', 'b1', 'c1']) queue.add(run.charAt(0), run.startsWith('a') ? 1 : 2, run);
  expect(started).toEqual(['a1', 'b1', 'c1']);
  expect(queue.hasRoom('d', 1)).toBe(false);
  await end('b1');
  expect(started).toEqual(['a1', 'b1', 'c1']);
  await end('a1');
  expect(started.at(-1)).toBe('a2');
  expect(queue.isBusy('a')).toBe(true);
  expect(queue.isBusy('b')).toBe(false);
});

test('a flood of one process does not starve the others', async () => {
  const { queue, started, end } = bench(1);
  for (let index = 0; index < 50; index += 1) queue.add('flood', 9, `flood${index}`);
  queue.add('other', 1, 'other');
  await end('flood0');
  await end(started[1] ?? '');
  expect(started.slice(0, 3)).toContain('other');
});

test('gives back what waits when it closes', () => {
  const { queue, started } = bench(1);
  for (const run of ['a1', 'a2', 'b1']) queue.add(run.charAt(0), 1, run);
  expect(queue.close().sort()).toEqual(['a2', 'b1']);
  expect(started).toEqual(['a1']);
});
