import { DatabaseSync } from 'node:sqlite';
import { join } from 'node:path';
import { SentenceError } from '#hosts/sentence-error.ts';
import { resultCode } from './sqlite-errors.ts';

const SQLITE_BUSY = 5;

/**
 * Takes a directory for this process alone, or throws a `SentenceError` when another process has it. The lock is an exclusive
 * transaction on a database of its own: the operating system lets go of it when the process dies, however it dies, so there is
 * never a stale one to judge. Gives the way to let go.
 */
export function lockDirectory(directory: string): () => void {
  const lock = new DatabaseSync(join(directory, 'daymark.lock'), { timeout: 0 });
  try {
    lock.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    lock.close();
    if (resultCode(error) !== SQLITE_BUSY) throw error;
    throw new SentenceError(
      `Another platform is running on ${directory}. Stop it first, or start this one on another directory.`,
      {
        cause: error,
      },
    );
  }
  return () => lock.close();
}
