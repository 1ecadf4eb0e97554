import { readdir, rm, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { Workspace } from '../workspace.ts';
import type { Journal } from './journal.ts';

/** How long things are kept. */
export interface Retention {
  logMaxAgeMs: number;
  /** All execution logs together. */
  logMaxTotalBytes: number;
  executionMaxAgeMs: number;
}

/** Kept unless the host says otherwise. */
export const defaultRetention: Retention = {
  logMaxAgeMs: 30 * 86_400_000,
  logMaxTotalBytes: 2_000_000_000,
  executionMaxAgeMs: 90 * 86_400_000,
};

/**
 * Removes logs past their age, then the oldest until the rest fits the size; the journal remembers that and why, so that a question
 * gets a clear answer. Removes old executions. Logs of runs in flight are never touched.
 */
export async function rotate(workspace: Workspace, journal: Journal, retention: Retention, now: number): Promise<void> {
  const inFlight = new Set(journal.unfinished().map(({ report }) => report.executionId));
  const logs: { id: string; path: string; sizeBytes: number; changedAt: number }[] = [];
  for (const name of await readdir(workspace.logs)) {
    const id = basename(name, '.ndjson');
    const path = join(workspace.logs, name);
    const found = await stat(path).catch(() => null);
    if (found && !inFlight.has(id)) logs.push({ id, path, sizeBytes: found.size, changedAt: found.mtimeMs });
  }
  logs.sort((a, b) => b.changedAt - a.changedAt);
  let keptBytes = 0;
  for (const log of logs) {
    const isOld = now - log.changedAt > retention.logMaxAgeMs;
    if (!isOld && keptBytes + log.sizeBytes <= retention.logMaxTotalBytes) {
      keptBytes += log.sizeBytes;
      continue;
    }
    await rm(log.path, { force: true });
    journal.markRotated(log.id, now, isOld ? 'age' : 'size');
  }
  for (const id of journal.prune(now - retention.executionMaxAgeMs))
    await rm(join(workspace.logs, `${id}.ndjson`), { force: true });
}
