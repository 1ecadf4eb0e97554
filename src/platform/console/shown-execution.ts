import type { Execution } from '#contract/execution.ts';
import type { Failure } from '#contract/failure.ts';
import { NORMAL_MIN_RUNS } from '#contract/rules.ts';
import { executionState, isInFlight } from '#contract/status.ts';
import type { Core } from '#platform/core.ts';
import { isRuntimeLost } from '#platform/fleet/live-runtime.ts';
import { currentStep, type StoredExecution, type StoredExecutionRow } from '#platform/store/store.ts';

/** A kept run as people see it: with names, its visual state by the clock, and its own normal. */
export async function shownExecution(core: Core, row: StoredExecutionRow): Promise<Execution> {
  const runtime = core.fleet.get(row.runtimeId);
  const environment = core.fleet.environment(row.environmentId);
  const isLost = runtime === undefined || isRuntimeLost(runtime, core.now());
  const state = executionState(row.status, isLost);
  const normal = await core.normals.of(row.runtimeId, row.processId);
  return {
    id: row.id,
    processId: row.processId,
    processName: row.processName,
    processVersion: row.processVersion,
    runtimeId: row.runtimeId,
    runtimeName: runtime?.record.name ?? row.runtimeId,
    environmentId: row.environmentId,
    environmentName: environment?.name ?? row.environmentId,
    environmentKind: environment?.kind ?? 'production',
    status: row.status,
    state,
    unknownSinceAt: state === 'unknown' ? (runtime?.lastContactAt ?? row.reportedAt) : null,
    recovered: row.recovered,
    trigger: row.trigger,
    startedAt: row.startedAt,
    endedAt: row.endedAt,
    durationMs: isInFlight(row.status) || row.endedAt === null ? null : Math.max(0, row.endedAt - row.startedAt),
    normalMs: normal && normal.runs >= NORMAL_MIN_RUNS ? Math.round(normal.medianMs) : null,
    in: row.in,
    out: row.out,
    errors: row.errors,
    warnings: row.warnings,
    bytes: row.bytes,
    attempt: row.attempt,
    attemptsMax: row.attemptsMax,
    failure: row.failure ? shownFailure(core, row, row.failure) : null,
    currentStep: state === 'ok' || state === 'warn' ? null : row.currentStep,
  };
}

/** A whole execution as a row of a page. */
export function asRow(execution: StoredExecution): StoredExecutionRow {
  const { steps, ...rest } = execution;
  const failedStep = steps.find((step) => step.number === execution.failure?.step);
  return { ...rest, currentStep: currentStep(steps), failedStepName: failedStep?.name ?? null };
}

function shownFailure(
  core: Core,
  row: StoredExecutionRow,
  failure: NonNullable<StoredExecutionRow['failure']>,
): Failure {
  const connector = core.fleet
    .get(row.runtimeId)
    ?.record.description?.connectors.find((one) => one.id === failure.connectorId);
  return { ...failure, stepName: row.failedStepName, connectorName: connector?.name ?? null };
}
