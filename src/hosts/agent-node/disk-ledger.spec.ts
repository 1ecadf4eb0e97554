import { appendFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { entryHash, firstBrokenEntry, type LedgerEntry, type LedgerPort } from '#agent/index.ts';
import { openDiskLedger } from './disk-ledger.ts';

const directories: string[] = [];
afterEach(() => {
  for (const directory of directories.splice(0)) rmSync(directory, { recursive: true, force: true });
});
function makeDirectory(): string {
  const directory = mkdtempSync(join(tmpdir(), 'daymark-ledger-'));
  directories.push(directory);
  return directory;
}

async function add(ledger: LedgerPort, count: number): Promise<void> {
  for (let index = 0; index < count; index += 1) {
    const head = (await ledger.head()) ?? { number: 0, hash: '0'.repeat(64) };
    const unsealed = {
      number: head.number + 1,
      at: 1,
      category: 'poll' as const,
      operation: 'poll',
      phase: 'whole' as const,
      bytes: 0,
      records: null,
      requestId: null,
      person: 'automatic',
      fields: [],
      digest: '',
      previous: head.hash,
    };
    await ledger.append({ ...unsealed, hash: entryHash(unsealed) });
  }
}
const readAll = (directory: string): LedgerEntry[] =>
  readdirSync(directory)
    .toSorted((a, b) => Number(a === 'current.ndjson') - Number(b === 'current.ndjson') || a.localeCompare(b))
    .flatMap((name) => readFileSync(join(directory, name), 'utf8').split('\n').filter(Boolean))
    .map((line) => JSON.parse(line) as LedgerEntry);

describe('the ledger on disk', () => {
  it('goes on with the same chain after a restart and over several files', async () => {
    const directory = makeDirectory();
    const options = { rotateAtBytes: 1_000 };
    for (let start = 0; start < 4; start += 1) {
      const ledger = await openDiskLedger(directory, options);
      await add(ledger, 5);
      await ledger.close();
    }
    const entries = readAll(directory);
    expect(entries.map(({ number }) => number)).toEqual(Array.from({ length: 20 }, (_, index) => index + 1));
    expect(firstBrokenEntry(entries)).toBeNull();
    expect(readdirSync(directory).length).toBeGreaterThan(3);
  });

  it('keeps the head when the current file is new and empty', async () => {
    const directory = makeDirectory();
    const ledger = await openDiskLedger(directory, { rotateAtBytes: 1 });
    await add(ledger, 3);
    await ledger.close();
    writeFileSync(
      join(directory, `ledger-${'3'.padStart(15, '0')}.ndjson`),
      readFileSync(join(directory, 'current.ndjson')),
    );
    writeFileSync(join(directory, 'current.ndjson'), '');
    const again = await openDiskLedger(directory);
    expect((await again.head())?.number).toBe(3);
    await again.close();
  });

  it('takes off an entry that a kill cut short', async () => {
    const directory = makeDirectory();
    const ledger = await openDiskLedger(directory);
    await add(ledger, 2);
    await ledger.close();
    appendFileSync(join(directory, 'current.ndjson'), '{"number":3,"at":');
    const again = await openDiskLedger(directory);
    await add(again, 1);
    await again.close();
    expect(readAll(directory).map(({ number }) => number)).toEqual([1, 2, 3]);
    expect(firstBrokenEntry(readAll(directory))).toBeNull();
  });

  it('removes the oldest files only', async () => {
    const directory = makeDirectory();
    const ledger = await openDiskLedger(directory, { rotateAtBytes: 1, keepFiles: 2 });
    await add(ledger, 6);
    await ledger.close();
    expect(readAll(directory).map(({ number }) => number)).toEqual([4, 5, 6]);
  });
});
