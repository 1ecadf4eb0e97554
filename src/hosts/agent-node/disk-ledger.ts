import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, truncateSync } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import type { LedgerEntry, LedgerPort } from '#agent/index.ts';
import { SentenceError } from '#hosts/sentence-error.ts';
import { syncDirectory } from './durable-file.ts';

const ROTATE_AT_BYTES = 8_000_000;
/** Full files that are kept beside the current one: beats and polls alone fill about two a day, so this is a month. */
const KEEP_FILES = 60;

/**
 * The ledger as files of one JSON entry a line in `directory`: `current.ndjson`, and full ones named by their last entry. Each file goes on
 * with the chain of the one before, so removing old ones never breaks what is left, and the head is always found. An entry that a kill cut
 * short is taken off at the next start: it was never acknowledged, so its message never left.
 */
export async function openDiskLedger(
  directory: string,
  options: { rotateAtBytes?: number; keepFiles?: number } = {},
): Promise<LedgerPort & { close(): Promise<void> }> {
  const { rotateAtBytes = ROTATE_AT_BYTES, keepFiles = KEEP_FILES } = options;
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const current = join(directory, 'current.ndjson');
  if (existsSync(current)) cutTornEnd(current);
  let newest = lastEntryOf(current) ?? lastEntryOf(join(directory, fullFiles(directory).at(-1) ?? ''));
  let file = await openForAppend(directory, current);
  let size = (await file.stat()).size;

  const rotate = async (): Promise<void> => {
    if (!newest) return;
    await file.close();
    renameSync(current, join(directory, `ledger-${String(newest.number).padStart(15, '0')}.ndjson`));
    file = await openForAppend(directory, current);
    size = 0;
    for (const old of fullFiles(directory).slice(0, -keepFiles)) rmSync(join(directory, old));
  };

  return {
    async head() {
      return newest ? { number: newest.number, hash: newest.hash } : null;
    },
    async append(entry) {
      if (size >= rotateAtBytes) await rotate();
      const line = Buffer.from(`${JSON.stringify(entry)}\n`);
      try {
        await file.write(line);
        await file.datasync();
      } catch (error) {
        await file.truncate(size).catch(() => undefined); // no half line before the next entry
        throw error;
      }
      size += line.byteLength;
      newest = entry;
    },
    close: () => file.close(),
  };
}

async function openForAppend(directory: string, file: string): Promise<FileHandle> {
  const handle = await open(file, 'a', 0o600);
  syncDirectory(directory);
  return handle;
}

/** Full files, oldest first. */
function fullFiles(directory: string): string[] {
  return readdirSync(directory)
    .filter((name) => /^ledger-\d{15}\.ndjson$/.test(name))
    .toSorted();
}

function cutTornEnd(file: string): void {
  const bytes = readFileSync(file);
  const whole = bytes.lastIndexOf(0x0a) + 1;
  if (whole < bytes.byteLength) truncateSync(file, whole);
}

function lastEntryOf(file: string): LedgerEntry | null {
  if (!file.endsWith('.ndjson') || !existsSync(file)) return null;
  const line = readFileSync(file, 'utf8').trimEnd().split('\n').at(-1);
  if (!line) return null;
  try {
    return JSON.parse(line) as LedgerEntry;
  } catch (cause) {
    throw new SentenceError(
      `The ledger file ${file} is damaged: move it away to begin a new chain, and keep it for whoever looks into it.`,
      { cause },
    );
  }
}
