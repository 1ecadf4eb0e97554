import type { ExecutionField } from '#contract/execution.ts';
import type { FailureReport } from '#contract/failure.ts';
import type { Contact, FleetWord, VisualState } from '#contract/status.ts';
import type { DocumentReport, ExecutionReport, StepReport } from '#contract/tracking.ts';

/**
 * The port between the platform and whatever keeps its facts. Adapters: memory, SQLite (PostgreSQL later); all pass the one
 * conformance suite beside this file. Filters, counts and pages run here, where the set lives (invariant 7). Everything is
 * asynchronous so that a store may be another process; an adapter that is not may resolve at once.
 *
 * Every method rejects with `ProblemError('store-unavailable')` when the store cannot be used, and then has changed nothing.
 */
export interface Store {
  readonly executions: ExecutionStore;
  readonly requests: RequestStore;
  readonly answers: AnswerStore;
  readonly contacts: ContactStore;
  readonly records: RecordStore;
  /** What is kept, for the settings page. `bytes` is null where there is no file. */
  stats(): Promise<{ executions: number; oldestExecutionAt: number | null; answers: number; bytes: number | null }>;
  /** Deletes ended executions started before, and answers received before, these instants; at most a few thousand a call. Returns whether more is left. */
  prune(limits: {
    executionsBeforeAt: number;
    answersBeforeAt: number;
  }): Promise<{ executions: number; answers: number; more: boolean }>;
  close(): Promise<void>;
}

/** An execution as kept: the newest report of it, and what the platform made of it. */
export interface StoredExecution extends Omit<ExecutionReport, 'executionId' | 'documents' | 'failure'> {
  id: string;
  runtimeId: string;
  environmentId: string;
  /** When the platform last heard of it. */
  reportedAt: number;
  failure: (FailureReport & { groupId: string; fingerprint: string }) | null;
  recovered: { byExecutionId: string; at: number } | null;
  /** Documents kept, by outcome. */
  documents: { written: number; warned: number; failed: number; skipped: number; inFlight: number };
}

/** A row of a page: a stored execution without its steps, but with the step it is in. */
export interface StoredExecutionRow extends Omit<StoredExecution, 'steps'> {
  currentStep: { number: number; name: string } | null;
  failedStepName: string | null;
}

/** Values wanted (any of them; empty = any) and excluded, of one field. */
export interface Selection {
  include: string[];
  exclude: string[];
}

/** A filter with everything relative resolved: `fromAt <= startedAt < toAt`, fields joined by *and*. */
export interface ExecutionQuery {
  fromAt: number;
  toAt: number;
  /** By visual state; `unknown` means in flight on one of `lostRuntimeIds`, `running` in flight elsewhere. */
  state: { include: VisualState[]; exclude: VisualState[] };
  /** Process ids or exact process names. */
  process: Selection;
  runtime: Selection;
  environment: Selection;
  trigger: Selection;
  /** Error classes. */
  class: Selection;
  /** Group ids (`F-12`). */
  group: Selection;
  /** Connector ids of the failing step. */
  connector: Selection;
  /** true: recovered ones; false: failed or aborted and not recovered; null: any. */
  recovered: boolean | null;
  /** Ended runs that took at least this many times their normal (see `normal`). */
  slowFactor: number | null;
  /** Lower-case words that must all occur in id, process id, process name, runtime id, code or template. */
  words: string[];
  lostRuntimeIds: string[];
}

export type ExecutionOrder = { sort: 'started' | 'duration' | 'errors'; descending: boolean };

/** Runs by visual state; absent states are zero. */
export type StateCounts = Partial<Record<VisualState, number>>;

/** A tracking report on its way into the store, with what the platform derived from it. */
export interface ReportToStore {
  report: ExecutionReport;
  /** Of `report.failure`, null without one. */
  fingerprint: string | null;
}

export interface AppliedReport {
  executionId: string;
  /** Not known before. */
  isNew: boolean;
  /** This report ended it. */
  hasEnded: boolean;
  state: VisualState;
}

