import { link, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { moveInto } from './move.ts';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'daymark-move-'));
});

afterEach(() => rm(folder, { recursive: true, force: true }));

test('gives each of many moves at the same time a name of its own', async () => {
  const sources = Array.from({ length: 20 }, (_, index) => join(folder, `source-${index}`));
  for (const source of sources) await writeFile(source, source);
  const targets = await Promise.all(sources.map((source) => moveInto(source, join(folder, 'to'), 'a.csv')));
  expect(new Set(targets).size).toBe(20);
  for (const [index, target] of targets.entries()) expect(await readFile(target, 'utf8')).toBe(sources[index]);
});

test('finishes a move that a kill interrupted half way', async () => {
  const source = join(folder, 'a.csv');
  await writeFile(source, 'x');
  await moveInto(source, join(folder, 'to'), 'a.csv');
  await link(join(folder, 'to/a.csv'), source);
  expect(await moveInto(source, join(folder, 'to'), 'a.csv')).toBe(join(folder, 'to/a.csv'));
  expect(await readdir(join(folder, 'to'))).toEqual(['a.csv']);
  expect(await readdir(folder)).toEqual(['to']);
});

test('fails for a file that is not there and makes nothing', async () => {
  await expect(moveInto(join(folder, 'none'), join(folder, 'to'), 'a.csv')).rejects.toMatchObject({ code: 'ENOENT' });
  expect(await readdir(join(folder, 'to'))).toEqual([]);
});
