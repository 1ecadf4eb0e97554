import { link, mkdir, rename, stat, unlink } from 'node:fs/promises';
import { extname, join } from 'node:path';

/** File systems without hard links answer one of these. */
const noLinks = new Set(['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'EMLINK', 'ENOSYS']);

/**
 * Moves a file into a folder (made if needed) and never over another one: `orders.csv`, `orders (2).csv`, ... Returns where it lies.
 * Two moves at the same time get two names: the link fails where a plain rename would overwrite.
 */
export async function moveInto(path: string, folder: string, name: string): Promise<string> {
  await mkdir(folder, { recursive: true });
  for (let count = 1; ; count += 1) {
    const target = join(folder, numbered(name, count));
    try {
      await link(path, target);
      await unlink(path);
      return target;
    } catch (error) {
      const code = codeOf(error);
      if (code === 'EEXIST') {
        if (!(await isSameFile(path, target))) continue;
        // Killed between link and unlink: the move was all but done.
        await unlink(path);
        return target;
      }
      if (!noLinks.has(code)) throw error;
      if (await exists(target)) continue;
      await rename(path, target);
      return target;
    }
  }
}

async function isSameFile(a: string, b: string): Promise<boolean> {
  const [one, other] = await Promise.all([stat(a), stat(b)]);
  return one.ino === other.ino && one.dev === other.dev;
}

/** True when something lies at the path. */
export async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}

/** The `code` of a system error, else an empty text. */
export function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}

function numbered(name: string, count: number): string {
  const extension = extname(name);
  return count === 1 ? name : `${name.slice(0, name.length - extension.length)} (${count})${extension}`;
}