export interface ExecutionStore {
  /**
   * Keeps a batch in one transaction and resolves after commit. A `batchId` of the same runtime that was kept before changes
   * nothing. A report is applied only when its revision is higher than the kept one; documents merge by number, each as the newest
   * revision that spoke of it said (so a late report may still bring documents, and is then among `applied`). An execution id
   * that belongs to another runtime rejects with `ProblemError('wrong-runtime')` and keeps nothing of the batch.
   * In the same transaction: failures get the group of their fingerprint (a new one is numbered on), rollups move, and a run that
   * ended COMPLETE or COMPLETE_WARN marks every earlier started, failed or aborted, not yet recovered run of the same work
   * (`workId`) of the same process on the same runtime as recovered by it; a failed run that arrives after a later success is marked at once. Of several successes
   * the one that started first counts, so that marks do not depend on the order of arrival.
   */
  apply(
    source: { runtimeId: string; environmentId: string },
    batchId: string,
    receivedAt: number,
    reports: readonly ReportToStore[],
  ): Promise<{ isDuplicate: boolean; applied: AppliedReport[] }>;

  get(id: string): Promise<StoredExecution | null>;

  /** A page in the given order, ties by id in the same direction; runs in flight count as shorter than all others. `after` is the opaque cursor of an earlier page of the same query and order. A bad cursor rejects with `ProblemError('bad-request')`. */
  page(
    query: ExecutionQuery,
    order: ExecutionOrder,
    after: string | null,
    limit: number,
  ): Promise<{ rows: StoredExecutionRow[]; next: string | null }>;

  /** Counts over the whole set. `unrecovered` and `recovered` are of failed and aborted runs. */
  counts(query: ExecutionQuery): Promise<{ states: StateCounts; unrecovered: number; recovered: number }>;

  /** Counts of runs started in `[query.fromAt + i * bucketMs, ...)`, for all i up to `query.toAt`; one entry a bucket, oldest first. */
  histogram(query: ExecutionQuery, bucketMs: number): Promise<StateCounts[]>;

  /** Values of a field over the set, most runs first, ties by value; `contains` is matched without case against value or label. The label of a process is its newest name, of a group its template, of everything else the value. */
  values(
    query: ExecutionQuery,
    field: ExecutionField,
    contains: string,
    limit: number,
  ): Promise<{ value: string; label: string; runs: number }[]>;

  /** Failed and aborted runs of the set, grouped; most runs first. `buckets` counts runs by start as in `histogram`. */
  groups(query: ExecutionQuery, bucketMs: number, limit: number): Promise<StoredGroup[]>;

  /** Runs of every runtime in equal buckets of `[fromAt, toAt)`, from the rollups; runtimes without runs are absent. */
  strips(fromAt: number, toAt: number, bucketMs: number): Promise<Map<string, StripCounts>>;

  /** Documents of an execution, failed first, then by number. */
  documents(
    id: string,
    after: string | null,
    limit: number,
  ): Promise<{ rows: DocumentReport[]; total: number; next: string | null }>;

  /** Runs of one process on one runtime that started at or before an instant, newest first. */
  recentRuns(
    runtimeId: string,
    processId: string,
    startedAtOrBefore: number,
    limit: number,
  ): Promise<StoredExecutionRow[]>;

  /** The newest run of the same process on the same runtime started before an instant that ended COMPLETE or COMPLETE_WARN. */
  lastSuccess(runtimeId: string, processId: string, startedBefore: number): Promise<StoredExecutionRow | null>;

  /** Sub-process runs of an execution, and the other attempts of the same work (linked by `retryOf` both ways), by start. */
  relatives(id: string): Promise<{ children: StoredExecutionRow[]; attempts: StoredExecutionRow[] }>;

  /** The newest ended runs of a runtime, newest first. */
  recentOutcomes(
    runtimeId: string,
    limit: number,
  ): Promise<{ processId: string; state: VisualState; endedAt: number }[]>;

  /** Runs in flight of a runtime, by last report, newest start first. */
  inFlight(runtimeId: string, limit: number): Promise<StoredExecutionRow[]>;

  /** Per process of a runtime: runs and failed ones started in the window, and the newest run ever. */
  processFigures(
    runtimeId: string,
    fromAt: number,
    toAt: number,
  ): Promise<Map<string, { runs: number; failed: number; last: { startedAt: number; state: VisualState } | null }>>;

  /** Median duration and number of well-ended runs of the same process on the same runtime in the 30 days before `now`; may be up to an hour old. */
  normal(runtimeId: string, processId: string, now: number): Promise<{ medianMs: number; runs: number } | null>;
}

export interface StoredGroup {
  groupId: string;
  fingerprint: string;
  class: FailureReport['class'];
  code: string | null;
  template: string;
  connectorId: string | null;
  runs: number;
  unrecovered: number;
  runtimes: number;
  processes: number;
  firstAt: number;
  lastAt: number;
  /** Newest run of it. */
  exampleExecutionId: string;
  buckets: number[];
}

