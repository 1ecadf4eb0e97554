import { type LogLine, logLevels } from '#contract/answer.ts';
import { ProblemError } from '#contract/errors.ts';
import { LOG_CHUNK_LINES, LOG_MAX_LINES } from '#contract/rules.ts';
import type { Store, StoredRequest } from '#platform/store/store.ts';
import type { AnswerSink } from './answer-sink.ts';
import type { LogChunk, LogChunkEntry, LogDescription } from './kept-shapes.ts';
import { createLogOutline } from './log-outline.ts';
import { pack } from './packing.ts';

/** A chunk closes early at this many characters: a stack of huge lines must still unpack in a moment. */
const CHUNK_MAX_CHARACTERS = 4_000_000;

/** Takes in the lines of a log: packed chunks go to the store as they fill, the outline grows meanwhile. */
export function createLogSink(store: Store, request: StoredRequest): AnswerSink {
  const outline = createLogOutline();
  const entries: LogChunkEntry[] = [];
  let chunk: LogChunk = emptyChunk();
  let characters = 0;
  let lines = 0;

  const close = async () => {
    if (chunk.at.length === 0) return;
    const full = chunk;
    chunk = emptyChunk();
    characters = 0;
    await store.answers.putChunk(request.number, entries.length, await pack(full));
    entries.push({ fromLine: lines - full.at.length + 1, lines: full.at.length, counts: countsOf(full) });
  };
  const add = (line: LogLine) => {
    outline.add(line);
    chunk.at.push(line.at);
    chunk.level.push(logLevels.indexOf(line.level));
    chunk.step.push(line.step ?? 0);
    chunk.text.push(line.text);
    characters += line.text.length;
    lines += 1;
  };
  return {
    items: () => lines,
    async accept(record) {
      if (record.t !== 'line') return false;
      if (lines >= LOG_MAX_LINES) throw new ProblemError('too-large', `A log may have ${LOG_MAX_LINES} lines at most.`);
      add(record);
      if (chunk.at.length >= LOG_CHUNK_LINES || characters >= CHUNK_MAX_CHARACTERS) await close();
      return true;
    },
    async finish(bytes, cut) {
      await close();
      const execution = await store.executions.get(request.subjectId);
      const description: LogDescription = {
        executionId: request.subjectId,
        bytes,
        cut,
        ...outline.finish(execution?.steps ?? []),
        chunks: entries,
      };
      return { description: JSON.stringify(description), chunks: entries.length };
    },
  };
}

function emptyChunk(): LogChunk {
  return { at: [], level: [], step: [], text: [] };
}

function countsOf(chunk: LogChunk): Record<string, number> {
  const counts: Record<string, number> = {};
  for (let index = 0; index < chunk.at.length; index += 1) {
    const key = `${chunk.step[index]}:${chunk.level[index]}`;
    counts[key] = (counts[key] ?? 0) + 1;
  }
  return counts;
}
