import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { makeReport } from '#agent/proof/fake-runtime.ts';
import { spoolRules } from '#agent/proof/spool-conformance.ts';
import { openDiskSpool } from './disk-spool.ts';

const directories: string[] = [];
afterEach(() => {
  for (const directory of directories.splice(0)) rmSync(directory, { recursive: true, force: true });
});
function makeDirectory(): string {
  const directory = mkdtempSync(join(tmpdir(), 'daymark-spool-'));
  directories.push(directory);
  return directory;
}

describe('the spool on disk', () => {
  it.each(Object.entries(spoolRules))('%s', (_, check) =>
    check(
      (limitBytes) => openDiskSpool(makeDirectory(), limitBytes),
      (actual, expected) => expect(actual).toEqual(expected),
    ),
  );

  it('has everything after it was opened again', async () => {
    const directory = makeDirectory();
    const spool = openDiskSpool(directory, 1_000_000);
    await spool.append([1, 2, 3].map((position) => ({ position, report: makeReport(`x${position}`) })));
    const [first] = await spool.peek(1, 1_000_000);
    await spool.setPending({ batchId: 'b1', throughKey: first?.key ?? 0, lost: 0 });
    const before = await spool.state();
    spool.close();
    const again = openDiskSpool(directory, 1_000_000);
    expect(await again.state()).toEqual(before);
    expect(await again.pending()).toEqual({ batchId: 'b1', throughKey: first?.key, lost: 0 });
    expect((await again.peek(10, 1_000_000)).map(({ position }) => position)).toEqual([1, 2, 3]);
    again.close();
  });

  it('keeps what was set aside, and why, for people', async () => {
    const directory = makeDirectory();
    const spool = openDiskSpool(directory, 1_000_000);
    await spool.append([{ position: 1, report: makeReport('x1') }]);
    await spool.setAside(1, 'not valid');
    const kept = JSON.parse(readFileSync(join(directory, 'rejected.ndjson'), 'utf8')) as {
      reason: string;
      report: { executionId: string };
    };
    expect([kept.reason, kept.report.executionId]).toEqual(['not valid', 'x1']);
    spool.close();
  });
});
