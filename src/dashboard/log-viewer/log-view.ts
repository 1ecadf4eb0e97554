import * as z from 'zod/mini';
import { type LogLevel, LogLevel as Level } from '#contract/answer.ts';

/** What of a log is shown, as it stands in the address of the screen that holds it. */
export interface LogView {
  /** Marked line, from 1. */
  line?: number | undefined;
  /** What is searched. */
  find?: string | undefined;
  regex?: boolean | undefined;
  case?: boolean | undefined;
  /** Levels that are shown; all when absent. */
  level?: LogLevel[] | undefined;
  /** False: a line stays one line and the log scrolls sideways. */
  wrap?: boolean | undefined;
}

/** The keys of a log view for the search codec of a screen. */
export const logViewShape = {
  line: z.int().check(z.gte(1)),
  find: z.string().check(z.minLength(1), z.maxLength(500)),
  regex: z.boolean(),
  case: z.boolean(),
  level: z.array(Level),
  wrap: z.boolean(),
} as const;

/** What the keys mean when they are absent. */
export const logViewDefaults = { regex: false, case: false, wrap: true } as const;

/** A hook that registers a key of the page for as long as the component is shown, or while `isOn`. */
export type UseKey = (
  key: { keys: string; does: string; group: 'On this page' },
  run: () => void,
  isOn?: boolean,
) => void;
