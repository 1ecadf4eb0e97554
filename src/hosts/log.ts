import { appendFileSync, renameSync, statSync } from 'node:fs';
import type { PlatformLog } from '#platform/index.ts';

const ROTATE_AT_BYTES = 10_000_000;

/**
 * A log of JSON lines in a file, rotated once it is large (one older file is kept). JSON escapes what could play tricks on a terminal:
 * fields may hold hostile text.
 */
export function fileLog(file: string): PlatformLog {
  let size = sizeOf(file);
  return (level, event, fields) => {
    const line = `${JSON.stringify({ at: new Date().toISOString(), level, event, ...fields })}\n`;
    if (size > ROTATE_AT_BYTES) {
      renameSync(file, `${file}.1`);
      size = 0;
    }
    appendFileSync(file, line, { mode: 0o600 });
    size += line.length;
  };
}

function sizeOf(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0;
}
