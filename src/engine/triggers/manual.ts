import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { basename, extname, join } from 'node:path';
import * as z from 'zod';
import { WorkspacePath } from '../definition/file-options.ts';
import type { Workspace } from '../workspace.ts';

/** What a person wants, dropped as a file into `triggers/`. */
export type ManualOrder =
  | { kind: 'run'; processId: string; file: string | null }
  | { kind: 'stop'; executionId: string };

const OrderFile = z.strictObject({ process: z.string().optional(), file: WorkspacePath.optional() });

/**
 * Reads and removes a dropped order: `<process>.run` (empty), `<process>.json` (`{ "file": "path in the workspace" }`), or
 * `<execution>.stop`. Null when another call took it.
 * @throws Error with a sentence when the file is no order.
 */
export async function takeOrder(path: string): Promise<ManualOrder | null> {
  const name = basename(path, extname(path));
  const text = await readFile(path, 'utf8').catch(() => null);
  if (text === null) return null;
  await rm(path, { force: true });
  switch (extname(path)) {
    case '.stop':
      return { kind: 'stop', executionId: name };
    case '.run':
      return { kind: 'run', processId: orderedProcess(name), file: null };
    case '.json': {
      const order = OrderFile.parse(JSON.parse(text));
      return { kind: 'run', processId: order.process ?? orderedProcess(name), file: order.file ?? null };
    }
    default:
      throw new Error(`"${basename(path)}" is no order: use <process>.run, <process>.json or <execution>.stop`);
  }
}

/** Drops an order for an engine that runs now or later. Several orders for one process keep apart by `unique`. */
export async function dropOrder(workspace: Workspace, order: ManualOrder, unique: string): Promise<void> {
  const name = order.kind === 'stop' ? `${order.executionId}.stop` : `${order.processId}~${unique}.json`;
  const text =
    order.kind === 'stop'
      ? ''
      : JSON.stringify({ process: order.processId, ...(order.file === null ? {} : { file: order.file }) });
  const temporary = join(workspace.triggers, `.${name}`);
  await writeFile(temporary, text);
  await rename(temporary, join(workspace.triggers, name));
}

/** `orders-import~2` and `orders-import` are both orders for `orders-import`: `~` keeps names apart and is in no id. */
function orderedProcess(name: string): string {
  return name.split('~')[0] ?? name;
}
