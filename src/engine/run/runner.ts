import { setTimeout as sleep } from 'node:timers/promises';
import type { LogLevel } from '#contract/answer.ts';
import { isInFlight, type Trigger } from '#contract/status.ts';
import type { Credentials } from '../connections/secrets.ts';
import type { Connection } from '../definition/connection.ts';
import { backoffMs } from '../definition/retry-rule.ts';
import { describeError } from '../errors/describe-error.ts';
import { EngineError } from '../errors/engine-error.ts';
import type { Workspace } from '../workspace.ts';
import { claimFile, settleFile } from './claim.ts';
import { Execution, type RunOrder } from './execution.ts';
import { openExecutionLog } from './execution-log.ts';
import { countUp, goodStatus, recordFailure, settleDocuments } from './finish-execution.ts';
import { StepFailure } from './flow.ts';
import type { ClaimedFile, Journal } from './journal.ts';
import { runSteps } from './run-execution.ts';
import { createRunQueue } from './run-queue.ts';

/** What a runner needs. */
export interface RunnerPorts {
  workspace: Workspace;
  journal: Journal;
  credentials: Credentials;
  now: () => number;
  newId: () => string;
  /** Runs at the same time, over all processes. */
  parallel: number;
  logMaxBytes: number;
  connections: () => ReadonlyMap<string, Connection>;
  /** Something was journaled. */
  announce: () => void;
  /** An execution ended. */
  onEnd: (execution: Execution) => void;
  log: (level: LogLevel, text: string) => void;
}

/** Starts, queues, retries and ends executions. */
export interface Runner {
  /** Journals a new execution and runs it as soon as there is room. */
  start(order: RunOrder, resumed?: { revision: number; startedAt: number }): void;
  /** Journals an execution that was not run, with the reason in its log. */
  discard(order: RunOrder, reason: string): void;
  /** Ends a run in flight as ABORTED; false when there is none of that id. */
  abort(executionId: string): boolean;
  isBusy(processId: string): boolean;
  /** Ids of runs that go or wait, newest first. */
  inFlight(): string[];
  /** The log of a run in flight is written out, so that it can be read. */
  flushLog(executionId: string): void;
  /** Takes no more runs, gives those in flight `graceMs`, then aborts them. */
  stop(graceMs: number): Promise<void>;
}

interface Run {
  execution: Execution;
  flushLog: () => void;
  abort: AbortController;
}

