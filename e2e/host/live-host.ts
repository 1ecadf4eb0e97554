import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Execution } from '../../src/contract/execution.ts';
import { isOpen, type Request } from '../../src/contract/request.ts';
import type { RuntimeDetail, RuntimeSummary } from '../../src/contract/runtime.ts';
import { createSampleWorkspace } from '../../src/engine/index.ts';
import { ConsoleApi } from './console-api.ts';
import { type EngineRecord, readEngineRecord } from './engine-record.ts';
import { freePort } from './free-port.ts';
import { NodeProcess } from './node-process.ts';

const project = resolve(import.meta.dirname, '../..');

/** A platform and an agent of their own, as `npm start` brings them up: real processes, real TLS, a store on disk. */
export class LiveHost {
  readonly kind = 'live';
  readonly directory = mkdtempSync(join(tmpdir(), 'daymark-e2e-'));
  readonly workspace = join(this.directory, 'workspace');
  readonly agentState = join(this.directory, 'agent');
  readonly stateDirectory = join(this.directory, 'platform');
  /** Environment that the agent starts with, e.g. credentials of connections. */
  readonly agentEnvironment: Record<string, string> = {};
  /** Where the agent dials; the platform itself unless something stands between them. */
  agentDials = '';
  api!: ConsoleApi; // set by start(), before anybody can reach it
  #platform!: NodeProcess; // likewise
  #agent: NodeProcess | null = null;
  #dashboardPort = 0;
  #agentPort = 0;

  get origin(): string {
    return `http://127.0.0.1:${this.#dashboardPort}`;
  }

  get agentPid(): number {
    const pid = this.#agent?.pid;
    if (pid === undefined) throw new Error('the agent does not run');
    return pid;
  }

  /** The agent channel of the platform. */
  get agentUrl(): string {
    return `https://localhost:${this.#agentPort}`;
  }

  async start(): Promise<void> {
    this.#dashboardPort = await freePort();
    this.#agentPort = await freePort();
    const file = join(this.directory, 'platform.json');
    writeFileSync(
      file,
      JSON.stringify({
        state: 'platform',
        agent: { hostName: 'localhost', port: this.#agentPort, address: '127.0.0.1' },
        dashboard: { port: this.#dashboardPort, address: '127.0.0.1' },
      }),
    );
    this.#platform = new NodeProcess(join(project, 'src/hosts/platform-node/main.ts'), ['--config', file]);
    await this.startPlatform();
    this.api = await ConsoleApi.signIn(this.origin, await this.signInLink());
  }

  async startPlatform(): Promise<void> {
    await this.#platform.start(/Sign in/);
  }

  stopPlatform(): Promise<number | null> {
    return this.#platform.stop();
  }

  killPlatform(): Promise<void> {
    return this.#platform.kill();
  }

  /** Enrols on the first start; afterwards the same runtime comes back. */
  async startAgent(name = 'ber-erp-01'): Promise<void> {
    await this.makeWorkspace();
    mkdirSync(this.agentState, { recursive: true });
    this.#agent ??= new NodeProcess(join(project, 'src/hosts/agent-node/main.ts'), [
      ...['--platform', this.agentDials || this.agentUrl, '--workspace', this.workspace, '--state', this.agentState],
      ...['--authority', join(this.stateDirectory, 'authority', 'authority.pem'), '--name', name],
    ]);
    const isEnrolled = existsSync(join(this.agentState, 'identity', 'certificate.pem'));
    const token: Record<string, string> = isEnrolled ? {} : { DAYMARK_ENROLMENT_TOKEN: await this.enrolmentToken() };
    await this.#agent.start(undefined, { ...this.agentEnvironment, ...token });
  }

  /** The sample workspace, with a shorter price list than `npm start` makes. Definitions may be added before the agent starts. */
  async makeWorkspace(): Promise<void> {
    if (!existsSync(this.workspace)) await createSampleWorkspace(this.workspace, { priceListArticles: 20_000 });
  }

  /** What the engine itself has written down of its executions: what the platform is compared with. */
  engineRecord(): EngineRecord[] {
    return readEngineRecord(this.workspace);
  }

