import { DatabaseSync } from 'node:sqlite';

/** Refused: another engine works in the workspace. */
export class WorkspaceInUse extends Error {
  override readonly name = 'WorkspaceInUse';
}

/**
 * Locks a workspace for this process and returns the way to unlock it. The operating system gives the lock back when the process
 * ends in any way: a lock file with a process id would need guessing after kill -9.
 * @throws WorkspaceInUse
 */
export function lockWorkspace(lockFile: string): () => void {
  const db = new DatabaseSync(lockFile, { timeout: 0 });
  try {
    db.exec('PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE;');
  } catch (cause) {
    db.close();
    throw new WorkspaceInUse(`another engine works in this workspace (${lockFile} is locked)`, { cause });
  }
  return () => db.close();
}
