import { appendFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { logLevels, type LogLevel } from '#contract/answer.ts';

/** A line as it lies on disk, one JSON text a line. */
export interface StoredLine {
  at: number;
  level: LogLevel;
  step: number | null;
  text: string;
}

/** The log of one execution: NDJSON in `.engine/logs/<execution id>.ndjson`, appended only. */
export interface ExecutionLog {
  write(level: LogLevel, step: number | null, text: string): void;
  /** Writes out what is buffered; call at the end and whenever somebody wants to read. */
  flush(): void;
}

/** Where the log of an execution lies. */
export function logFile(logs: string, executionId: string): string {
  return join(logs, `${executionId}.ndjson`);
}

const FLUSH_BYTES = 64_000;
const LINE_MAX = 1_000_000;

/**
 * Opens the log of an execution. Lines below `level` are not kept. Past `maxBytes` only warnings and errors are kept, and a line
 * says so once. Lines are buffered up to `flushEveryMs` (no timer: the next line or `flush` writes them), so a killed engine loses
 * at most the last moments of a log, never a result.
 */
export function openExecutionLog(options: {
  logs: string;
  executionId: string;
  level: LogLevel;
  maxBytes: number;
  now: () => number;
  flushEveryMs?: number;
}): ExecutionLog {
  const { now, flushEveryMs = 200 } = options;
  const file = logFile(options.logs, options.executionId);
  const lowest = logLevels.indexOf(options.level);
  let buffer: string[] = [];
  let bufferedBytes = 0;
  let writtenBytes = 0;
  let flushedAt = 0;
  let isCut = false;

  const flush = (): void => {
    if (buffer.length === 0) return;
    mkdirSync(options.logs, { recursive: true });
    appendFileSync(file, buffer.join(''));
    buffer = [];
    bufferedBytes = 0;
    flushedAt = now();
  };
  const append = (line: StoredLine): void => {
    const text = `${JSON.stringify(line)}\n`;
    buffer.push(text);
    bufferedBytes += text.length;
    writtenBytes += text.length;
    if (bufferedBytes >= FLUSH_BYTES || now() - flushedAt >= flushEveryMs) flush();
  };

  return {
    flush,
    write(level, step, text) {
      const rank = logLevels.indexOf(level);
      if (rank < lowest) return;
      const at = now();
      if (writtenBytes > options.maxBytes && rank < logLevels.indexOf('warn')) {
        if (!isCut)
          append({
            at,
            level: 'warn',
            step: null,
            text: `Log larger than ${options.maxBytes} bytes: from here on only warnings and errors are kept`,
          });
        isCut = true;
        return;
      }
      append({ at, level, step, text: text.slice(0, LINE_MAX) });
    },
  };
}
