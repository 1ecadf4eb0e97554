import { type LogLevel, logLevels } from '#contract/answer.ts';
import type { LogChunk, LogChunkEntry } from './kept-shapes.ts';

/** Which lines of a log are shown; absent means all. */
export interface LineFilter {
  level?: readonly LogLevel[];
  step?: number;
}

/** Whether a line of a chunk passes. */
export function lineTaker(filter: LineFilter): (chunk: LogChunk, index: number) => boolean {
  const levels =
    filter.level && filter.level.length > 0 ? new Set(filter.level.map((level) => logLevels.indexOf(level))) : null;
  return (chunk, index) =>
    (levels === null || levels.has(chunk.level[index] as number)) &&
    (filter.step === undefined || chunk.step[index] === filter.step);
}

/** How many lines of a chunk pass, without unpacking it. */
export function linesTaken(entry: LogChunkEntry, filter: LineFilter): number {
  const isAll = (!filter.level || filter.level.length === 0) && filter.step === undefined;
  if (isAll) return entry.lines;
  let taken = 0;
  for (const [key, count] of Object.entries(entry.counts)) {
    const [step, level] = key.split(':').map(Number);
    const hasLevel =
      !filter.level || filter.level.length === 0 || filter.level.some((one) => logLevels.indexOf(one) === level);
    if (hasLevel && (filter.step === undefined || filter.step === step)) taken += count;
  }
  return taken;
}
