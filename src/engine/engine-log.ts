import { appendFileSync, renameSync, statSync } from 'node:fs';
import type { LogLevel } from '#contract/answer.ts';

/** The engine's own log, apart from those of executions. */
export type EngineLog = (level: LogLevel, text: string) => void;

const FILE_MAX_BYTES = 5_000_000;

/** Appends NDJSON to a file; a full file is kept once as `<file>.1`. */
export function openEngineLog(file: string, now: () => number): EngineLog {
  return (level, text) => {
    appendFileSync(file, `${JSON.stringify({ at: now(), level, text })}\n`);
    if (statSync(file).size > FILE_MAX_BYTES) renameSync(file, `${file}.1`);
  };
}
