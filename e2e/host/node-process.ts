import { type ChildProcess, spawn } from 'node:child_process';

/** A process of ours that a journey starts, stops and kills. */
export class NodeProcess {
  readonly #script: string;
  readonly #args: readonly string[];
  readonly #env: Readonly<Record<string, string>>;
  #child: ChildProcess | null = null;
  #ended: Promise<number | null> = Promise.resolve(null);
  /** Everything it printed, over all its starts. */
  output = '';

  constructor(script: string, args: readonly string[], env: Readonly<Record<string, string>> = {}) {
    this.#script = script;
    this.#args = args;
    this.#env = env;
  }

  get pid(): number | undefined {
    return this.#child?.pid;
  }

  /** Starts it and resolves once it has printed `until`. */
  async start(until?: RegExp, env: Readonly<Record<string, string>> = {}): Promise<void> {
    const printedBefore = this.output.length;
    const child = spawn(process.execPath, [this.#script, ...this.#args], {
      env: { ...process.env, ...this.#env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#child = child;
    this.#ended = new Promise((resolve) => child.once('exit', (code) => resolve(code)));
    await new Promise<void>((resolve, reject) => {
      const read = (chunk: Buffer) => {
        this.output += chunk.toString();
        if (until?.test(this.output.slice(printedBefore))) resolve();
      };
      child.stdout.on('data', read);
      child.stderr.on('data', read);
      child.once('error', reject);
      child.once('exit', (code) =>
        reject(
          new Error(`${this.#script} ended with ${code} before it was ready:\n${this.output.slice(printedBefore)}`),
        ),
      );
      if (!until) resolve();
    });
  }

  /** Asks it to end and waits until it has. */
  async stop(): Promise<number | null> {
    this.#child?.kill('SIGTERM');
    this.#child?.kill('SIGCONT'); // one that was made silent would never hear of it
    return this.ended();
  }

  /** Sends a signal and does not wait: `SIGSTOP` makes it silent with its connections open, `SIGCONT` lets it go on. */
  signal(signal: NodeJS.Signals): void {
    this.#child?.kill(signal);
  }

  /** Ends it at once, as a crash or a power cut would. */
  async kill(): Promise<void> {
    this.#child?.kill('SIGKILL');
    await this.ended();
  }

  async ended(): Promise<number | null> {
    const code = await this.#ended;
    this.#child = null;
    return code;
  }
}
