import { type ChildProcess, spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';

const project = resolve(import.meta.dirname, '../..');

/** What the one command of the README is given. */
export interface StartOptions {
  home: string;
  dashboardPort: number | string;
  agentPort: number | string;
  /** `npm`: as somebody types it, with the build before it. `node`: the program alone, as a supervisor runs it. */
  by?: 'npm' | 'node';
  args?: readonly string[];
}

/** The local start in a process group of its own, as a terminal runs it. */
export class StartedDaymark {
  readonly #child: ChildProcess;
  readonly #ended: Promise<number | null>;
  output = '';
  errors = '';

  constructor({ home, dashboardPort, agentPort, by = 'node', args = [] }: StartOptions) {
    const [command, ...first] =
      by === 'npm' ? ['npm', 'start', '--silent', '--'] : [process.execPath, 'src/hosts/start.ts'];
    this.#child = spawn(command ?? '', [...first, ...args], {
      cwd: project,
      env: {
        ...process.env,
        DAYMARK_HOME: home,
        DAYMARK_PORT: String(dashboardPort),
        DAYMARK_AGENT_PORT: String(agentPort),
      },
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
    });
    this.#child.stdout?.on('data', (chunk: Buffer) => (this.output += chunk.toString()));
    this.#child.stderr?.on('data', (chunk: Buffer) => (this.errors += chunk.toString()));
    this.#ended = new Promise((done) => this.#child.once('close', (code) => done(code)));
  }

  /** Resolves once it has printed what it prints when it runs; fails when it ends before. */
  async running(): Promise<void> {
    const ended = this.#ended.then((code) => {
      throw new Error(`it ended with ${code}: ${this.output}${this.errors}`);
    });
    ended.catch(() => {}); // after this wait an end is what the test asks for
    while (!this.output.includes('Ctrl-C')) {
      await Promise.race([ended, new Promise((done) => setTimeout(done, 50))]);
    }
  }

  /** The one-time link that it printed. */
  get link(): string {
    return /Sign in once\s+(\S+)/.exec(this.output)?.[1] ?? '';
  }

  /** Ctrl-C: the terminal tells the whole group. Gives the exit code; null by npm, whose shell ends by the signal. */
  interrupt(): Promise<number | null> {
    const { pid, exitCode, signalCode } = this.#child;
    if (pid !== undefined && exitCode === null && signalCode === null) process.kill(-pid, 'SIGINT');
    return this.#ended;
  }

  ended(): Promise<number | null> {
    return this.#ended;
  }
}

/** Processes of this computer, other than the test's own, that name `text` in their arguments or environment. Only Linux can tell. */
export function processesNaming(text: string): string[] {
  if (process.platform !== 'linux') return [];
  return processes()
    .filter(({ pid, words }) => words.some((word) => word.includes(text)) || environmentOf(pid).includes(text))
    .map(({ pid, words }) => `${pid} ${words.join(' ')}`);
}

function processes(): { pid: number; words: string[] }[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && name !== String(process.pid))
    .map((name) => ({ pid: Number(name), words: readProc(name, 'cmdline').split('\0') }));
}

function environmentOf(pid: number): string {
  return readProc(String(pid), 'environ');
}

/** Empty when the process is gone meanwhile or another user's. */
function readProc(pid: string, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8');
  } catch {
    return '';
  }
}
