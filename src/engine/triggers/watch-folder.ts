import { mkdir, readdir, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { watch } from 'chokidar';
import { matchesPattern } from '../definition/file-options.ts';

/** A folder that is watched. */
export interface FolderWatch {
  close(): Promise<void>;
}

/** How often the folder is looked through besides: network folders send no events, and events can be lost. */
const SWEEP_EVERY_MS = 5_000;

/**
 * Watches a folder (made if needed, subfolders left alone) and calls `onFile` for each file that matches and has been stable for
 * `stableMs`: those there at the start as well. It may be called twice for one file; claiming decides.
 */
export async function watchFolder(options: {
  folder: string;
  pattern: string;
  stableMs: number;
  onFile: (path: string) => void;
  onError: (error: unknown) => void;
}): Promise<FolderWatch> {
  const { folder, pattern, stableMs, onFile, onError } = options;
  await mkdir(folder, { recursive: true });
  const watcher = watch(folder, {
    depth: 0,
    // `atomic` would turn a file of the same name, dropped right after a claim, into a change.
    atomic: false,
    ignored: (path, stats) => stats?.isFile() === true && !matchesPattern(basename(path), pattern),
    awaitWriteFinish: {
      stabilityThreshold: stableMs,
      pollInterval: Math.max(20, Math.min(100, Math.floor(stableMs / 3))),
    },
  });
  watcher.on('add', onFile);
  watcher.on('change', onFile);
  watcher.on('error', onError);

  let seen = new Map<string, string>();
  const sweep = async (): Promise<void> => {
    const next = new Map<string, string>();
    // Somebody may have removed it.
    await mkdir(folder, { recursive: true });
    for (const entry of await readdir(folder, { withFileTypes: true })) {
      if (!entry.isFile() || !matchesPattern(entry.name, pattern)) continue;
      const path = join(folder, entry.name);
      const found = await stat(path).catch(() => null);
      if (!found) continue;
      const state = `${found.size} ${found.mtimeMs}`;
      if (seen.get(path) === state) onFile(path);
      else next.set(path, state);
    }
    seen = next;
  };
  const timer = setInterval(() => void sweep().catch(onError), Math.max(SWEEP_EVERY_MS, stableMs));
  return {
    async close() {
      clearInterval(timer);
      await watcher.close();
    },
  };
}
