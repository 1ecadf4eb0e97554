import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import type { AnswerRecord } from '#contract/answer.ts';
import { LOG_MAX_LINES } from '#contract/rules.ts';
import { isInFlight } from '#contract/status.ts';
import { exists } from './files/move.ts';
import { logFile, type StoredLine } from './run/execution-log.ts';
import type { RuntimeParts } from './runtime-parts.ts';

/** The log of an execution, line by line; `refused` with a sentence when it is not kept. */
export async function* answerLog(
  executionId: string,
  signal: AbortSignal,
  parts: Pick<RuntimeParts, 'journal' | 'runner' | 'workspace' | 'now'>,
): AsyncGenerator<AnswerRecord> {
  const { journal, runner, workspace, now } = parts;
  const execution = journal.read(executionId);
  yield { t: 'head', kind: 'execution-log', at: now() };
  if (!execution)
    return yield refused(`This runtime does not know the execution ${executionId}; it may be older than what is kept.`);
  runner.flushLog(executionId);
  const file = logFile(workspace.logs, executionId);
  if (execution.logRotated) return yield refused(rotatedText(execution.logRotated));
  if (!(await exists(file))) return yield refused('The log of this execution is not on the runtime’s disk any more.');
  let items = 0;
  let damaged = 0;
  try {
    for await (const text of createInterface({ input: createReadStream(file, { signal }), crlfDelay: Infinity })) {
      const line = storedLine(text);
      if (!line) {
        damaged += 1;
        continue;
      }
      if (items >= LOG_MAX_LINES) break;
      items += 1;
      yield { t: 'line', ...line };
    }
  } catch (error) {
    if (signal.aborted) return;
    return yield {
      t: 'failed',
      reason: `The log could not be read: ${error instanceof Error ? error.message : String(error)}`.slice(0, 500),
    };
  }
  yield { t: 'end', items, cut: cutText(items, damaged, isInFlight(execution.report.status)) };
}

/** The full story of an execution's failure. */
export async function* answerError(
  executionId: string,
  { journal, now }: Pick<RuntimeParts, 'journal' | 'now'>,
): AsyncGenerator<AnswerRecord> {
  const execution = journal.read(executionId);
  yield { t: 'head', kind: 'execution-error', at: now() };
  if (!execution)
    return yield refused(`This runtime does not know the execution ${executionId}; it may be older than what is kept.`);
  if (!execution.details) return yield refused('This execution has no error.');
  yield execution.details;
  yield { t: 'end', items: 1, cut: null };
}

function refused(reason: string): AnswerRecord {
  return { t: 'refused', reason };
}

function rotatedText({ at, because }: { at: number; because: 'age' | 'size' }): string {
  const why = because === 'age' ? 'it was older than logs are kept' : 'the logs took more space than they may';
  return `The log was rotated away on ${new Date(at).toISOString()} because ${why}.`;
}

function cutText(items: number, damaged: number, isRunning: boolean): string | null {
  const parts = [
    items >= LOG_MAX_LINES ? `cut at ${LOG_MAX_LINES} lines` : '',
    damaged > 0 ? `${damaged} lines are damaged (the runtime was killed while writing) and left out` : '',
    isRunning ? 'the run is still in flight: its log goes on' : '',
  ].filter((part) => part !== '');
  return parts.length > 0 ? parts.join('; ') : null;
}

/** The engine wrote these lines itself; only a line cut by a kill does not parse. */
function storedLine(text: string): StoredLine | null {
  try {
    const { at, level, step, text: message } = JSON.parse(text) as StoredLine;
    return { at, level, step, text: message };
  } catch {
    return null;
  }
}
