import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { AgentLogPort } from '#agent/index.ts';
import { type Engine, startEngine, WorkspaceInUse } from '#engine/index.ts';
import { fileLog } from '#hosts/log.ts';
import { SentenceError } from '#hosts/sentence-error.ts';
import { type AgentConfig, readConfig, usage } from './config.ts';
import { startAgent } from './start-agent.ts';
import { openStateDirectory } from './state-directory.ts';

/*
 * `daymark-agent`: a runtime on this computer and the agent that speaks for it. It opens no listening socket and calls one host only.
 */

/** Everything has to be closed by then, or the process ends as it is: nothing that matters is only in memory. */
const STOP_WITHIN_MS = 4_500;
const RUNS_MAY_END_MS = 2_000;

async function main(): Promise<void> {
  const config = readConfig(process.argv.slice(2), process.env);
  if (config === null) return void process.stdout.write(usage);
  if (!existsSync(config.workspaceDirectory))
    throw new SentenceError(
      `The workspace ${config.workspaceDirectory} does not exist. Make the directory, with the processes of this runtime in it or empty to begin with.`,
    );
  delete process.env['DAYMARK_ENROLMENT_TOKEN']; // the processes of the workspace read the environment too
  const stopping = new AbortController();
  stopOnSignals(stopping);
  const state = openStateDirectory(config.stateDirectory);
  const log = agentLog(join(state.path, 'agent.log'));
  const engine = await openEngine(config);
  try {
    const agent = await startAgent(config, state, engine.runtime, log, stopping.signal);
    await aborted(stopping.signal);
    await agent.stop();
  } finally {
    // After the agent, which reads the engine's journal. How the last runs end stays in that journal for the next start.
    await engine.stop(RUNS_MAY_END_MS);
    state.release();
  }
}

async function openEngine(config: AgentConfig): Promise<Engine> {
  const { workspaceDirectory: root, site, tags } = config;
  try {
    return await startEngine({ root, release: readRelease(), site, tags });
  } catch (error) {
    if (error instanceof WorkspaceInUse) throw new SentenceError(error.message, { cause: error });
    throw error;
  }
}

/** To the file; and to the terminal, where JSON keeps hostile text from playing tricks. */
function agentLog(file: string): AgentLogPort {
  const toFile = fileLog(file);
  return (level, message, facts = {}) => {
    if (level === 'debug') return;
    toFile(level, message, facts);
    process.stdout.write(
      `${new Date().toISOString()} ${level} ${message}${Object.keys(facts).length > 0 ? ` ${JSON.stringify(facts)}` : ''}\n`,
    );
  };
}

function readRelease(): string {
  const projectFolder = resolve(dirname(fileURLToPath(import.meta.url)), '../../..');
  return (JSON.parse(readFileSync(join(projectFolder, 'package.json'), 'utf8')) as { version: string }).version;
}

function stopOnSignals(stopping: AbortController): void {
  const stop = (): void => {
    if (stopping.signal.aborted) return;
    stopping.abort();
    setTimeout(() => process.exit(1), STOP_WITHIN_MS).unref();
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
  process.once('disconnect', stop); // started by another process of ours, which is gone now
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolveAborted) => {
    if (signal.aborted) resolveAborted();
    else signal.addEventListener('abort', () => resolveAborted());
  });
}

main().then(
  () => process.exit(0),
  (error: unknown) => {
    const text =
      error instanceof SentenceError
        ? error.message
        : error instanceof Error
          ? (error.stack ?? error.message)
          : String(error);
    process.stderr.write(`${text}\n`);
    process.exit(1);
  },
);
