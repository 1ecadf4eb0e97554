import { setTimeout as sleep } from 'node:timers/promises';
import type { Credentials } from '../connections/secrets.ts';
import { abortable } from '../connections/abortable-session.ts';
import { openSession } from '../connections/open-session.ts';
import type { SqlSession } from '../connections/sql-session.ts';
import type { Connection, ConnectionOf } from '../definition/connection.ts';
import { backoffMs } from '../definition/retry-rule.ts';
import { sourceKinds, type StepDefinition } from '../definition/step.ts';
import { describeError } from '../errors/describe-error.ts';
import { EngineError } from '../errors/engine-error.ts';
import { stepRunner } from '../steps/step-table.ts';
import type { Workspace } from '../workspace.ts';
import type { Execution } from './execution.ts';
import { countUp } from './finish-execution.ts';
import { runFlow, StepFailure, type PreparedStep } from './flow.ts';
import type { StepContext } from './step-context.ts';
import { trackFields } from './tracked-fields.ts';

/** What a run needs from the engine. */
export interface RunPorts {
  workspace: Workspace;
  connections: ReadonlyMap<string, Connection>;
  credentials: Credentials;
  now: () => number;
}

/**
 * Runs all steps of an execution. Returns when they are through; throws the failure, with everything of the failing flow rolled
 * back. Flows that were committed before it stay committed.
 */
export async function runSteps(execution: Execution, signal: AbortSignal, ports: RunPorts): Promise<void> {
  const sessions = new Map<string, Promise<SqlSession>>();
  const definitions = execution.order.process.steps;
  const onProgress = (): void => {
    countUp(execution);
    execution.publishProgress();
  };
  try {
    let flow: PreparedStep[] = [];
    for (const [index, definition] of definitions.entries()) {
      const prepared = prepare(definition, index + 1, execution, signal, ports, sessions);
      const runner = stepRunner(definition);
      if (flow.length > 0 && (runner.type === 'file' || sourceKinds.has(definition.kind))) {
        await runFlow(flow, ports.now, onProgress);
        flow = [];
      }
      if (runner.type === 'file') await runFileStep(prepared, runner.run, ports.now);
      else flow.push({ ...prepared, run: sourceKinds.has(definition.kind) ? trackFields(runner.run) : runner.run });
    }
    if (flow.length > 0) await runFlow(flow, ports.now, onProgress);
  } finally {
    for (const session of sessions.values()) await session.then((open) => open.close()).catch(() => {});
  }
}

type Prepared = Omit<PreparedStep, 'run'>;

async function runFileStep(
  { context }: Prepared,
  run: (context: StepContext) => Promise<void>,
  now: () => number,
): Promise<void> {
  const report = context.execution.step(context.number);
  report.state = 'running';
  report.startedAt = now();
  report.attempts = Math.max(1, report.attempts);
  try {
    context.signal.throwIfAborted();
    await run(context);
    report.durationMs = now() - report.startedAt;
    report.state = report.warnings > 0 ? 'warned' : 'done';
  } catch (error) {
    report.durationMs = now() - report.startedAt;
    throw new StepFailure(context.number, error);
  }
}

function prepare(
  definition: StepDefinition,
  number: number,
  execution: Execution,
  signal: AbortSignal,
  ports: RunPorts,
  sessions: Map<string, Promise<SqlSession>>,
): Prepared {
  const commits: PreparedStep['commits'] = [];
  const rollbacks: PreparedStep['rollbacks'] = [];
  const log: StepContext['log'] = (level, text) => execution.log(level, number, text);
  const connectionOf = (id: string): Connection => {
    const connection = ports.connections.get(id);
    if (!connection) throw new EngineError('CONNECTION_UNKNOWN', `connection "${id}" is not defined`);
    return connection;
  };
  const context: StepContext = {
    number,
    execution,
    process: execution.order.process,
    workspace: ports.workspace,
    credentials: ports.credentials,
    signal,
    log,
    connection<K extends Connection['kind']>(id: string, ...kinds: K[]): ConnectionOf<K> {
      const connection = connectionOf(id);
      if (!isOfKind(connection, kinds))
        throw new EngineError('CONNECTION_KIND', `connection "${id}" is of kind ${connection.kind}`);
      return connection;
    },
    sql(id, use) {
      const connection = connectionOf(id);
      // SQLite shares one session: the lock of a second one would stand in its way.
      const key = connection.kind === 'sqlite' ? id : `${id} ${use}`;
      const session =
        sessions.get(key) ??
        openSession(connection, ports.credentials, ports.workspace).then((open) => abortable(open, signal));
      sessions.set(key, session);
      session.catch(() => sessions.delete(key));
      return session;
    },
    async retry(what, work, fallback) {
      const rule = definition.retry ?? fallback ?? { attempts: 1, backoffMs: 0, maxBackoffMs: 0 };
      const report = execution.step(number);
      for (let attempt = 1; ; attempt += 1) {
        report.attempts = Math.max(report.attempts, attempt);
        try {
          return await work();
        } catch (error) {
          const { isTransient, details } = describeError(error);
          if (!isTransient || attempt >= rule.attempts || signal.aborted) throw error;
          const waitMs = backoffMs(rule, attempt + 1);
          log(
            'warn',
            `${what} failed (try ${attempt} of ${rule.attempts}): ${details.message}; trying again in ${waitMs} ms`,
          );
          execution.publishProgress();
          await sleep(waitMs, undefined, { signal });
        }
      }
    },
    onCommit: (work) => void commits.push(work),
    onRollback: (work) => void rollbacks.push(work),
  };
  return { context, commits, rollbacks };
}

function isOfKind<K extends Connection['kind']>(connection: Connection, kinds: K[]): connection is ConnectionOf<K> {
  return kinds.some((kind) => kind === connection.kind);
}