export interface StripCounts {
  runs: number[];
  failed: number[];
  warned: number[];
}

/** A request as kept; `Request` of the contract is derived from it. */
export interface StoredRequest {
  /** The number in `R-12`. */
  number: number;
  kind: 'execution-log' | 'execution-error' | 'connector-browse';
  runtimeId: string;
  /** What it is about, for joining: execution id or connector id. */
  subjectId: string;
  title: string;
  state: 'queued' | 'delivered' | 'working' | 'answered' | 'refused' | 'failed' | 'expired' | 'cancelled';
  reason: string | null;
  askedBy: { personId: string; name: string };
  askedAt: number;
  joined: { personId: string; name: string; joinedAt: number }[];
  expiresAt: number;
  deliveredAt: number | null;
  deliveredToBoot: string | null;
  deliveries: number;
  workingAt: number | null;
  endedAt: number | null;
  progress: { done: number; total: number | null; reportedAt: number } | null;
  answer: { bytes: number; items: number; receivedAt: number; cut: string | null } | null;
}

export interface RequestStore {
  /** Keeps a new request and gives it the next number. */
  add(request: Omit<StoredRequest, 'number'>): Promise<StoredRequest>;
  /** Replaces it if its state is still `expected`; resolves to false otherwise. */
  replace(request: StoredRequest, expected: StoredRequest['state']): Promise<boolean>;
  get(number: number): Promise<StoredRequest | null>;
  /** All requests that have not ended. */
  open(): Promise<StoredRequest[]>;
  /** Newest request about a subject of a kind, of any state unless given. */
  newest(
    kind: StoredRequest['kind'],
    runtimeId: string,
    subjectId: string,
    state?: StoredRequest['state'],
  ): Promise<StoredRequest | null>;
  /** Newest first by number, before a number. */
  list(
    filter: {
      states?: StoredRequest['state'][];
      kinds?: StoredRequest['kind'][];
      runtimeIds?: string[];
      personId?: string;
    },
    before: number | null,
    limit: number,
  ): Promise<StoredRequest[]>;
  count(filter: { states?: StoredRequest['state'][]; personId?: string }): Promise<number>;
  /** Durations from delivered to answered of the newest answered requests of a kind, for honest estimates. */
  answerTimes(kind: StoredRequest['kind'], limit: number): Promise<number[]>;
}

/** Kept answers: compressed chunks and one description, written once. */
export interface AnswerStore {
  /** Keeps a chunk of an answer that is arriving. Chunks are numbered from 0. */
  putChunk(requestNumber: number, chunk: number, bytes: Uint8Array): Promise<void>;
  /** Makes the answer readable: its description (JSON) and number of chunks. */
  finish(requestNumber: number, description: string, chunks: number, receivedAt: number): Promise<void>;
  /** Forgets an answer, finished or not. */
  discard(requestNumber: number): Promise<void>;
  description(requestNumber: number): Promise<string | null>;
  chunk(requestNumber: number, chunk: number): Promise<Uint8Array | null>;
}

export interface StoredContactChange {
  runtimeId: string;
  at: number;
  contact: Contact;
  word: FleetWord;
}

export interface ContactStore {
  append(change: StoredContactChange): Promise<void>;
  /** Changes in `[fromAt, toAt)`, and of each runtime the last one before `fromAt`; by runtime, then time. `runtimeIds` null = all. */
  list(runtimeIds: readonly string[] | null, fromAt: number, toAt: number): Promise<StoredContactChange[]>;
}

/** Small nouns of which there are at most thousands: `runtime`, `environment`, `token`, `session`, `person`, `sign-in-code`, `setting`. Values are JSON. */
export interface RecordStore {
  get<T>(kind: string, id: string): Promise<{ value: T; version: number } | null>;
  list<T>(kind: string): Promise<{ id: string; value: T; version: number }[]>;
  /** Writes; with `ifVersion` only when the kept version is that one (0 = must not exist). Resolves to the new version, or null when it did not match. */
  put<T>(kind: string, id: string, value: T, ifVersion?: number): Promise<number | null>;
  delete(kind: string, id: string): Promise<void>;
}

/** The kinds of step report a row needs; kept here so that adapters agree on what "current" means. */
export function currentStep(steps: readonly StepReport[]): { number: number; name: string } | null {
  const running = steps.findLast((step) => step.state === 'running' || step.state === 'failed');
  return running ? { number: running.number, name: running.name } : null;
}
