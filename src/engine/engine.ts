import { mkdirSync } from 'node:fs';
import { access, copyFile, mkdir } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { watch, type FSWatcher } from 'chokidar';
import type { RuntimePort } from '#agent/runtime.ts';
import type { Trigger } from '#contract/status.ts';
import { credentialsFrom } from './connections/secrets.ts';
import { loadDefinitions, problemText, type Definitions, type DefinitionProblem } from './definition/load.ts';
import type { Process } from './definition/process.ts';
import { openEngineLog } from './engine-log.ts';
import { newId } from './new-id.ts';
import { claimFile } from './run/claim.ts';
import type { Execution } from './run/execution.ts';
import { openJournal } from './run/journal.ts';
import { recover } from './run/recover.ts';
import { defaultRetention, rotate, type Retention } from './run/retention.ts';
import { createRunner } from './run/runner.ts';
import { lockWorkspace } from './run/workspace-lock.ts';
import { createRuntime } from './runtime.ts';
import { takeOrder } from './triggers/manual.ts';
import { runSchedule } from './triggers/schedule.ts';
import { watchFolder } from './triggers/watch-folder.ts';
import { insideWorkspace, workspaceAt } from './workspace.ts';

/** How an engine is set up. Only `root` is needed. */
export interface EngineOptions {
  /** The workspace. */
  root: string;
  /** Version that the runtime calls its own. */
  release?: string;
  site?: string | null;
  tags?: string[];
  /** Where `{ "$env": … }` credentials come from. */
  environment?: Record<string, string | undefined>;
  /** Runs at the same time, over all processes. */
  parallel?: number;
  retention?: Partial<Retention>;
  logMaxBytes?: number;
  now?: () => number;
  newId?: () => string;
}

/** A running engine. */
export interface Engine {
  /** What an agent speaks for. */
  runtime: RuntimePort;
  /** What is wrong with definition files now. */
  problems(): DefinitionProblem[];
  /** Starts a process by hand, with a copy of a file if it needs one; the id of the execution. */
  run(processId: string, file?: string | null, trigger?: Trigger): Promise<string>;
  /** Ends a run in flight as ABORTED. */
  abort(executionId: string): boolean;
  /** Takes no more work, gives runs in flight `graceMs` to end, aborts the rest, closes everything. */
  stop(graceMs?: number): Promise<void>;
}

const ROTATE_EVERY_MS = 600_000;
const RELOAD_AFTER_MS = 300;
const STOP_GRACE_MS = 5_000;
const DEFAULT_PARALLEL = 4;
const LOG_MAX_BYTES = 200_000_000;

/**
 * Starts an engine on a workspace: makes missing folders, locks it, picks up what the last end left, then watches folders, schedules
 * and orders. Changed definitions count for the next run.
 * @throws WorkspaceInUse when another engine works there.
 */
