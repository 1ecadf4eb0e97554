import { logLevels } from '#contract/answer.ts';
import type { LogMatches, LogPage, ShownLine } from '#contract/log.ts';
import type { KeptAnswers } from './kept-answers.ts';
import type { LogChunk, LogDescription } from './kept-shapes.ts';
import { lineTaker, linesTaken, type LineFilter } from './log-filter.ts';

/** A line is shown up to here; the rest is in the download. */
const SHOWN_CHARACTERS = 20_000;
/** Numbers of matching lines that are listed; the total counts all. */
const MATCHES_MAX = 10_000;

/** Lines from a position of the filtered log. Unpacks only the chunks that hold them. */
export async function readLines(
  answers: KeptAnswers,
  request: number,
  filter: LineFilter,
  position: number,
  limit: number,
): Promise<Omit<LogPage, 'requestId'>> {
  const { chunks } = await answers.log(request);
  const takes = lineTaker(filter);
  const lines: ShownLine[] = [];
  let total = 0;
  for (const [number, entry] of chunks.entries()) {
    const taken = linesTaken(entry, filter);
    const from = Math.max(0, position - total);
    total += taken;
    if (lines.length >= limit || from >= taken) continue;
    const chunk = await answers.logChunk(request, number);
    let seen = 0;
    for (let index = 0; index < chunk.at.length && lines.length < limit; index += 1) {
      if (!takes(chunk, index)) continue;
      if (seen >= from) lines.push(shownLine(chunk, index, entry.fromLine + index));
      seen += 1;
    }
  }
  return { total, position, lines };
}

/** Searches every line that passes the filter. `matches` may throw to give up. */
export async function searchLines(
  answers: KeptAnswers,
  request: number,
  filter: LineFilter,
  matches: (text: string) => boolean,
): Promise<Omit<LogMatches, 'requestId'>> {
  const { chunks } = await answers.log(request);
  const takes = lineTaker(filter);
  const found: Omit<LogMatches, 'requestId'> = { total: 0, searchedLines: 0, lines: [], positions: [] };
  for (const [number, entry] of chunks.entries()) {
    if (linesTaken(entry, filter) === 0) continue;
    const chunk = await answers.logChunk(request, number);
    for (let index = 0; index < chunk.at.length; index += 1) {
      if (!takes(chunk, index)) continue;
      if (matches(chunk.text[index] ?? '')) {
        found.total += 1;
        if (found.lines.length < MATCHES_MAX) {
          found.lines.push(entry.fromLine + index);
          found.positions.push(found.searchedLines);
        }
      }
      found.searchedLines += 1;
    }
  }
  return found;
}

/** The filtered log as plain text, one chunk at a time as it is read. */
export function logText(
  answers: KeptAnswers,
  request: number,
  description: LogDescription,
  filter: LineFilter,
): ReadableStream<Uint8Array> {
  const takes = lineTaker(filter);
  const encoder = new TextEncoder();
  let next = 0;
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      while (next < description.chunks.length) {
        const chunk = await answers.logChunk(request, next);
        next += 1;
        let text = '';
        for (let index = 0; index < chunk.at.length; index += 1)
          if (takes(chunk, index)) text += plainLine(chunk, index);
        if (text === '') continue;
        controller.enqueue(encoder.encode(text));
        return;
      }
      controller.close();
    },
  });
}

function shownLine(chunk: LogChunk, index: number, number: number): ShownLine {
  const text = chunk.text[index] ?? '';
  return {
    number,
    at: chunk.at[index] ?? 0,
    level: logLevels[chunk.level[index] ?? 0] ?? 'info',
    step: chunk.step[index] || null,
    text: text.slice(0, SHOWN_CHARACTERS),
    textCut: Math.max(0, text.length - SHOWN_CHARACTERS),
  };
}

function plainLine(chunk: LogChunk, index: number): string {
  const level = (logLevels[chunk.level[index] ?? 0] ?? 'info').toUpperCase().padEnd(5);
  const step = chunk.step[index] ? `[${chunk.step[index]}] ` : '';
  return `${new Date(chunk.at[index] ?? 0).toISOString()} ${level} ${step}${chunk.text[index] ?? ''}\n`;
}
