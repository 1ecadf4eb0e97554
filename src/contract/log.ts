import * as z from 'zod/mini';
import { LogLevel } from './answer.ts';
import { Count, DurationMs, Id, Instant } from './primitives.ts';
import { StepState } from './tracking.ts';

/** A kept log, described: enough to lay out the viewer before any line is loaded. */
export const LogOutline = z.object({
  requestId: z.string(),
  executionId: Id,
  lines: Count,
  bytes: Count,
  levels: z.object({ debug: Count, info: Count, warn: Count, error: Count }),
  firstAt: z.nullable(Instant),
  lastAt: z.nullable(Instant),
  /** Runs of lines that belong to one step (or to none: `step` null), in order; they cover the log without gaps. */
  folds: z.array(
    z.object({
      step: z.nullable(Count),
      name: z.nullable(z.string()),
      state: z.nullable(StepState),
      durationMs: z.nullable(DurationMs),
      /** First line, from 1, and how many. */
      fromLine: Count,
      lines: Count,
      warnings: Count,
      errors: Count,
    }),
  ),
  /** 120 equal pieces of `firstAt..lastAt`, lines by level. Empty for an empty log. */
  histogram: z.array(z.object({ debug: Count, info: Count, warn: Count, error: Count, fromLine: z.nullable(Count) })),
  /** Line numbers of the first 1,000 errors, ascending: for "next error". */
  errorLines: z.array(Count),
  cut: z.nullable(z.string()),
  fetched: z.object({ by: z.string(), askedAt: Instant, answeredAt: Instant, runtimeName: z.string() }),
});
export type LogOutline = z.infer<typeof LogOutline>;

/** A line as the viewer gets it. */
export const ShownLine = z.object({
  /** From 1, its number in the whole log. */
  number: Count,
  at: Instant,
  level: LogLevel,
  step: z.nullable(Count),
  /** At most 20,000 characters; the rest is in the download. */
  text: z.string(),
  /** Characters that were left off here. */
  textCut: Count,
});
export type ShownLine = z.infer<typeof ShownLine>;

/** Lines `from..from+limit` of the log after the level and step filter; `position` counts within the filtered log from 0. */
export const LogPage = z.object({
  requestId: z.string(),
  /** Lines the filter hits over the whole log. */
  total: Count,
  position: Count,
  lines: z.array(ShownLine),
});
export type LogPage = z.infer<typeof LogPage>;

/** Result of a search over the whole log. */
export const LogMatches = z.object({
  requestId: z.string(),
  /** True count of matching lines. */
  total: Count,
  searchedLines: Count,
  /** Numbers of the matching lines, ascending, at most 10,000. */
  lines: z.array(Count),
  /** Positions of the same lines within the filtered log. */
  positions: z.array(Count),
});
export type LogMatches = z.infer<typeof LogMatches>;
