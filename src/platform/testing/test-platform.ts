import type { AnswerRecord, PollAnswer } from '#contract/answer.ts';
import { type ConsoleOperationName, consoleOperations } from '#contract/console-operations.ts';
import type { Heartbeat, RuntimeDescription } from '#contract/heartbeat.ts';
import { fillPath, writeQuery } from '#contract/operation.ts';
import type { ExecutionReport } from '#contract/tracking.ts';
import { createPlatform } from '#platform/platform.ts';
import type { Platform, PlatformOptions } from '#platform/ports.ts';
import { createMemoryStore } from '#platform/store/memory/create-memory-store.ts';
import type { Store } from '#platform/store/store.ts';
import { createFakeTime, type FakeTime } from './fake-time.ts';

/** Where the clock of a test platform stands first: Friday 2026-11-20, 09:00 UTC. */
export const START_AT = 1_795_165_200_000;
const DAY_MS = 86_400_000;

/** What came back of a call: its status and its JSON (null without a body). */
export interface Reply {
  status: number;
  /** The contract's own schemas have parsed every good answer (`parseAnswers`); a test says what it expects of it. */
  body: Record<string, unknown>;
  response: Response;
}

/** A platform on the memory store with a clock that the test moves, a signed-in administrator and ways to be an agent. */
export interface TestPlatform {
  platform: Platform;
  store: Store;
  time: FakeTime;
  log: { level: string; event: string; fields: Record<string, unknown> }[];
  /** Calls a console operation by name as the signed-in administrator. */
  ask(
    name: ConsoleOperationName,
    call?: { params?: Record<string, string>; query?: Record<string, unknown>; body?: unknown },
  ): Promise<Reply>;
  /** Enrols a runtime in the environment `production` and beats once. */
  enrol(name: string, description?: Partial<RuntimeDescription>): Promise<TestAgent>;
  /** Moves the clock and ticks as a host would. */
  pass(ms: number): Promise<void>;
}

/** An agent as the platform sees it: calls with its certificate. */
export interface TestAgent {
  runtimeId: string;
  fingerprint: string;
  bootId: string;
  call(
    method: string,
    path: string,
    body?: BodyInit,
    headers?: Record<string, string>,
    signal?: AbortSignal,
  ): Promise<Reply>;
  beat(change?: Partial<Heartbeat>): Promise<Reply>;
  track(batchId: string, ...reports: ExecutionReport[]): Promise<Reply>;
  poll(options?: { wait?: number; holding?: string[]; signal?: AbortSignal }): Promise<PollAnswer>;
  answer(requestId: string, records: readonly AnswerRecord[]): Promise<Reply>;
}

export async function createTestPlatform(
  nextRound: () => Promise<void>,
  options: Partial<PlatformOptions> = {},
): Promise<TestPlatform> {
  const time = createFakeTime(START_AT, nextRound);
  const store = options.store ?? createMemoryStore();
  const log: TestPlatform['log'] = [];
  let counter = 0;
  const platform = await createPlatform({
    store,
    clock: time.clock,
    timers: time.timers,
    ids: {
      id: () => `id-${String((counter += 1)).padStart(6, '0')}`,
      secret: () => `secret-${String((counter += 1)).padStart(40, '0')}`,
    },
    authority: {
      issue: ({ runtimeId, now }) =>
        Promise.resolve({
          certificatePem: 'certificate',
          authorityPem: 'authority',
          serial: `serial-${runtimeId}`,
          fingerprint: fingerprintOf(runtimeId),
          notBeforeAt: now,
          notAfterAt: now + 90 * DAY_MS,
        }),
    },
    log: (level, event, fields) => log.push({ level, event, fields }),
    host: 'demo',
    release: '0.0.0-test',
    parseAnswers: true,
    enrolCommand: (secret) => `enrol ${secret}`,
    ...options,
  });
  const { code } = await platform.createSignInLink();
  const signedIn = await reply(
    platform.consoleFetch(post('/api/v1/session', { code }), { bearerAllowed: true, isSecure: false }),
  );
  const authorization = `Bearer ${String(signedIn.body.bearer)}`;
  const ask: TestPlatform['ask'] = (name, call = {}) => {
    const { method, path } = consoleOperations[name];
    const query = writeQuery(call.query ?? {}).toString();
    const url = `http://localhost${fillPath(path, call.params)}${query ? `?${query}` : ''}`;
    const body = call.body === undefined ? undefined : JSON.stringify(call.body);
    return reply(
      platform.consoleFetch(new Request(url, { method, body, headers: { authorization } }), {
        bearerAllowed: true,
        isSecure: false,
      }),
    );
  };
  return {
    platform,
    store,
    time,
    log,
    ask,
    async enrol(name, description) {
      const environment = await platform.ensureEnvironment('Production', 'production');
      const { secret } = await platform.createEnrolmentToken({ environmentId: environment.id });
      const enrolled = await reply(
        platform.agentFetch(
          post('/agent/v1/enrol', { token: secret, name, certificateRequest: 'x'.repeat(200) }),
          null,
        ),
      );
      const agent = testAgent(platform, time, String(enrolled.body.runtimeId));
      await agent.beat({ description: testDescription(description) });
      await platform.tick();
      return agent;
    },
    async pass(ms) {
      for (let left = ms; left > 0; left -= 500) {
        await time.advance(Math.min(500, left));
        await platform.tick();
      }
    },
  };
}

