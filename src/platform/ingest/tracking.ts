import { fingerprint } from '#contract/fingerprint.ts';
import type { Core } from '#platform/core.ts';
import type { LiveRuntime } from '#platform/fleet/live-runtime.ts';
import type { AgentHandlers } from '#platform/routing/handlers.ts';
import type { AppliedReport } from '#platform/store/store.ts';
import { runtimeOf } from './runtime-of.ts';

/** Executions that changed: kept in one transaction, acknowledged after its commit (invariant 6), safe to repeat. */
export function trackingHandler(core: Core): AgentHandlers['tracking'] {
  return async ({ body }, context) => {
    const runtime = runtimeOf(context);
    const { id: runtimeId, environmentId } = runtime.record;
    const receivedAt = core.now();
    const reports = body.reports.map((report) => ({
      report,
      fingerprint: report.failure ? fingerprint(report.failure) : null,
    }));
    const { isDuplicate, applied } = await core.store.executions.apply(
      { runtimeId, environmentId },
      body.batchId,
      receivedAt,
      reports,
    );
    if (body.lost > 0 && !isDuplicate) core.options.log('warn', 'reports-lost', { runtimeId, lost: body.lost });
    for (const { processId, startedAt } of body.reports) {
      runtime.lastStarts.set(processId, Math.max(startedAt, runtime.lastStarts.get(processId) ?? 0));
    }
    await tell(core, runtime, applied);
    return { batchId: body.batchId, changed: applied.length, receivedAt };
  };
}

/** After the commit: what fails here costs freshness only, and must not turn an acknowledgement into an error. */
async function tell(core: Core, runtime: LiveRuntime, applied: readonly AppliedReport[]): Promise<void> {
  if (applied.length === 0) return;
  core.hints.say({ type: 'executions', runtimeIds: [runtime.record.id] });
  for (const { executionId } of applied) core.hints.say({ type: 'execution', executionId });
  if (!applied.some((report) => report.hasEnded)) return;
  try {
    await core.fleet.refreshOutcomes(runtime);
  } catch (error) {
    core.options.log('warn', 'outcomes-not-read', { runtimeId: runtime.record.id, error: String(error) });
  }
}
