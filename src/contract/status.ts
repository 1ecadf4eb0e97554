import * as z from 'zod/mini';

/** What a runtime reports about an execution (PRODUCT.md section 2). */
export const executionStatuses = [
  'STARTED',
  'ENQUEUED',
  'INPROCESS',
  'COMPLETE',
  'COMPLETE_WARN',
  'ERROR',
  'ABORTED',
  'ABORTED_RECOVERING',
  'DISCARDED',
] as const;
export const ExecutionStatus = z.enum(executionStatuses);
export type ExecutionStatus = z.infer<typeof ExecutionStatus>;

/** The seven states that anything can be shown in. Each has one glyph, one colour and a word (LOOKS.md). */
export const visualStates = ['ok', 'warn', 'failed', 'aborted', 'discarded', 'running', 'unknown'] as const;
export const VisualState = z.enum(visualStates);
export type VisualState = z.infer<typeof VisualState>;

const shownAs: Record<ExecutionStatus, VisualState> = {
  STARTED: 'running',
  ENQUEUED: 'running',
  INPROCESS: 'running',
  COMPLETE: 'ok',
  COMPLETE_WARN: 'warn',
  ERROR: 'failed',
  ABORTED: 'aborted',
  ABORTED_RECOVERING: 'aborted',
  DISCARDED: 'discarded',
};

/**
 * The state an execution is shown in. A run in flight on a runtime that is out of contact is `unknown`, never `running`:
 * nobody knows what it does (PRODUCT.md section 2; Nomad's `unknown` allocation).
 */
export function executionState(status: ExecutionStatus, runtimeIsLost: boolean): VisualState {
  const state = shownAs[status];
  return state === 'running' && runtimeIsLost ? 'unknown' : state;
}

/** True while a run has not ended. */
export function isInFlight(status: ExecutionStatus): boolean {
  return shownAs[status] === 'running';
}

/** How a run came to be. */
export const triggers = ['manual', 'schedule', 'listener', 'retry', 'sub-process', 'test'] as const;
export const Trigger = z.enum(triggers);
export type Trigger = z.infer<typeof Trigger>;

/** Contact: does the runtime call? Derived from the clock and the last call alone. */
export const contacts = ['never', 'connected', 'late', 'offline', 'retired'] as const;
export const Contact = z.enum(contacts);
export type Contact = z.infer<typeof Contact>;

/** Health: what the runtime says of itself and what its outcomes say of it. */
export const healths = ['ok', 'degraded', 'failing', 'unknown'] as const;
export const Health = z.enum(healths);
export type Health = z.infer<typeof Health>;

/** The one word of a runtime's status chip; the fleet's counters are exactly these and add up to all runtimes. */
export const fleetWords = ['ok', 'late', 'degraded', 'failing', 'offline', 'paused', 'never', 'retired'] as const;
export const FleetWord = z.enum(fleetWords);
export type FleetWord = z.infer<typeof FleetWord>;

/** The state (glyph and colour) that each chip word is shown in. */
export const fleetWordState: Record<FleetWord, VisualState> = {
  ok: 'ok',
  late: 'warn',
  degraded: 'warn',
  failing: 'failed',
  offline: 'unknown',
  paused: 'discarded',
  never: 'unknown',
  retired: 'discarded',
};