export async function startEngine(options: EngineOptions): Promise<Engine> {
  const now = options.now ?? Date.now;
  const makeId = options.newId ?? ((): string => newId(now()));
  const workspace = workspaceAt(options.root);
  for (const folder of [workspace.processes, workspace.connections, workspace.triggers, workspace.logs, workspace.work])
    mkdirSync(folder, { recursive: true });
  const unlock = lockWorkspace(workspace.lock);
  const log = openEngineLog(workspace.engineLog, now);
  const journal = openJournal(workspace.journal, now());
  const credentials = credentialsFrom(options.environment ?? process.env, workspace.secrets);
  const listeners = new Set<() => void>();
  const troubled = new Set<string>();
  let definitions: Definitions = await loadDefinitions(workspace);
  let triggers: (() => Promise<void> | void)[] = [];
  let isStopped = false;

  const announce = (): void => {
    for (const listener of listeners) listener();
  };
  const runner = createRunner({
    workspace,
    journal,
    credentials,
    now,
    newId: makeId,
    parallel: options.parallel ?? DEFAULT_PARALLEL,
    logMaxBytes: options.logMaxBytes ?? LOG_MAX_BYTES,
    connections: () => definitions.connections,
    announce,
    onEnd: (execution) => watchConnectors(execution, troubled),
    log,
  });

  const reportError = (what: string) => (error: unknown) =>
    log('error', `${what}: ${error instanceof Error ? error.message : String(error)}`);

  const runFile = async (process: Process, path: string): Promise<void> => {
    if (isStopped) return;
    const executionId = makeId();
    const file = await claimFile(workspace, path, {
      executionId,
      processId: process.id,
      trigger: 'listener',
      attempt: 1,
      retryOf: null,
      workId: executionId,
    });
    if (file)
      runner.start({ executionId, process, trigger: 'listener', file, attempt: 1, retryOf: null, workId: executionId });
  };

  const runOnTime = (process: Process, overlap: 'discard' | 'queue'): void => {
    const order = {
      executionId: makeId(),
      process,
      trigger: 'schedule' as const,
      file: null,
      attempt: 1,
      retryOf: null,
      workId: process.id,
    };
    if (overlap === 'discard' && runner.isBusy(process.id))
      runner.discard(order, 'Not run: the previous run was still going');
    else runner.start(order);
  };

  const run: Engine['run'] = async (processId, file = null, trigger = 'manual') => {
    const process = definitions.processes.get(processId);
    if (!process) throw new Error(`there is no process "${processId}" (or its definition is not valid)`);
    const executionId = makeId();
    const workId = file === null ? processId : executionId;
    const path = file === null ? null : await privateCopy(insideWorkspace(workspace, file), executionId);
    const claimed =
      path === null
        ? null
        : await claimFile(workspace, path, {
            executionId,
            processId,
            trigger,
            attempt: 1,
            retryOf: null,
            workId,
            name: basename(file ?? ''),
            directory: dirname(file ?? ''),
          });
    runner.start({ executionId, process, trigger, file: claimed, attempt: 1, retryOf: null, workId });
    return executionId;
  };

  /** A run by hand works on a copy: the person's file stays where it is. */
  const privateCopy = async (path: string, executionId: string): Promise<string> => {
    await access(path);
    await mkdir(join(workspace.work, executionId), { recursive: true });
    const copy = join(workspace.work, executionId, 'copy');
    await copyFile(path, copy);
    return copy;
  };

  const obey = async (path: string): Promise<void> => {
    const order = await takeOrder(path);
    if (order?.kind === 'stop') runner.abort(order.executionId);
    else if (order) await run(order.processId, order.file);
  };

  const openTriggers = async (): Promise<void> => {
    for (const process of definitions.processes.values()) {
      for (const trigger of process.triggers) {
        if (trigger.kind === 'schedule') {
          triggers.push(runSchedule(trigger, () => runOnTime(process, trigger.overlap)));
          continue;
        }
        const onError = reportError(`Watching ${trigger.folder}`);
        const onFile = (path: string): void => void runFile(process, path).catch(onError);
        const folder = await watchFolder({
          folder: insideWorkspace(workspace, trigger.folder),
          pattern: trigger.pattern,
          stableMs: trigger.stableMs,
          onFile,
          onError,
        });
        triggers.push(() => folder.close());
      }
    }
  };

  const closeTriggers = async (): Promise<void> => {
    const open = triggers;
    triggers = [];
    for (const close of open) await close();
  };

  const reload = async (): Promise<void> => {
    const next = await loadDefinitions(workspace);
    if (isStopped || next.digest === definitions.digest) return;
    definitions = keepRunnable(next, definitions);
    logProblems();
    log(
      'info',
      `Definitions changed: ${definitions.processes.size} processes, ${definitions.connections.size} connections`,
    );
    await closeTriggers();
    await openTriggers();
    announce();
  };

  const logProblems = (): void => {
    for (const problem of definitions.problems) log('error', problemText(problem));
  };

  logProblems();
  await recover({ workspace, journal, runner, processes: definitions.processes, now, newId: makeId, log });
  await rotate(workspace, journal, { ...defaultRetention, ...options.retention }, now());
  await openTriggers();
  const rotation = setInterval(
    () =>
      void rotate(workspace, journal, { ...defaultRetention, ...options.retention }, now()).catch(
        reportError('Rotating logs'),
      ),
    ROTATE_EVERY_MS,
  );
  const orders = await watchFolder({
    folder: workspace.triggers,
    pattern: '*',
    stableMs: 50,
    onFile: (path) => void obey(path).catch(reportError(`Order ${basename(path)}`)),
    onError: reportError('Watching orders'),
  });
  const reloads = watchDefinitions(
    [workspace.processes, workspace.connections],
    () => void reload().catch(reportError('Reading definitions')),
  );
  log('info', `Engine started: ${definitions.processes.size} processes, ${definitions.connections.size} connections`);

  return {
    runtime: createRuntime({
      workspace,
      journal,
      runner,
      credentials,
      definitions: () => definitions,
      troubled,
      listeners,
      now,
      release: options.release ?? '0.0.0',
      site: options.site ?? null,
      tags: options.tags ?? [],
    }),
    problems: () => definitions.problems,
    run,
    abort: (executionId) => runner.abort(executionId),
    async stop(graceMs = STOP_GRACE_MS) {
      isStopped = true;
      clearInterval(rotation);
      await reloads.close();
      await orders.close();
      await closeTriggers();
      await runner.stop(graceMs);
      log('info', 'Engine stopped');
      journal.close();
      unlock();
    },
  };
}

/** A definition that became invalid keeps its last valid version running; one that was removed is gone. */
function keepRunnable(next: Definitions, before: Definitions): Definitions {
  const broken = new Set(next.problems.map((problem) => problem.file));
  const keep = <T>(kind: string, now: Map<string, T>, then: Map<string, T>): Map<string, T> => {
    const kept = [...then].filter(([id]) => !now.has(id) && broken.has(`${kind}/${id}.json`));
    return new Map([...now, ...kept]);
  };
  return {
    ...next,
    connections: keep('connections', next.connections, before.connections),
    processes: keep('processes', next.processes, before.processes),
  };
}

function watchDefinitions(folders: string[], onChange: () => void): FSWatcher {
  const watcher = watch(folders, { depth: 0, ignoreInitial: true });
  let timer: NodeJS.Timeout | undefined;
  // Editors save in several steps, and several files may change together: one reload for all.
  watcher.on('all', () => {
    clearTimeout(timer);
    timer = setTimeout(onChange, RELOAD_AFTER_MS);
    timer.unref();
  });
  return watcher;
}

/** A connector is down while the last run that failed on it could not connect or log in, until a run with it is good again. */
function watchConnectors(execution: Execution, troubled: Set<string>): void {
  const { failure } = execution;
  if (failure?.connectorId && (failure.class === 'connection' || failure.class === 'credential'))
    troubled.add(failure.connectorId);
  else if (!failure) for (const step of execution.steps) if (step.connectorId) troubled.delete(step.connectorId);
}
