import type { RuntimeStatus } from '#contract/runtime.ts';
import type { StoredGroup } from '#platform/store/store.ts';

/* What the incidents of Now are derived from. Traces have one value per bucket of the window. */

export interface RuntimeFacts {
  id: string;
  name: string;
  environmentId: string;
  isTest: boolean;
  status: RuntimeStatus;
  certificateEndsAt: number;
  inFlight: number;
  /** Share of each bucket out of contact. */
  awayTrace: number[];
  failedTrace: number[];
  runsTrace: number[];
}

export interface GroupFacts extends Omit<StoredGroup, 'buckets'> {
  isTest: boolean;
  connectorName: string | null;
  /** Of its newest run. */
  processName: string;
  /** The one runtime that has it, null when there are several. */
  onlyRuntimeId: string | null;
  trace: number[];
}

/** A scheduled process without a start for longer than its schedule allows, while its runtime is in contact. */
export interface SilentFacts {
  runtimeId: string;
  runtimeName: string;
  isTest: boolean;
  processId: string;
  processName: string;
  everyMs: number;
  lastStartAt: number;
  trace: number[];
}

/** A process with runs far beyond its normal. */
export interface SlowFacts {
  processId: string;
  processName: string;
  runs: number;
  firstAt: number;
  lastAt: number;
  trace: number[];
}

/** An open request that does not move. `isWaitingForRuntime`: its runtime is out of contact, which says it all. */
export interface StuckFacts {
  requestId: string;
  title: string;
  runtimeId: string;
  runtimeName: string;
  state: string;
  askedAt: number;
  isWaitingForRuntime: boolean;
}

export interface IncidentFacts {
  now: number;
  fromAt: number;
  bucketMs: number;
  buckets: number;
  runtimes: RuntimeFacts[];
  groups: GroupFacts[];
  silent: SilentFacts[];
  slow: SlowFacts[];
  stuck: StuckFacts[];
}
