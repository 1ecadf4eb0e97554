import type { ExecutionStatus } from '#contract/status.ts';
import { fileKinds, sourceKinds } from '../definition/step.ts';
import { describeError } from '../errors/describe-error.ts';
import type { Execution } from './execution.ts';
import { StepFailure } from './flow.ts';

/** Sums the step counts up into the execution's own. */
export function countUp(execution: Execution): void {
  const { steps } = execution.order.process;
  const reports = execution.steps.map((report, index) => ({ report, kind: steps[index]?.kind ?? report.kind }));
  const sources = reports.filter(({ kind }) => sourceKinds.has(kind as never));
  execution.in = sources.reduce((sum, { report }) => sum + report.out, 0);
  execution.out = reports.filter(({ kind }) => !fileKinds.has(kind as never)).at(-1)?.report.out ?? 0;
}

/**
 * Records how the run failed: the template part in `failure`, the full story in `details` and the log. Marks the failing step,
 * and the steps after it as skipped.
 */
export function recordFailure(execution: Execution, thrown: unknown, now: number): void {
  const step = thrown instanceof StepFailure ? thrown.step : null;
  const described = describeError(thrown instanceof StepFailure ? thrown.cause : thrown);
  const report = step === null ? null : execution.step(step);
  const { details } = described;
  execution.failure = { ...described.report, step, connectorId: report?.connectorId ?? null };
  execution.errors += 1;
  if (report) {
    report.state = 'failed';
    report.errors += 1;
  }
  for (const each of execution.steps) {
    if (each.state === 'waiting') each.state = 'skipped';
    // Steps before the failing one did their work; those after it were cut short and rolled back.
    if (each.state === 'running') each.state = step !== null && each.number < step ? 'done' : 'warned';
  }
  const document = details.document ?? (execution.file ? 1 : null);
  for (const each of execution.documents.values())
    if (each.outcome === 'in-flight')
      execution.changeDocument(each.number, { outcome: each.number === document ? 'failed' : 'skipped', step });
  execution.details = {
    t: 'error',
    at: now,
    class: described.report.class,
    code: described.report.code,
    message: details.message,
    step,
    stepName: report?.name ?? null,
    connectorId: report?.connectorId ?? null,
    document:
      document === null
        ? null
        : { number: document, fileName: execution.documents.get(document)?.fileName ?? null, record: details.record },
    stack: details.stack,
    causes: details.causes,
  };
  execution.log(
    'error',
    step,
    [details.message, ...details.causes.map((cause) => `caused by ${cause.type}: ${cause.message}`)].join('\n'),
  );
}

/** The status of a run that went through. */
export function goodStatus(execution: Execution): ExecutionStatus {
  return execution.warnings > 0 || execution.errors > 0 ? 'COMPLETE_WARN' : 'COMPLETE';
}

/** Ends the documents of a run that went through. */
export function settleDocuments(execution: Execution): void {
  for (const document of execution.documents.values())
    if (document.outcome === 'in-flight')
      execution.changeDocument(document.number, { outcome: document.records === 0 ? 'warned' : 'written' });
}
