import { ProblemError } from '#contract/errors.ts';
import { type ExecutionStatus, executionStatuses, type VisualState, visualStates } from '#contract/status.ts';
import type { DocumentOutcome, DocumentReport } from '#contract/tracking.ts';
import {
  currentStep,
  type ExecutionOrder,
  type ExecutionQuery,
  type StoredExecution,
  type StoredExecutionRow,
} from './store.ts';

/**
 * What every adapter of the store must decide alike, so that the same question has the same answer whatever keeps the facts.
 * The conformance suite holds the adapters to it.
 */

/** Position in a sorted set: the key of the last row that was given, and its id for ties. */
export interface PagePosition {
  key: number;
  id: string;
}

const cursorPattern = /^(started|duration|errors)\.([ad])\.(-?[0-9]{1,16})\.([A-Za-z0-9][A-Za-z0-9_.-]{0,63})$/;

/** The cursor that goes on after a position. */
export function writeCursor(order: ExecutionOrder, position: PagePosition): string {
  return `${order.sort}.${order.descending ? 'd' : 'a'}.${position.key}.${position.id}`;
}

/** Reads a cursor of the same order; throws `ProblemError('bad-request')` for anything else. */
export function readCursor(order: ExecutionOrder, cursor: string): PagePosition {
  const match = cursorPattern.exec(cursor);
  if (match?.[1] !== order.sort || match[2] !== (order.descending ? 'd' : 'a')) {
    throw new ProblemError('bad-request', 'The cursor does not belong to this list.', { field: 'query.cursor' });
  }
  return { key: Number(match[3]), id: match[4] ?? '' };
}

/** Cursor of a page of documents: failed ones come first, then by number. */
export function writeDocumentCursor(document: Pick<DocumentReport, 'outcome' | 'number'>): string {
  return `${document.outcome === 'failed' ? 'f' : 'o'}${document.number}`;
}

/** Reads a cursor of a page of documents; throws `ProblemError('bad-request')` for anything else. */
export function readDocumentCursor(cursor: string): { isFailed: boolean; number: number } {
  const match = /^([fo])([0-9]{1,16})$/.exec(cursor);
  if (!match)
    throw new ProblemError('bad-request', 'The cursor does not belong to this list.', { field: 'query.cursor' });
  return { isFailed: match[1] === 'f', number: Number(match[2]) };
}

/** How many buckets `[fromAt, toAt)` has; the last one may be cut short. */
export function bucketCount(fromAt: number, toAt: number, bucketMs: number): number {
  return Math.max(0, Math.ceil((toAt - fromAt) / bucketMs));
}

/** How long a run took; -1 while in flight or when its end is not known, which sorts before everything that has one. */
export function durationOf(run: { status: ExecutionStatus; startedAt: number; endedAt: number | null }): number {
  return run.endedAt === null || stateIndexOf(run.status) === RUNNING ? -1 : Math.max(0, run.endedAt - run.startedAt);
}

/** Positions in `visualStates`, the numbers by which adapters keep states. */
export const OK = visualStates.indexOf('ok');
export const WARN = visualStates.indexOf('warn');
export const FAILED = visualStates.indexOf('failed');
export const ABORTED = visualStates.indexOf('aborted');
export const RUNNING = visualStates.indexOf('running');
export const UNKNOWN = visualStates.indexOf('unknown');

const stateOfStatus: Record<ExecutionStatus, VisualState> = {
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

/** By index in `executionStatuses`: index in `visualStates` of a run whose runtime is in contact. */
export const stateIndexByStatus: Uint8Array = Uint8Array.from(executionStatuses, (status) =>
  visualStates.indexOf(stateOfStatus[status]),
);

/** Index in `visualStates` of a run whose runtime is in contact. */
export function stateIndexOf(status: ExecutionStatus): number {
  return stateIndexByStatus[executionStatuses.indexOf(status)] ?? UNKNOWN;
}

/** By index in `visualStates`: 1 for the states that a query takes. */
export function wantedStates(query: Pick<ExecutionQuery, 'state' | 'recovered'>): Uint8Array {
  return Uint8Array.from(visualStates, (state, index) => {
    if (query.recovered !== null && index !== FAILED && index !== ABORTED) return 0;
    if (query.state.include.length > 0 && !query.state.include.includes(state)) return 0;
    return query.state.exclude.includes(state) ? 0 : 1;
  });
}

/** Documents of a run by outcome, as a stored execution carries them. */
export type DocumentCounts = StoredExecution['documents'];

/** The counter of each outcome. */
export const outcomeCounter: Record<DocumentOutcome, keyof DocumentCounts> = {
  written: 'written',
  warned: 'warned',
  failed: 'failed',
  skipped: 'skipped',
  'in-flight': 'inFlight',
};

/** The row of a stored execution: without its steps, but with what a list says of them. */
export function rowOfExecution(execution: StoredExecution): StoredExecutionRow {
  const { steps, ...row } = execution;
  const failedStep = execution.failure?.step ?? null;
  return {
    ...row,
    currentStep: currentStep(steps),
    failedStepName: failedStep === null ? null : (steps.find((step) => step.number === failedStep)?.name ?? null),
  };
}

/** Number of a group id such as `F-12`; -1 for anything else. */
export function groupNumber(groupId: string): number {
  return /^F-[1-9][0-9]{0,9}$/.test(groupId) ? Number(groupId.slice(2)) : -1;
}

/** A normal may be this old. */
export const NORMAL_KEPT_MS = 3_600_000;

/** A normal of fewer runs than this is worked out anew each time: it still moves with every run, and costs nothing. */
export const NORMAL_KEPT_FROM_RUNS = 40;

/** Keys of records are kept as they are, so text that no store could give back is refused by name. */
export function assertStorableKey(text: string, field: string): void {
  if (text.includes('\u0000') || !text.isWellFormed()) {
    throw new ProblemError('bad-request', `${field} holds a character that cannot be kept.`, { field });
  }
}
