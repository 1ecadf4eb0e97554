import type { FailureReport } from '#contract/failure.ts';
import type { DocumentReport, StepReport } from '#contract/tracking.ts';

/**
 * A past that a host brings along (the bundled world: 30 days, 200,000 runs), laid out so that it loads in well under a second:
 * what filters, sorts and counts is in columns, everything else is derived when somebody looks at one run.
 *
 * The store copies the columns on load, works out groups (numbered by first row that has them) and recovered marks itself, and
 * takes later tracking reports about these runs like about any other: a past run in flight may end live with a higher revision.
 * `idOf`, `detailOf` and `documentsOf` are called again and again and must give the same each time.
 */
export interface PastExecutions {
  /** Entries must be distinct by `runtimeId`. */
  readonly runtimes: readonly PastRuntime[];
  /** Entries must be distinct by id and name; one process on several runtimes is one entry. */
  readonly processes: readonly PastProcess[];
  /** Entries must be distinct; `fingerprint` as `#contract/fingerprint.ts` makes it. */
  readonly failures: readonly PastFailure[];
  readonly columns: PastColumns;
  /** The execution id of a row: distinct, and satisfying the contract's `Id`. */
  idOf(row: number): string;
  /** The row of an execution id, -1 for an id that is not of this past. Should be arithmetic or one map look-up. */
  rowOf(id: string): number;
  /** What only matters when this run is on the page. Cheap: called for each row of a list. */
  detailOf(row: number): PastDetail;
  /** Its documents by number; their outcomes add up to `detailOf(row).documents`. */
  documentsOf(row: number): readonly DocumentReport[];
}

export interface PastRuntime {
  runtimeId: string;
  environmentId: string;
}

export interface PastProcess {
  processId: string;
  processName: string;
}

export interface PastFailure extends Pick<FailureReport, 'class' | 'code' | 'template' | 'connectorId'> {
  fingerprint: string;
}

/** One entry a run, all of length `length`. Any order; ascending `startedAt` loads fastest. */
export interface PastColumns {
  readonly length: number;
  readonly startedAt: Float64Array;
  /** -1 while in flight, which `status` must agree with. */
  readonly durationMs: Float64Array;
  /** Index in `runtimes`. */
  readonly runtime: Uint16Array;
  /** Index in `processes`. */
  readonly process: Uint16Array;
  /** Index in `executionStatuses` of the contract. */
  readonly status: Uint8Array;
  /** Index in `triggers` of the contract. */
  readonly trigger: Uint8Array;
  /** Index in `failures`, -1 without one. */
  readonly failure: Int32Array;
  readonly errors: Uint32Array;
  /** Row of the run that this is a sub-process of, -1 for none. */
  readonly parent: Int32Array;
  /** Row of the attempt before this one, -1 for none. */
  readonly retryOf: Int32Array;
  /** Row of the first attempt at the same work (of the same process and runtime), the row itself where it is the first; -1 where the work is the process (`workId`). */
  readonly work: Int32Array;
}

/** The rest of a run. */
export interface PastDetail {
  revision: number;
  reportedAt: number;
  processVersion: string | null;
  attempt: number;
  attemptsMax: number;
  in: number;
  out: number;
  warnings: number;
  bytes: number;
  /** Number of the step that failed; null without a failure or when it failed outside its steps. */
  failureStep: number | null;
  steps: StepReport[];
  documents: { written: number; warned: number; failed: number; skipped: number; inFlight: number };
}

/** Columns for so many runs: `failure`, `parent`, `retryOf` and `work` are -1 (none), everything else is 0. */
export function allocatePastColumns(length: number): PastColumns {
  return {
    length,
    startedAt: new Float64Array(length),
    durationMs: new Float64Array(length),
    runtime: new Uint16Array(length),
    process: new Uint16Array(length),
    status: new Uint8Array(length),
    trigger: new Uint8Array(length),
    failure: new Int32Array(length).fill(-1),
    errors: new Uint32Array(length),
    parent: new Int32Array(length).fill(-1),
    retryOf: new Int32Array(length).fill(-1),
    work: new Int32Array(length).fill(-1),
  };
}
