import type { Execution } from '#contract/execution.ts';
import type { DegradedReason } from '#contract/heartbeat.ts';
import type { FleetWord, Trigger, VisualState } from '#contract/status.ts';
import { formatCount, formatNumber } from '#dashboard/lib/format.ts';

/** What a runtime says is wrong with itself. */
export const degradedWords: Record<DegradedReason, string> = {
  'disk-full': 'its disk is full',
  'disk-low': 'its disk is nearly full',
  'memory-low': 'it is short of memory',
  'spool-filling': 'its spool fills faster than it empties',
  'process-set-invalid': 'a process definition is not valid',
  'connector-down': 'a connector cannot be reached',
  'clock-skew': 'its clock is off',
};

/** How a process starts, where it has no schedule to say it better. */
export const triggerWords: Record<Trigger, string> = {
  manual: 'by hand',
  schedule: 'on a schedule',
  listener: 'when something arrives',
  retry: 'as a retry',
  'sub-process': 'by another process',
  test: 'as a test',
};

const stateWords: Record<VisualState, string> = {
  ok: 'done',
  warn: 'done',
  failed: 'failed',
  aborted: 'aborted',
  discarded: 'discarded',
  running: 'running',
  unknown: 'unknown',
};

/** The word of a run's mark: `done`, `done, 4 warn.`, `failed`. */
export function runWord({ state, warnings }: Pick<Execution, 'state' | 'warnings'>): string {
  return state === 'warn' && warnings > 0 ? `done, ${formatNumber(warnings)} warn.` : stateWords[state];
}

/** The word of a state alone, where no run stands beside it. */
export function stateWord(state: VisualState): string {
  return state === 'warn' ? 'warnings' : stateWords[state];
}

/** Chip words whose runtime cannot be paused or retired, each with its reason; absent for the others. */
export const noPauseReason: Partial<Record<FleetWord, string>> = {
  retired: 'It is retired',
};

/** What a spool holds: `empty`, `118 reports wait`. */
export function spoolWord(waiting: number): string {
  return waiting === 0 ? 'empty' : `${formatCount(waiting, 'report')} wait`;
}