/** Makes a runner. */
export function createRunner(ports: RunnerPorts): Runner {
  const { workspace, journal, now } = ports;
  const runs = new Map<string, Run>();
  const ends = new Set<Promise<void>>();
  const delays = new Set<NodeJS.Timeout>();
  let isStopping = false;

  const queue = createRunQueue<Run>(ports.parallel, (run) => {
    const end = go(run);
    ends.add(end);
    return end.finally(() => ends.delete(end));
  });

  const open = (
    order: RunOrder,
    status: 'ENQUEUED' | 'INPROCESS',
    resumed?: { revision: number; startedAt: number },
  ): Run => {
    const log = openExecutionLog({
      logs: workspace.logs,
      executionId: order.executionId,
      level: order.process.logLevel,
      maxBytes: ports.logMaxBytes,
      now,
    });
    const execution = new Execution(order, status, { journal, log, now, announce: ports.announce }, resumed);
    return { execution, flushLog: () => log.flush(), abort: new AbortController() };
  };

  const start: Runner['start'] = (order, resumed) => {
    const { process } = order;
    const run = open(
      order,
      !isStopping && order.retryOf === null && queue.hasRoom(process.id, process.parallel) ? 'INPROCESS' : 'ENQUEUED',
      resumed,
    );
    const { execution } = run;
    execution.log(
      'info',
      null,
      `${process.name} ${process.version}, started by ${triggerText(order.trigger)}${order.file ? ` (${order.file.directory}/${order.file.name}, ${order.file.sizeBytes} bytes)` : ''}`,
    );
    if (order.retryOf !== null) {
      execution.log('info', null, `Try ${order.attempt}, after execution ${order.retryOf}`);
    }
    runs.set(order.executionId, run);
    if (isStopping) return;
    const waitMs = order.retryOf !== null && process.retry ? backoffMs(process.retry, order.attempt) : 0;
    if (waitMs === 0) {
      queue.add(process.id, process.parallel, run);
    } else {
      // Outside the queue: a run that waits for its next try must not keep others from their turn.
      const timer = setTimeout(() => {
        delays.delete(timer);
        queue.add(process.id, process.parallel, run);
      }, waitMs);
      delays.add(timer);
    }
  };

  /** Runs one execution to its end. Never throws: what goes wrong is the execution's outcome. */
  const go = async (run: Run): Promise<void> => {
    const { execution, abort } = run;
    const { order } = execution;
    const { process } = order;
    try {
      if (execution.status === 'ENQUEUED') {
        execution.log('info', null, `Waited ${now() - execution.startedAt} ms for a free slot`);
        execution.status = 'INPROCESS';
        execution.publish();
      }
      const timer = setTimeout(
        () => abort.abort(new EngineError('PROCESS_TIMEOUT', `the run took longer than ${process.timeoutMs} ms`)),
        process.timeoutMs,
      );
      try {
        await runSteps(execution, abort.signal, {
          workspace,
          connections: ports.connections(),
          credentials: ports.credentials,
          now,
        });
      } finally {
        clearTimeout(timer);
      }
      countUp(execution);
      settleDocuments(execution);
      execution.log(
        'info',
        null,
        `Done: ${execution.in} in, ${execution.out} out, ${execution.errors} rejected, ${now() - execution.startedAt} ms`,
      );
      execution.end(goodStatus(execution));
      await settle(execution, process.folders.done);
    } catch (thrown) {
      await fail(execution, reasonOf(thrown, abort.signal)).catch((error: unknown) =>
        ports.log('error', `Execution ${order.executionId} could not be ended: ${String(error)}`),
      );
    } finally {
      runs.delete(order.executionId);
      ports.onEnd(execution);
    }
  };

  const fail = async (execution: Execution, thrown: unknown): Promise<void> => {
    const { order } = execution;
    const { process } = order;
    const { isTransient, report } = describeError(thrown instanceof StepFailure ? thrown.cause : thrown);
    countUp(execution);
    recordFailure(execution, thrown, now());
    const isAborted = report.class === 'aborted';
    const again = isAborted
      ? isStopping && process.onInterrupt === 'retry'
      : isTransient && order.attempt < (process.retry?.attempts ?? 1);
    execution.end(isAborted ? 'ABORTED' : 'ERROR');
    if (again) await retry(execution, isAborted);
    else await settle(execution, process.folders.failed);
  };

  const retry = async (execution: Execution, isInterrupted: boolean): Promise<void> => {
    const { order } = execution;
    const next: RunOrder = {
      ...order,
      executionId: ports.newId(),
      trigger: 'retry',
      attempt: isInterrupted ? order.attempt : order.attempt + 1,
      retryOf: order.executionId,
      file: null,
    };
    const file = await handOver(execution.file, next);
    // A step has moved the file already: there is nothing to run again with.
    if (order.file && !file) return settle(execution, order.process.folders.failed);
    start({ ...next, file });
    await settle(execution, order.process.folders.failed);
  };

  const handOver = async (file: ClaimedFile | null, next: RunOrder): Promise<ClaimedFile | null> => {
    if (!file || !file.path.startsWith(workspace.work)) return null;
    const { executionId, trigger, attempt, retryOf, workId } = next;
    return claimFile(workspace, file.path, {
      executionId,
      processId: next.process.id,
      trigger,
      attempt,
      retryOf,
      workId,
      name: file.name,
      directory: file.directory,
    });
  };

  /** The outcome of a run stands, whatever becomes of its file: trouble is logged, and the next start tries again. */
  const settle = async ({ order, file }: Execution, folder: string): Promise<void> => {
    try {
      const path = await settleFile(workspace, journal, order.executionId, file, folder);
      if (path !== null) ports.log('info', `${order.executionId}: file now at ${path}`);
    } catch (error) {
      ports.log(
        'error',
        `${order.executionId}: its file stays at ${file?.path ?? 'an unknown place'}: ${String(error)}`,
      );
    }
  };

  return {
    start,
    discard(order, reason) {
      const run = open(order, 'ENQUEUED');
      run.execution.log('warn', null, reason);
      for (const step of run.execution.steps) step.state = 'skipped';
      run.execution.end('DISCARDED');
    },
    abort(executionId) {
      const run = runs.get(executionId);
      run?.abort.abort(new EngineError('RUN_STOPPED', 'the run was stopped by hand'));
      return run !== undefined;
    },
    isBusy: (processId) => queue.isBusy(processId),
    inFlight: () =>
      [...runs.values()]
        .filter((run) => isInFlight(run.execution.status))
        .map((run) => run.execution.order.executionId)
        .reverse(),
    flushLog: (executionId) => runs.get(executionId)?.flushLog(),
    async stop(graceMs) {
      isStopping = true;
      for (const timer of delays) clearTimeout(timer);
      // Those that wait stay ENQUEUED in the journal and go on at the next start.
      for (const waiting of queue.close()) {
        waiting.flushLog();
        runs.delete(waiting.execution.order.executionId);
      }
      const allEnded = Promise.allSettled(ends);
      const timer = new AbortController();
      await Promise.race([allEnded, sleep(graceMs, undefined, { signal: timer.signal }).catch(() => {})]);
      timer.abort();
      for (const run of runs.values()) run.abort.abort(new EngineError('RUN_STOPPED', 'the runtime was stopped'));
      await allEnded;
      for (const run of runs.values()) run.flushLog();
    },
  };
}

/** An abort surfaces as whatever the interrupted call throws; the signal knows the real reason. */
function reasonOf(thrown: unknown, signal: AbortSignal): unknown {
  if (!signal.aborted) return thrown;
  return thrown instanceof StepFailure ? new StepFailure(thrown.step, signal.reason) : signal.reason;
}

function triggerText(trigger: Trigger): string {
  const texts: Record<Trigger, string> = {
    manual: 'hand',
    schedule: 'its schedule',
    listener: 'a file',
    retry: 'a retry',
    'sub-process': 'another process',
    test: 'a test',
  };
  return texts[trigger];
}
