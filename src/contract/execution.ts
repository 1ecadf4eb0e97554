import * as z from 'zod/mini';
import { Failure } from './failure.ts';
import { Count, Cursor, DurationMs, EnvironmentKind, Id, Instant, Window } from './primitives.ts';
import { RequestKind, RequestState } from './request.ts';
import { ExecutionStatus, Trigger, VisualState } from './status.ts';
import { DocumentReport, StepReport } from './tracking.ts';

/** A row of the executions list. */
export const Execution = z.object({
  id: Id,
  processId: Id,
  processName: z.string(),
  processVersion: z.nullable(z.string()),
  runtimeId: Id,
  runtimeName: z.string(),
  environmentId: Id,
  environmentName: z.string(),
  environmentKind: EnvironmentKind,
  status: ExecutionStatus,
  state: VisualState,
  /** Set when state is `unknown`: since when nobody knows. */
  unknownSinceAt: z.nullable(Instant),
  /** A failed or aborted run whose later attempt or next scheduled run succeeded: the first good run of the same work that started after it. */
  recovered: z.nullable(z.object({ byExecutionId: Id, at: Instant })),
  trigger: Trigger,
  startedAt: Instant,
  endedAt: z.nullable(Instant),
  /** null while in flight. */
  durationMs: z.nullable(DurationMs),
  /** Median of 30 days of this process on this runtime; null below five runs. */
  normalMs: z.nullable(DurationMs),
  in: Count,
  out: Count,
  errors: Count,
  warnings: Count,
  bytes: Count,
  attempt: Count,
  attemptsMax: Count,
  failure: z.nullable(Failure),
  /** Number and name of the step it is in, or was in when last heard of; null once ended well. */
  currentStep: z.nullable(z.object({ number: Count, name: z.string() })),
});
export type Execution = z.infer<typeof Execution>;

export const ExecutionSort = z.enum(['started', 'duration', 'errors']);
export type ExecutionSort = z.infer<typeof ExecutionSort>;

/** A page of the filtered set. Walks by cursor neither skip nor repeat a row, while runs arrive. */
export const ExecutionPage = z.object({
  window: Window,
  asOfAt: Instant,
  rows: z.array(Execution),
  next: z.nullable(Cursor),
});
export type ExecutionPage = z.infer<typeof ExecutionPage>;

/** Counts over the whole filtered set. `states` add up to `total`. */
export const ExecutionCounts = z.object({
  window: Window,
  asOfAt: Instant,
  total: Count,
  states: z.record(VisualState, Count),
  /** Failed or aborted and not recovered. */
  unrecovered: Count,
  recovered: Count,
});
export type ExecutionCounts = z.infer<typeof ExecutionCounts>;

/** Runs by start time and state, in equal buckets from `window.fromAt`; the last one may be cut by now. */
export const ExecutionHistogram = z.object({
  window: Window,
  asOfAt: Instant,
  bucketMs: DurationMs,
  /** Oldest first; `states` holds only what is not zero. */
  buckets: z.array(z.object({ fromAt: Instant, states: z.partialRecord(VisualState, Count) })),
});
export type ExecutionHistogram = z.infer<typeof ExecutionHistogram>;

/** Fields by which executions are filtered with typeahead. */
export const executionFields = [
  'state',
  'process',
  'runtime',
  'environment',
  'trigger',
  'class',
  'group',
  'connector',
] as const;
export const ExecutionField = z.enum(executionFields);
export type ExecutionField = z.infer<typeof ExecutionField>;

/** Values of a field with how many runs of the filtered set (without that field's own filter) each has, most first. */
export const FieldValues = z.object({
  window: Window,
  field: ExecutionField,
  values: z.array(z.object({ value: z.string(), label: z.string(), runs: Count })),
});
export type FieldValues = z.infer<typeof FieldValues>;

/** One execution in full, as far as it was reported. */
export const ExecutionDetail = z.object({
  execution: Execution,
  asOfAt: Instant,
  /** When the platform last heard of it. */
  reportedAt: Instant,
  steps: z.array(StepReport),
  documentCount: Count,
  /** Documents by outcome. */
  documentOutcomes: z.object({ written: Count, warned: Count, failed: Count, skipped: Count, inFlight: Count }),
  parent: z.nullable(z.object({ id: Id, processName: z.string(), state: VisualState })),
  children: z.array(z.object({ id: Id, processName: z.string(), state: VisualState, startedAt: Instant })),
  /** Other attempts of the same work, oldest first, without this one. */
  attempts: z.array(z.object({ id: Id, attempt: Count, state: VisualState, startedAt: Instant })),
  /** The newest run of the same process on the same runtime that ended well before this one. */
  lastSuccess: z.nullable(
    z.object({
      id: Id,
      startedAt: Instant,
      durationMs: DurationMs,
      processVersion: z.nullable(z.string()),
      in: Count,
      out: Count,
    }),
  ),
  /** Up to 40 runs of the same process on the same runtime, oldest first, this one included. */
  recentRuns: z.array(z.object({ id: Id, state: VisualState, startedAt: Instant, durationMs: z.nullable(DurationMs) })),
  normalRuns: Count,
  nextExpectedAt: z.nullable(Instant),
  /** Newest request of each kind about this run; after one that was not answered, the newest kept answer of that kind, so that it stays readable. */
  requests: z.array(z.object({ id: z.string(), kind: RequestKind, state: RequestState })),
});
export type ExecutionDetail = z.infer<typeof ExecutionDetail>;

export const DocumentPage = z.object({
  executionId: Id,
  total: Count,
  rows: z.array(DocumentReport),
  next: z.nullable(Cursor),
});
export type DocumentPage = z.infer<typeof DocumentPage>;
