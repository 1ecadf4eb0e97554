import * as z from 'zod/mini';
import { FailureReport } from './failure.ts';
import { Count, DurationMs, Id, Instant, Name } from './primitives.ts';
import { TRACKING_BATCH_MAX_EVENTS } from './rules.ts';
import { ExecutionStatus, Trigger } from './status.ts';

/** How a step stands. */
export const StepState = z.enum(['waiting', 'running', 'done', 'warned', 'failed', 'skipped']);
export type StepState = z.infer<typeof StepState>;

/** One step of an execution: what it did, never what it held. */
export const StepReport = z.strictObject({
  /** From 1, in order of the definition. */
  number: z.int().check(z.gte(1), z.lte(500)),
  name: Name,
  /** Kind of step as the engine names it: `read-csv`, `map`, `sql-write`, `http`, ... */
  kind: z.string().check(z.regex(/^[a-z][a-z0-9-]{0,31}$/)),
  connectorId: z.nullable(Id),
  state: StepState,
  startedAt: z.nullable(Instant),
  durationMs: z.nullable(DurationMs),
  /** How often it was tried; 1 when it worked at once, 0 when it was not reached. */
  attempts: Count,
  in: Count,
  out: Count,
  errors: Count,
  warnings: Count,
});
export type StepReport = z.infer<typeof StepReport>;

export const DocumentOutcome = z.enum(['written', 'warned', 'failed', 'skipped', 'in-flight']);
export type DocumentOutcome = z.infer<typeof DocumentOutcome>;

/** One file or message that went through a run: its name and what became of it. Tracked fields are only those that a definition names. */
export const DocumentReport = z.strictObject({
  /** From 1 within the execution; the identity of the document. */
  number: z.int().check(z.gte(1)),
  fileName: z.nullable(z.string().check(z.maxLength(400))),
  directory: z.nullable(z.string().check(z.maxLength(1_000))),
  sizeBytes: z.nullable(Count),
  records: z.nullable(Count),
  outcome: DocumentOutcome,
  step: z.nullable(z.int().check(z.gte(1))),
  tracked: z
    .array(z.strictObject({ name: z.string().check(z.maxLength(60)), value: z.string().check(z.maxLength(200)) }))
    .check(z.maxLength(10)),
});
export type DocumentReport = z.infer<typeof DocumentReport>;

/**
 * One execution as its runtime knows it: always the whole state, with a `revision` that grows. The platform keeps the highest
 * revision it has seen, so a report may arrive twice, late or out of order without harm (invariant 6).
 */
export const ExecutionReport = z.strictObject({
  executionId: Id,
  revision: z.int().check(z.gte(1)),
  processId: Id,
  processName: Name,
  processVersion: z.nullable(z.string().check(z.maxLength(40))),
  status: ExecutionStatus,
  trigger: Trigger,
  startedAt: Instant,
  endedAt: z.nullable(Instant),
  /** 1 for the first try; a retry of the same work counts on and names its predecessor in `retryOf`. */
  attempt: z.int().check(z.gte(1), z.lte(1_000)),
  attemptsMax: z.int().check(z.gte(1), z.lte(1_000)),
  retryOf: z.nullable(Id),
  /**
   * Runs that do the same work again share it: all runs of a schedule (the process id), or all attempts at one file or message
   * (the execution id of the first attempt). A failed run is recovered by a later success of its work, and by no other.
   */
  workId: Id,
  parentId: z.nullable(Id),
  /** Documents (records where a process counts records) in, out and failed. */
  in: Count,
  out: Count,
  errors: Count,
  warnings: Count,
  bytes: Count,
  failure: z.nullable(FailureReport),
  steps: z.array(StepReport).check(z.maxLength(100)),
  /** Documents new or changed since the last revision; the platform merges them by number. */
  documents: z.array(DocumentReport).check(z.maxLength(200)),
});
export type ExecutionReport = z.infer<typeof ExecutionReport>;

/** What an agent sends when executions happened. Ids are idempotent: the same `batchId` is acknowledged again and changes nothing. */
export const TrackingBatch = z.strictObject({
  batchId: Id,
  /** Agent's clock when the batch was made. */
  sentAt: Instant,
  reports: z.array(ExecutionReport).check(z.maxLength(TRACKING_BATCH_MAX_EVENTS)),
  /** Reports that were dropped from a full spool since the last acknowledged batch, oldest first: said, never hidden. */
  lost: Count,
});
export type TrackingBatch = z.infer<typeof TrackingBatch>;

export const TrackingAcknowledgement = z.object({
  batchId: Id,
  /** Reports that changed something; the others were known already. */
  changed: Count,
  receivedAt: Instant,
});
export type TrackingAcknowledgement = z.infer<typeof TrackingAcknowledgement>;
