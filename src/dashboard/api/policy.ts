import type { PlatformEvent } from '#contract/events.ts';
import type { ConsoleOperationName } from '#contract/console-operations.ts';
import { ProblemError } from '#contract/errors.ts';

/** How one operation is kept fresh. */
export interface Freshness {
  /** Younger than this it is not read again when a screen opens. */
  staleMs: number;
  /** Read again this often while shown, or never. The event stream does the quick part; polling covers a lost hint. */
  pollMs: number | false;
  reason: string;
}

const usual: Freshness = {
  staleMs: 5_000,
  pollMs: 30_000,
  reason: 'hints arrive within a second; half a minute covers a lost one',
};
const fixed: Freshness = { staleMs: Number.POSITIVE_INFINITY, pollMs: false, reason: 'a kept answer never changes' };

const special: Partial<Record<ConsoleOperationName, Freshness>> = {
  getSession: { staleMs: 60_000, pollMs: 300_000, reason: 'notices an ended session; the clock comes with each beat' },
  getBadges: { staleMs: 5_000, pollMs: 60_000, reason: 'figures beside words; hints refresh them' },
  getOverview: { staleMs: 2_000, pollMs: 15_000, reason: 'contact changes by the clock alone, without any event' },
  listRuntimes: { staleMs: 2_000, pollMs: 5_000, reason: 'next expected contact moves with each beat of 5 s' },
  getRuntime: { staleMs: 2_000, pollMs: 10_000, reason: 'next expected contact moves with each beat of 5 s' },
  getRequest: { staleMs: 0, pollMs: 5_000, reason: 'a person waits for it' },
  listEnvironments: { staleMs: 60_000, pollMs: false, reason: 'changed by people, and hinted at' },
  getSettings: { staleMs: 30_000, pollMs: false, reason: 'changed by people, and hinted at' },
  listEnrolmentTokens: { staleMs: 2_000, pollMs: 10_000, reason: 'a token is used while its maker watches' },
  getErrorDetails: fixed,
  getLogOutline: fixed,
  getLogLines: fixed,
  searchLog: fixed,
  getSchemaObject: {
    staleMs: 300_000,
    pollMs: false,
    reason: 'changes only when a browse is answered, which is hinted at',
  },
  listSchemaObjects: {
    staleMs: 300_000,
    pollMs: false,
    reason: 'changes only when a browse is answered, which is hinted at',
  },
};

/** How an operation is kept fresh. */
export function freshnessOf(name: ConsoleOperationName): Freshness {
  return special[name] ?? usual;
}

/** Tried again at most this often by itself; afterwards the panel says so, and polling goes on. */
const RETRIES = 2;

/** Whether a failed read is tried again: only what may pass by itself. A problem that names its reason will not. */
export function mayRetry(failures: number, error: unknown): boolean {
  if (failures >= RETRIES) return false;
  return !(error instanceof ProblemError) || error.code === 'store-unavailable' || error.code === 'internal';
}

/** Wait before the next try: 1 s, 3 s. The platform's own restart takes about two. */
export function retryAfterMs(failures: number): number {
  return failures === 0 ? 1_000 : 3_000;
}

/** Which reads each kind of hint makes stale. Only those on screen are read again at once. */
export const concernedBy: Record<Exclude<PlatformEvent['type'], 'beat'>, readonly ConsoleOperationName[]> = {
  executions: [
    'getOverview',
    'getBadges',
    'listRuntimes',
    'getRuntime',
    'listExecutions',
    'countExecutions',
    'histogramExecutions',
    'listFieldValues',
    'listConnectors',
    'getConnector',
  ],
  execution: ['getExecution', 'listDocuments'],
  runtimes: ['getOverview', 'getBadges', 'listRuntimes', 'getRuntime', 'listConnectors', 'getConnector'],
  request: [
    'getRequest',
    'listRequests',
    'getBadges',
    'getOverview',
    'getExecution',
    'listConnectors',
    'getConnector',
    'listSchemaObjects',
    'getSchemaObject',
  ],
  settings: ['getSettings', 'listEnvironments', 'listEnrolmentTokens'],
};

/** Hints are gathered this long, so that a burst of runs costs one read a second and not one each. */
export const HINT_GATHER_MS = 1_000;

/** A person waits for each step of a request, and there are few: a log that took 90 ms to come was shown after a second and more. */
export const REQUEST_HINT_GATHER_MS = 100;

/** What a change made by this page makes stale. */
export const changedBy: Partial<Record<ConsoleOperationName, readonly ConsoleOperationName[]>> = {
  pauseRuntime: ['getRuntime', 'listRuntimes', 'getOverview'],
  resumeRuntime: ['getRuntime', 'listRuntimes', 'getOverview'],
  retireRuntime: ['getRuntime', 'listRuntimes', 'getOverview', 'getBadges'],
  createRequest: ['getRequest', 'listRequests', 'getBadges', 'getExecution', 'listConnectors', 'getConnector'],
  cancelRequest: ['getRequest', 'listRequests', 'getBadges', 'getExecution', 'listConnectors', 'getConnector'],
  createEnvironment: ['listEnvironments', 'listRuntimes'],
  renameEnvironment: ['listEnvironments', 'listRuntimes', 'getOverview', 'listEnrolmentTokens'],
  createEnrolmentToken: ['listEnrolmentTokens'],
  revokeEnrolmentToken: ['listEnrolmentTokens'],
  updateRetention: ['getSettings'],
};
