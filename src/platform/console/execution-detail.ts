import { ProblemError } from '#contract/errors.ts';
import type { ExecutionDetail } from '#contract/execution.ts';
import { requestKinds } from '#contract/request.ts';
import { executionState } from '#contract/status.ts';
import type { Core } from '#platform/core.ts';
import { isRuntimeLost } from '#platform/fleet/live-runtime.ts';
import { requestId } from '#platform/requests/titles.ts';
import type { StoredExecution, StoredExecutionRow } from '#platform/store/store.ts';
import { asRow, shownExecution } from './shown-execution.ts';

const RECENT_RUNS = 40;

/** One execution in full, as far as it was reported. Throws `not-found`. */
export async function executionDetail(core: Core, id: string): Promise<ExecutionDetail> {
  const { executions } = core.store;
  const stored = await executions.get(id);
  if (!stored) throw noExecution(id);
  const { runtimeId, processId, startedAt, documents } = stored;
  const parent = stored.parentId ? await executions.get(stored.parentId) : null;
  const { children, attempts } = await executions.relatives(id);
  const recent = await executions.recentRuns(runtimeId, processId, Number.MAX_SAFE_INTEGER, 1);
  const recentRuns = await executions.recentRuns(runtimeId, processId, startedAt, RECENT_RUNS);
  const success = await executions.lastSuccess(runtimeId, processId, startedAt);
  const normal = await core.normals.of(runtimeId, processId);
  const state = (row: StoredExecutionRow | StoredExecution) => {
    const runtime = core.fleet.get(row.runtimeId);
    return executionState(row.status, runtime === undefined || isRuntimeLost(runtime, core.now()));
  };
  return {
    execution: await shownExecution(core, asRow(stored)),
    asOfAt: core.now(),
    reportedAt: stored.reportedAt,
    steps: stored.steps,
    documentCount: Object.values(documents).reduce((sum, count) => sum + count, 0),
    documentOutcomes: documents,
    parent: parent ? { id: parent.id, processName: parent.processName, state: state(parent) } : null,
    children: children.map((row) => ({
      id: row.id,
      processName: row.processName,
      state: state(row),
      startedAt: row.startedAt,
    })),
    attempts: attempts.map((row) => ({
      id: row.id,
      attempt: row.attempt,
      state: state(row),
      startedAt: row.startedAt,
    })),
    lastSuccess: success
      ? {
          id: success.id,
          startedAt: success.startedAt,
          durationMs: lengthOf(success) ?? 0,
          processVersion: success.processVersion,
          in: success.in,
          out: success.out,
        }
      : null,
    recentRuns: recentRuns
      .reverse()
      .map((row) => ({ id: row.id, state: state(row), startedAt: row.startedAt, durationMs: lengthOf(row) })),
    normalRuns: normal?.runs ?? 0,
    nextExpectedAt: nextExpectedAt(core, stored, recent[0]?.startedAt ?? startedAt),
    requests: await requestsAbout(core, stored),
  };
}

/** The answer about an execution that is not kept. */
export function noExecution(id: string): ProblemError {
  return new ProblemError(
    'not-found',
    `There is no execution ${id}; it was never reported, or retention has deleted it.`,
  );
}

/** The next scheduled start of the same process: one distance after its newest start. Null without a schedule or out of contact. */
function nextExpectedAt(core: Core, execution: StoredExecution, newestStartAt: number): number | null {
  const runtime = core.fleet.get(execution.runtimeId);
  if (!runtime || isRuntimeLost(runtime, core.now())) return null;
  const held = runtime.record.description?.processes.find((one) => one.id === execution.processId);
  return held?.trigger === 'schedule' && held.everyMs ? newestStartAt + held.everyMs : null;
}

async function requestsAbout(core: Core, execution: StoredExecution): Promise<ExecutionDetail['requests']> {
  const found: ExecutionDetail['requests'] = [];
  for (const kind of requestKinds) {
    if (kind === 'connector-browse') continue;
    const newest = await core.store.requests.newest(kind, execution.runtimeId, execution.id);
    if (!newest) continue;
    found.push({ id: requestId(newest.number), kind, state: newest.state });
    // Asked again, and not answered (yet): what was answered before stays readable.
    const answered =
      newest.state === 'answered'
        ? null
        : await core.store.requests.newest(kind, execution.runtimeId, execution.id, 'answered');
    if (answered && (await core.store.answers.description(answered.number)) !== null)
      found.push({ id: requestId(answered.number), kind, state: answered.state });
  }
  return found;
}

function lengthOf(run: { startedAt: number; endedAt: number | null }): number | null {
  return run.endedAt === null ? null : Math.max(0, run.endedAt - run.startedAt);
}
