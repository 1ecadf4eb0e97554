import { accessSync, chmodSync, constants, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { SentenceError } from '#hosts/sentence-error.ts';

/** The directory in which an agent keeps its identity, spool, ledger and log; held by one agent at a time. */
export interface StateDirectory {
  path: string;
  release(): void;
}

/**
 * Makes the directory if it is missing (0700) and locks it. The lock is one of the operating system on an open file, through SQLite:
 * it ends with the process however that ends, so a crash never leaves a stale one. Throws a `SentenceError` when another agent holds it.
 */
export function openStateDirectory(path: string): StateDirectory {
  try {
    mkdirSync(path, { recursive: true, mode: 0o700 });
    chmodSync(path, 0o700);
    accessSync(path, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (cause) {
    throw new SentenceError(`The state directory ${path} cannot be used: ${(cause as Error).message}.`, { cause });
  }
  const ownerFile = join(path, 'agent.pid');
  let lock: DatabaseSync;
  try {
    lock = new DatabaseSync(join(path, 'lock.sqlite'));
    lock.exec('BEGIN EXCLUSIVE');
  } catch (cause) {
    const isHeld = cause instanceof Error && /locked/.test(cause.message);
    if (!isHeld)
      throw new SentenceError(`The state directory ${path} cannot be locked: ${(cause as Error).message}.`, { cause });
    throw new SentenceError(`Another agent${processOf(ownerFile)} already runs on the state directory ${path}.`, {
      cause,
    });
  }
  writeFileSync(ownerFile, `${process.pid}\n`, { mode: 0o600 });
  return { path, release: () => lock.close() };
}

function processOf(ownerFile: string): string {
  try {
    return ` (process ${Number(readFileSync(ownerFile, 'utf8'))})`;
  } catch {
    return '';
  }
}