  /** Drops a whole file at once into a folder of the workspace, as a careful sender does; gives the moment. */
  drop(folder: string, name: string, content: string | Buffer): number {
    const target = join(this.workspace, folder, name);
    writeFileSync(join(this.workspace, folder, `.${name}`), content);
    renameSync(join(this.workspace, folder, `.${name}`), target);
    return Date.now();
  }

  /** The runtime that the agent speaks for, as the platform shows it. */
  async runtime(): Promise<RuntimeSummary> {
    const { rows } = await this.api.call('listRuntimes', { query: {} });
    const [runtime] = rows;
    if (!runtime || rows.length > 1) throw new Error(`one runtime was expected, there are ${rows.length}`);
    return runtime;
  }

  async runtimeDetail(): Promise<RuntimeDetail> {
    return this.api.call('getRuntime', { params: { runtimeId: (await this.runtime()).id }, query: {} });
  }

  /** Waits until the agent calls the platform. */
  async inContact(withinMs = 20_000): Promise<void> {
    const untilAt = Date.now() + withinMs;
    for (;;) {
      const { rows } = await this.api.call('listRuntimes', { query: {} });
      if (rows[0]?.status.contact === 'connected') return;
      if (Date.now() > untilAt) throw new Error(`the agent does not call the platform:\n${this.output}`);
      await new Promise((done) => setTimeout(done, 50));
    }
  }

  /** Every execution that the platform has, walked page by page; of one process if wanted. */
  async executions(processId?: string): Promise<Execution[]> {
    const filter = { last: '30d' as const, ...(processId ? { process: [processId] } : {}), limit: 500 };
    const found: Execution[] = [];
    let cursor: string | null = null;
    do {
      const page: { rows: Execution[]; next: string | null } = await this.api.call('listExecutions', {
        query: { ...filter, ...(cursor === null ? {} : { cursor }) },
      });
      found.push(...page.rows);
      cursor = page.next;
    } while (cursor !== null);
    return found;
  }

  /** Waits until a request has ended; fails unless it was answered. */
  async answered(requestId: string, withinMs = 30_000): Promise<Request> {
    const untilAt = Date.now() + withinMs;
    for (;;) {
      const request = await this.api.call('getRequest', { params: { requestId } });
      if (request.state === 'answered') return request;
      if (!isOpen(request.state) || Date.now() > untilAt)
        throw new Error(`${requestId} (${request.title}) is ${request.state}: ${request.reason}`);
      await new Promise((done) => setTimeout(done, 50));
    }
  }

  signalAgent(signal: NodeJS.Signals): void {
    this.#agent?.signal(signal);
  }

  stopAgent(): Promise<number | null> {
    return this.#agent?.stop() ?? Promise.resolve(null);
  }

  async killAgent(): Promise<void> {
    await this.#agent?.kill();
  }

  /** What agent and platform printed: read when a journey fails. */
  get output(): string {
    return `--- platform\n${this.#platform.output}\n--- agent\n${this.#agent?.output ?? ''}`;
  }

  async signInLink(): Promise<string> {
    const file = join(this.stateDirectory, 'sign-in-link.txt');
    for (let tries = 0; !existsSync(file); tries++) {
      if (tries > 100) throw new Error(`no sign-in link in ${file}`);
      await new Promise((done) => setTimeout(done, 50));
    }
    return this.api
      ? new URL((await this.api.call('createSignInLink', {})).path, this.origin).href
      : readFileSync(file, 'utf8').trim();
  }

  /** Address of a view, e.g. `/executions?state=failed`. */
  url(view: string): string {
    return `${this.origin}${view}`;
  }

  async stop(): Promise<void> {
    await this.stopAgent();
    await this.#platform.stop();
    rmSync(this.directory, { recursive: true, force: true });
  }

  private async enrolmentToken(): Promise<string> {
    const { rows } = await this.api.call('listEnvironments', {});
    const environment =
      rows[0] ?? (await this.api.call('createEnvironment', { body: { name: 'This machine', kind: 'production' } }));
    return (await this.api.call('createEnrolmentToken', { body: { environmentId: environment.id } })).secret;
  }
}
