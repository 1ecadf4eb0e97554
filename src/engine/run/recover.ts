import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { LogLevel } from '#contract/answer.ts';
import { isInFlight } from '#contract/status.ts';
import type { StepReport } from '#contract/tracking.ts';
import type { Process } from '../definition/process.ts';
import { catalogue } from '../errors/catalogue.ts';
import type { Workspace } from '../workspace.ts';
import { claimFile, orphanedClaims, settleFile } from './claim.ts';
import type { ClaimedFile, Journal, JournaledExecution } from './journal.ts';
import type { Runner } from './runner.ts';

/** A run that is interrupted this often is not tried again: it may be what ends the runtime. */
const INTERRUPTED_TRIES_MAX = 3;

/** What recovery needs. */
export interface RecoveryPorts {
  workspace: Workspace;
  journal: Journal;
  runner: Runner;
  processes: ReadonlyMap<string, Process>;
  now: () => number;
  newId: () => string;
  log: (level: LogLevel, text: string) => void;
}

/**
 * Picks up after the last end of the runtime, however it ended. Waiting runs go on; interrupted runs are reported as
 * ABORTED_RECOVERING and run again or not, as their process says; claimed files without a run get one; files of ended runs are
 * brought to where they belong. Safe to be killed at any point and to run again.
 */
export async function recover(ports: RecoveryPorts): Promise<void> {
  const { workspace, journal, processes } = ports;
  const unfinished = journal.unfinished();
  // Claims first: a kill between the claim of a retry and its journal entry leaves one that belongs to an ended run.
  const orphans = await orphanedClaims(workspace, journal);
  for (const execution of unfinished) {
    const process = processes.get(execution.report.processId);
    if (!process) await end(execution, 'PROCESS_GONE', ports);
    else if (execution.report.status === 'ENQUEUED') resume(execution, process, ports);
    else await interrupted(execution, process, ports);
  }
  for (const { claim, file } of orphans) {
    const process = processes.get(claim.processId);
    const { executionId, trigger, attempt, retryOf, workId = retryOf ?? executionId } = claim;
    if (process) ports.runner.start({ executionId, process, trigger, attempt, retryOf, workId, file });
    else ports.log('error', `File ${file.path} waits for process ${claim.processId}, which is not defined`);
  }
  await settleEnded(ports);
}

function resume({ report, file }: JournaledExecution, process: Process, { runner }: RecoveryPorts): void {
  const { executionId, trigger, attempt, retryOf, workId, revision, startedAt } = report;
  runner.start({ executionId, process, trigger, attempt, retryOf, workId, file }, { revision, startedAt });
}

async function interrupted(execution: JournaledExecution, process: Process, ports: RecoveryPorts): Promise<void> {
  const { report, file } = execution;
  const isTriedAgain =
    process.onInterrupt === 'retry' &&
    report.attempt < INTERRUPTED_TRIES_MAX &&
    (file === null || file.path.startsWith(ports.workspace.work));
  if (isTriedAgain) {
    const order = {
      executionId: ports.newId(),
      process,
      trigger: 'retry' as const,
      attempt: report.attempt + 1,
      retryOf: report.executionId,
      workId: report.workId,
    };
    const claimed =
      file &&
      (await claimFile(ports.workspace, file.path, {
        ...order,
        processId: process.id,
        name: file.name,
        directory: file.directory,
      }));
    journalEnd(execution, 'RUN_INTERRUPTED', ports);
    // Without the file it was handed over before a kill: its claim names this run and starts the next try.
    if (file === null || claimed !== null) ports.runner.start({ ...order, file: claimed });
    await settle(report.executionId, null, process.folders.failed, ports);
  } else {
    await end(execution, 'RUN_INTERRUPTED', ports);
  }
}

async function end(
  execution: JournaledExecution,
  key: 'RUN_INTERRUPTED' | 'PROCESS_GONE',
  ports: RecoveryPorts,
): Promise<void> {
  journalEnd(execution, key, ports);
  const folder = ports.processes.get(execution.report.processId)?.folders.failed ?? 'failed';
  await settle(execution.report.executionId, execution.file, folder, ports);
}

function journalEnd(
  { report, file, openDocuments }: JournaledExecution,
  key: 'RUN_INTERRUPTED' | 'PROCESS_GONE',
  { journal, now, log }: RecoveryPorts,
): void {
  const { class: errorClass, code, template } = catalogue[key];
  const running = report.steps.find((step) => step.state === 'running') ?? null;
  const failure = {
    class: errorClass,
    code,
    template,
    step: running?.number ?? null,
    connectorId: running?.connectorId ?? null,
  };
  const endedAt = now();
  log('warn', `Execution ${report.executionId} of ${report.processName} was in flight when the runtime ended`);
  journal.save({
    file,
    report: {
      ...report,
      revision: report.revision + 1,
      status: key === 'RUN_INTERRUPTED' ? 'ABORTED_RECOVERING' : 'ERROR',
      endedAt,
      errors: report.errors + 1,
      failure,
      steps: report.steps.map(endedStep),
      documents: openDocuments.slice(0, 200).map((document) => ({ ...document, outcome: 'skipped' as const })),
    },
    openDocuments: [],
    details: {
      t: 'error',
      at: endedAt,
      class: errorClass,
      code,
      message:
        key === 'RUN_INTERRUPTED'
          ? 'The runtime ended (stopped, killed or lost power) while this run was in flight. Flows that were committed before stay committed.'
          : `The process "${report.processId}" is not defined any more.`,
      step: failure.step,
      stepName: running?.name ?? null,
      connectorId: failure.connectorId,
      document: null,
      stack: null,
      causes: [],
    },
  });
}

function endedStep(step: StepReport): StepReport {
  if (step.state === 'running') return { ...step, state: 'failed' };
  return step.state === 'waiting' ? { ...step, state: 'skipped' } : step;
}

async function settleEnded(ports: RecoveryPorts): Promise<void> {
  const { workspace, journal, processes } = ports;
  const waiting = journal.endedWithFileIn(workspace.work);
  for (const { report, file } of waiting) {
    const folders = processes.get(report.processId)?.folders ?? { done: 'done', failed: 'failed' };
    const isGood = report.status === 'COMPLETE' || report.status === 'COMPLETE_WARN';
    await settle(report.executionId, file, isGood ? folders.done : folders.failed, ports);
  }
  const kept = new Set(journal.endedWithFileIn(workspace.work).map(({ report }) => report.executionId));
  // What is left belongs to ended runs whose files are settled: a kill came before their folder was removed.
  for (const executionId of await readdir(workspace.work)) {
    const execution = kept.has(executionId) ? null : journal.read(executionId);
    if (execution && !isInFlight(execution.report.status)) {
      await rm(join(workspace.work, executionId), { recursive: true, force: true });
    }
  }
}

/** A file that cannot be moved now must not keep the runtime from starting. */
async function settle(
  executionId: string,
  file: ClaimedFile | null,
  folder: string,
  { workspace, journal, log }: RecoveryPorts,
): Promise<void> {
  await settleFile(workspace, journal, executionId, file, folder).catch((error: unknown) =>
    log('error', `${executionId}: its file stays at ${file?.path ?? 'an unknown place'}: ${String(error)}`),
  );
}