function testAgent(platform: Platform, time: FakeTime, runtimeId: string): TestAgent {
  let sequence = 0;
  const call: TestAgent['call'] = (method, path, body, headers = {}, signal) =>
    reply(
      platform.agentFetch(new Request(`http://localhost${path}`, { method, body, headers, signal }), {
        fingerprint: agent.fingerprint,
      }),
    );
  const agent: TestAgent = {
    runtimeId,
    fingerprint: fingerprintOf(runtimeId),
    bootId: 'boot-1',
    call,
    beat(change = {}) {
      const now = time.clock.now();
      const beat: Heartbeat = {
        sentAt: now,
        bootId: agent.bootId,
        sequence: (sequence += 1),
        startedAt: START_AT,
        descriptionDigest: 'digest-1',
        degraded: [],
        inFlight: [],
        inFlightCount: 0,
        spool: { waiting: 0, bytes: 0, lost: 0 },
        exitRefused: 0,
        ...change,
      };
      return call('POST', '/agent/v1/heartbeat', JSON.stringify(beat));
    },
    track: (batchId, ...reports) =>
      call('POST', '/agent/v1/tracking', JSON.stringify({ batchId, sentAt: time.clock.now(), reports, lost: 0 })),
    async poll({ wait = 0, holding = [], signal } = {}) {
      const query = writeQuery({ wait, bootId: agent.bootId, holding });
      const { body } = await call('GET', `/agent/v1/requests?${query.toString()}`, undefined, {}, signal);
      return body as unknown as PollAnswer; // parsed by the platform (`parseAnswers`)
    },
    answer: (requestId, records) =>
      call(
        'POST',
        `/agent/v1/requests/${requestId}/answer`,
        records.map((record) => `${JSON.stringify(record)}\n`).join(''),
      ),
  };
  return agent;
}

/** A runtime with a scheduled process and a browsable connector. */
export function testDescription(change: Partial<RuntimeDescription> = {}): RuntimeDescription {
  return {
    digest: 'digest-1',
    release: '1.0.0',
    platform: 'test',
    timeZone: 'UTC',
    site: 'Berlin',
    tags: ['edge'],
    processes: [
      {
        id: 'orders',
        name: 'Orders in',
        version: '3',
        trigger: 'schedule',
        schedule: 'every minute',
        everyMs: 60_000,
        connectorIds: ['erp'],
      },
    ],
    connectors: [
      {
        id: 'erp',
        name: 'ERP01',
        kind: 'postgresql',
        product: 'PostgreSQL 15',
        browsable: true,
        notBrowsableBecause: null,
      },
      {
        id: 'mail',
        name: 'Mail',
        kind: 'mail',
        product: null,
        browsable: false,
        notBrowsableBecause: 'Mail has no schema.',
      },
    ],
    ...change,
  };
}

/** A run of `orders` that ended well a second after it started. */
export function testReport(executionId: string, change: Partial<ExecutionReport> = {}): ExecutionReport {
  return {
    executionId,
    revision: 1,
    processId: 'orders',
    processName: 'Orders in',
    processVersion: '3',
    status: 'COMPLETE',
    trigger: 'schedule',
    startedAt: START_AT - 10_000,
    endedAt: START_AT - 9_000,
    attempt: 1,
    attemptsMax: 1,
    retryOf: null,
    workId: change.processId ?? 'orders',
    parentId: null,
    in: 3,
    out: 3,
    errors: 0,
    warnings: 0,
    bytes: 120,
    failure: null,
    steps: [],
    documents: [],
    ...change,
  };
}

/** A run that failed against the ERP. */
export function failedReport(executionId: string, change: Partial<ExecutionReport> = {}): ExecutionReport {
  return testReport(executionId, {
    status: 'ERROR',
    errors: 1,
    failure: {
      class: 'credential',
      code: 'ORA-28001',
      template: 'logon of <str> refused',
      step: 1,
      connectorId: 'erp',
    },
    ...change,
  });
}

function fingerprintOf(runtimeId: string): string {
  return `AA:${runtimeId}`;
}

function post(path: string, body: unknown): Request {
  return new Request(`http://localhost${path}`, { method: 'POST', body: JSON.stringify(body) });
}

async function reply(call: Promise<Response>): Promise<Reply> {
  const response = await call;
  const text = response.headers.get('content-type')?.includes('json') ? await response.clone().text() : '';
  return { status: response.status, body: (text ? JSON.parse(text) : null) as Reply['body'], response };
}
