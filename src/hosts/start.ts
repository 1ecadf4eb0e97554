import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { createSampleWorkspace } from '#engine/index.ts';
import { fileLog } from '#hosts/log.ts';
import { localConfig } from '#hosts/platform-node/config.ts';
import { type RunningPlatform, startPlatform } from '#hosts/platform-node/start-platform.ts';
import { SentenceError } from '#hosts/sentence-error.ts';

/*
 * `npm start`: the platform on the embedded store, one enrolled real agent with the sample workspace, and the built dashboard,
 * with one command and no question. The agent is a process of its own, as it would be on another computer.
 */

const projectFolder = resolve(dirname(fileURLToPath(import.meta.url)), '../..');
const AGENT_RESTART_MS = 5_000;

const usage = `npm start                 platform, agent with the sample workspace, and dashboard on this computer
npm start -- --link       print a one-time sign-in link of the platform that runs here
npm start -- --help       this text

Environment: DAYMARK_HOME (where everything is kept, default .daymark), DAYMARK_PORT (dashboard, default 8080),
DAYMARK_AGENT_PORT (agents, default 8443).
`;

async function main(): Promise<void> {
  const { link, help } = readArguments();
  const config = localConfig(process.env, projectFolder);
  const home = dirname(config.stateDirectory);
  if (help) return void process.stdout.write(usage);
  if (link) return printLink(join(config.stateDirectory, 'sign-in-link.txt'));
  for (const folder of [config.liveFolder, config.demoFolder]) {
    if (folder && !existsSync(join(folder, 'index.html')))
      throw new SentenceError(
        `The dashboard is not built (${folder} is missing): start with "npm start", which builds it, or run "npm run build" and "npm run build:demo".`,
      );
  }
  const release = (JSON.parse(readFileSync(join(projectFolder, 'package.json'), 'utf8')) as { version: string })
    .version;
  const running = await startPlatform(config, { release, log: platformLog(config.stateDirectory) });
  const workspace = join(home, 'workspace');
  if (!existsSync(workspace)) await createSampleWorkspace(workspace);
  const agent = await superviseAgent(running, { home, workspace });
  stopOnSignal(async () => {
    await agent.stop();
    await running.close();
  });
  process.stdout.write(
    [
      '',
      'Daymark runs.',
      `  This machine   ${running.dashboardUrl}`,
      `  Bundled world  ${running.dashboardUrl}demo/`,
      `  Sign in once   ${await running.signInUrl()}`,
      '',
      `  Agents call    ${running.agentUrl}`,
      `  Workspace      ${workspace}   (its README says where to drop files)`,
      '  Stop           Ctrl-C; the next start goes on with the same data',
      '',
      '',
    ].join('\n'),
  );
}

function readArguments(): { link: boolean; help: boolean } {
  try {
    const { values } = parseArgs({
      options: { link: { type: 'boolean', default: false }, help: { type: 'boolean', short: 'h', default: false } },
    });
    return values;
  } catch (cause) {
    throw new SentenceError(`${(cause as Error).message}. Known are --link and --help.`, { cause });
  }
}

function printLink(file: string): void {
  if (!existsSync(file))
    throw new SentenceError(`There is no sign-in link in ${file}: no platform runs here. Start one with "npm start".`);
  process.stdout.write(readFileSync(file, 'utf8'));
}

/** The log goes to a file beside the store, so that the terminal keeps the addresses. */
function platformLog(stateDirectory: string): ReturnType<typeof fileLog> {
  let log: ReturnType<typeof fileLog> | null = null;
  return (level, event, fields) => {
    log ??= fileLog(join(stateDirectory, 'platform.log')); // the directory exists once the platform has something to say
    log(level, event, fields);
  };
}

/** Keeps one agent process running: enrols it the first time, starts it again when it ends by itself. */
async function superviseAgent(
  running: RunningPlatform,
  places: { home: string; workspace: string },
): Promise<{ stop(): Promise<void> }> {
  const state = join(places.home, 'agent');
  mkdirSync(state, { recursive: true, mode: 0o700 });
  const name =
    hostname()
      .toLowerCase()
      .replace(/[^a-z0-9.-]/g, '-')
      .slice(0, 60) || 'this-machine';
  let isStopping = false;
  let child: ChildProcess | null = null;
  let ended: Promise<void> = Promise.resolve();

  const start = async () => {
    const token = existsSync(join(state, 'identity', 'certificate.pem')) ? null : await enrolmentSecret(running);
    const flags = [
      '--platform',
      running.agentUrl,
      '--workspace',
      places.workspace,
      '--state',
      state,
      '--authority',
      running.authorityFile,
      '--name',
      name,
    ];
    child = spawn(process.execPath, [join(projectFolder, 'src/hosts/agent-node/main.ts'), ...flags], {
      // The token goes by the environment: arguments are visible to every user of the computer.
      env: { ...process.env, ...(token ? { DAYMARK_ENROLMENT_TOKEN: token } : {}) },
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'], // the channel closes when this process dies, and the agent then stops
    });
    ended = new Promise((resolveEnd) => {
      child?.once('exit', (code, signal) => {
        resolveEnd();
        if (isStopping) return;
        process.stderr.write(
          `The agent ended (${signal ?? `code ${code}`}); it starts again in ${AGENT_RESTART_MS / 1_000} s.\n`,
        );
        startAgain();
      });
    });
  };
  const startAgain = () =>
    setTimeout(() => {
      if (isStopping) return;
      start().catch((error: unknown) => {
        process.stderr.write(`The agent could not be started (${String(error)}); it is tried again.\n`);
        startAgain();
      });
    }, AGENT_RESTART_MS);
  await start();
  return {
    async stop() {
      isStopping = true;
      child?.kill('SIGTERM');
      await ended;
    },
  };
}

async function enrolmentSecret(running: RunningPlatform): Promise<string> {
  const environment = await running.platform.ensureEnvironment('This machine', 'production');
  return (await running.platform.createEnrolmentToken({ environmentId: environment.id })).secret;
}

function stopOnSignal(stop: () => Promise<void>): void {
  let isStopping = false;
  const run = () => {
    if (isStopping) return;
    isStopping = true;
    process.stdout.write('Stopping ...\n');
    stop().then(
      () => process.exit(0),
      (error: unknown) => fail(error),
    );
  };
  process.on('SIGINT', run);
  process.on('SIGTERM', run);
}

function fail(error: unknown): never {
  process.stderr.write(
    error instanceof SentenceError
      ? `${error.message}\n`
      : `${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
  );
  process.exit(1);
}

main().catch(fail);
