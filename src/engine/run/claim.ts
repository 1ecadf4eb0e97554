import { mkdir, readFile, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, join, sep } from 'node:path';
import * as z from 'zod';
import { Trigger } from '#contract/status.ts';
import { codeOf, moveInto } from '../files/move.ts';
import { workspacePath } from '../files/source-files.ts';
import { insideWorkspace, type Workspace } from '../workspace.ts';
import type { ClaimedFile, Journal } from './journal.ts';

/** Written beside a claimed file before the file is moved, so that a claim can be finished after a kill at any point. */
const Claim = z.strictObject({
  executionId: z.string(),
  processId: z.string(),
  trigger: Trigger,
  attempt: z.int(),
  retryOf: z.string().nullable(),
  /** Not in claims of earlier releases. */
  workId: z.string().optional(),
  name: z.string(),
  directory: z.string(),
});
export type Claim = z.infer<typeof Claim>;

/**
 * Claims a file for an execution: one atomic rename into the execution's own folder, so that it can be taken once only. Null when
 * somebody else was faster or the file went away.
 */
export async function claimFile(
  workspace: Workspace,
  path: string,
  claim: Omit<Claim, 'name' | 'directory'> & Partial<Pick<Claim, 'name' | 'directory'>>,
): Promise<ClaimedFile | null> {
  const whole: Claim = {
    ...claim,
    name: claim.name ?? basename(path),
    directory: claim.directory ?? workspacePath(workspace.root, dirname(path)),
  };
  const folder = join(workspace.work, claim.executionId);
  const target = join(folder, 'file', whole.name);
  await mkdir(dirname(target), { recursive: true });
  await writeFile(join(folder, 'claim.json'), JSON.stringify(whole));
  try {
    await rename(path, target);
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    if (codeOf(error) === 'ENOENT') return null;
    throw error;
  }
  return { name: whole.name, directory: whole.directory, sizeBytes: (await stat(target)).size, path: target };
}

/** Claims that a kill left without an execution in the journal: the file is there, nobody works on it. Empty folders are removed. */
export async function orphanedClaims(
  workspace: Workspace,
  journal: Journal,
): Promise<{ claim: Claim; file: ClaimedFile }[]> {
  const orphans: { claim: Claim; file: ClaimedFile }[] = [];
  for (const executionId of await readdir(workspace.work)) {
    if (journal.read(executionId)) continue;
    const folder = join(workspace.work, executionId);
    const claim = await readClaim(join(folder, 'claim.json'));
    const path = claim === null ? null : join(folder, 'file', claim.name);
    const size =
      path === null
        ? null
        : await stat(path).then(
            (found) => found.size,
            () => null,
          );
    if (claim && path !== null && size !== null)
      orphans.push({ claim, file: { name: claim.name, directory: claim.directory, sizeBytes: size, path } });
    else await rm(folder, { recursive: true, force: true });
  }
  return orphans;
}

/**
 * Brings the file of an ended execution from the work folder to the folder for done or failed files, unless a step moved it, and
 * clears the work folder. May run again after a kill.
 */
export async function settleFile(
  workspace: Workspace,
  journal: Journal,
  executionId: string,
  file: ClaimedFile | null,
  folder: string,
): Promise<string | null> {
  let settledIn: string | null = null;
  if (file && file.path.startsWith(workspace.work + sep)) {
    const path = await moveInto(file.path, insideWorkspace(workspace, folder), file.name).catch((error: unknown) => {
      // Moved before a kill that came before the journal heard of it.
      if (codeOf(error) === 'ENOENT') return null;
      throw error;
    });
    journal.moveFile(executionId, path === null ? null : { ...file, path });
    settledIn = path;
  }
  await rm(join(workspace.work, executionId), { recursive: true, force: true });
  return settledIn;
}

async function readClaim(path: string): Promise<Claim | null> {
  try {
    return Claim.parse(JSON.parse(await readFile(path, 'utf8')));
  } catch {
    // Killed while writing it: the file was not moved yet and still lies where it was dropped.
    return null;
  }
}
