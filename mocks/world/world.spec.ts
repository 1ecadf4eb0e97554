import { createHash } from 'node:crypto';
import type { AnswerRecord } from '#contract/answer.ts';
import { consoleOperations } from '#contract/console-operations.ts';
import type { ExecutionPage } from '#contract/execution.ts';
import type { Overview } from '#contract/overview.ts';
import type { Request as PersonRequest } from '#contract/request.ts';
import type { RuntimePage } from '#contract/runtime.ts';
import { readWorldChoice } from '#mocks/scenarios/world-address.ts';
import { afterEach, describe, expect, it } from 'vitest';
import { logLines } from './run-log.ts';
import { createWorld, type World } from './world.ts';

const opened: World[] = [];

afterEach(async () => {
  for (const world of opened.splice(0)) await world.stop();
});

interface Caller {
  world: World;
  get<T>(path: string): Promise<T>;
  post<T>(path: string, body: unknown): Promise<T>;
  pass(seconds: number): Promise<void>;
}

async function open(search: string): Promise<Caller> {
  const world = await createWorld({
    choice: readWorldChoice(search),
    turn: () => new Promise((resolve) => setImmediate(resolve)),
    pageTimers: { sleep: () => Promise.resolve() },
    log: (level, event, fields) => {
      if (level === 'error') throw new Error(`${event} ${JSON.stringify(fields)}`);
    },
  });
  opened.push(world);
  let bearer: string | null = null;
  const call = async (method: string, path: string, body?: unknown): Promise<unknown> => {
    const headers = new Headers({ 'content-type': 'application/json' });
    if (bearer !== null) headers.set('authorization', `Bearer ${bearer}`);
    const init = body === undefined ? {} : { body: JSON.stringify(body) };
    const response = await world.fetch(new Request(`http://localhost/api/v1${path}`, { method, headers, ...init }));
    if (!response.ok) throw new Error(`${response.status} ${await response.text()}`);
    return response.json();
  };
  const signedIn = (await call('POST', '/session', { code: world.signInCode })) as { bearer: string };
  bearer = signedIn.bearer;
  return {
    world,
    get: <T>(path: string) => call('GET', path) as Promise<T>,
    post: <T>(path: string, body: unknown) => call('POST', path, body) as Promise<T>,
    pass: async (seconds) => {
      for (let done = 0; done < seconds; done++) await world.advance(1_000, 20);
    },
  };
}

async function wordOf(caller: Caller, runtime: string): Promise<string | undefined> {
  const page = await caller.get<RuntimePage>('/runtimes?limit=200');
  return page.rows.find(({ name }) => name === runtime)?.status.word;
}

function browse(caller: Caller, runtimeId: string, connectorId: string): Promise<PersonRequest> {
  return caller.post('/requests', { subject: { kind: 'connector-browse', runtimeId, connectorId }, fresh: true });
}

/** A world of real size takes its time on a busy computer. */
describe('the bundled world', { timeout: 60_000 }, () => {
  it('opens with the story of the night outage', async () => {
    const caller = await open('');
    const overview = consoleOperations.getOverview.answer.parse(await caller.get<Overview>('/overview')) as Overview;
    expect(overview.fleet.total).toBe(60);
    expect(overview.fleet.words).toMatchObject({ late: 1, degraded: 1, failing: 1, offline: 1, paused: 1 });
    expect(overview.counts.states.unknown).toBeGreaterThan(0);
    const kinds = overview.incidents.map(({ kind }) => kind);
    for (const kind of ['failing-group', 'runtime-offline', 'runtime-failing', 'process-silent', 'certificate-ending'])
      expect(kinds).toContain(kind);
    expect(overview.incidents.find(({ kind }) => kind === 'failing-group')?.evidence).toContain('ORA-28001');
  });

  it('lives the same first minute again', async () => {
    const minute = async () => {
      const caller = await open('size=small');
      await caller.pass(60);
      const page = await caller.get<ExecutionPage>('/executions?last=24h&limit=200');
      const runtimes = await caller.get<RuntimePage>('/runtimes?limit=200');
      return createHash('sha256')
        .update(JSON.stringify([page.rows, runtimes.rows]))
        .digest('hex');
    };
    expect(await minute()).toBe(await minute());
  });

  it('keeps every healthy runtime in contact while time passes', async () => {
    const caller = await open('scenario=calm');
    await caller.pass(40);
    const { fleet } = await caller.get<RuntimePage>('/runtimes?limit=1');
    expect(fleet.words).toMatchObject({ ok: 59, paused: 1, late: 0, offline: 0 });
  });

  it('shows new runs while time passes, and each ends', async () => {
    const caller = await open('size=small&scenario=calm&t=10:14:50');
    await caller.pass(20);
    const running = await caller.get<ExecutionPage>('/executions?state=running');
    expect(running.rows.map(({ processName }) => processName)).toContain('Order to ERP');
    await caller.pass(60);
    const after = await caller.get<ExecutionPage>('/executions?process=order-to-erp-erp&limit=1');
    expect(after.rows[0]?.id).toBe(running.rows.find(({ processName }) => processName === 'Order to ERP')?.id);
    expect(after.rows[0]?.endedAt).not.toBeNull();
  });

  it('lets a question wait for the next contact, then brings the machine’s own log', async () => {
    const caller = await open('size=small');
    const { rows } = await caller.get<ExecutionPage>('/executions?runtime=ber-erp-01&state=failed&limit=1');
    const run = rows[0];
    expect(run).toBeDefined();
    await caller.pass(6);
    const asked = await caller.post<PersonRequest>('/requests', {
      subject: { kind: 'execution-log', executionId: run?.id },
    });
    expect(asked.state).toBe('queued');
    await caller.pass(20);
    const answered = await caller.get<PersonRequest>(`/requests/${asked.id}`);
    expect(answered.state).toBe('answered');
    expect(answered.answer?.items).toBeGreaterThan(20);
  });

  it('keeps a question for a runtime that is away, and brings what it did meanwhile when it returns', async () => {
    const caller = await open('size=small&scenario=calm&t=10:10:00&on=runtime-offline');
    await caller.pass(40);
    expect(await wordOf(caller, 'ber-erp-01')).toBe('offline');
    const asked = await caller.post<PersonRequest>('/requests', {
      subject: { kind: 'connector-browse', runtimeId: 'ber-erp-01', connectorId: 'ERP01' },
    });
    await caller.pass(600);
    expect((await caller.get<PersonRequest>(`/requests/${asked.id}`)).state).toBe('queued');
    const before = await caller.get<ExecutionPage>('/executions?runtime=ber-erp-01&last=15m');
    caller.world.turnSwitch('runtime-offline', false);
    await caller.pass(400);
    expect((await caller.get<PersonRequest>(`/requests/${asked.id}`)).state).toBe('answered');
    const after = await caller.get<ExecutionPage>('/executions?runtime=ber-erp-01&last=15m');
    expect(after.rows.length).toBeGreaterThan(before.rows.length);
    expect(await wordOf(caller, 'ber-erp-01')).toBe('ok');
  });

  it('answers a browse of 20,000 objects with progress, and refuses what policy forbids', async () => {
    const caller = await open('scenario=calm');
    await caller.pass(6);
    const large = await browse(caller, 'ham-plc-01', 'MES-HAM');
    const payroll = await browse(caller, 'dub-fin-01', 'PAYROLL-DUB');
    await caller.pass(15);
    const halfway = await caller.get<PersonRequest>(`/requests/${large.id}`);
    expect(halfway.state).toBe('working');
    expect(halfway.progress?.total).toBe(20_418);
    const refused = await caller.get<PersonRequest>(`/requests/${payroll.id}`);
    expect(refused.state).toBe('refused');
    expect(refused.reason).toContain('Finance IT');
    await caller.pass(40);
    const done = await caller.get<PersonRequest>(`/requests/${large.id}`);
    expect(done.state).toBe('answered');
    expect(done.answer?.items).toBe(20_418);
  });

  it('cannot browse an endpoint that refuses the logon, but keeps what was fetched before', async () => {
    const caller = await open('');
    const kept = await caller.post<PersonRequest>('/requests', {
      subject: { kind: 'connector-browse', runtimeId: 'ber-erp-01', connectorId: 'ERP01' },
    });
    expect(kept.state).toBe('answered');
    expect(kept.answer?.items).toBe(1_204);
    await caller.pass(6);
    const { id } = await browse(caller, 'ber-erp-01', 'ERP01');
    await caller.pass(6);
    const failed = await caller.get<PersonRequest>(`/requests/${id}`);
    expect(failed.state).toBe('failed');
    expect(failed.reason).toContain('ORA-28001');
  });

  it('turns a runtime late by its switch', async () => {
    const caller = await open('size=small&scenario=calm&on=runtime-late');
    const words = new Set<string | undefined>();
    for (let second = 0; second < 50; second++) {
      await caller.pass(1);
      words.add(await wordOf(caller, 'mil-pos-01'));
    }
    expect(words).toContain('late');
    expect(words).not.toContain('offline');
  });

  it('turns a flapping runtime off and on again', async () => {
    const caller = await open('size=small&scenario=calm&on=runtime-flapping');
    const words: (string | undefined)[] = [];
    for (let round = 0; round < 18; round++) {
      await caller.pass(10);
      words.push(await wordOf(caller, 'test-erp-01'));
    }
    expect(words).toContain('offline');
    expect(words).toContain('ok');
  });

  it('fills a disk: everything on the runtime fails and it says so itself', async () => {
    const caller = await open('size=small&scenario=calm&t=10:00:00&on=disk-full');
    await caller.pass(900);
    const page = await caller.get<ExecutionPage>('/executions?runtime=mil-pos-01&last=15m&state=failed');
    expect(page.rows.length).toBeGreaterThan(0);
    for (const row of page.rows) expect(row.failure?.class).toBe('disk');
    expect(['degraded', 'failing']).toContain(await wordOf(caller, 'mil-pos-01'));
  });

  it('floods a runtime with runs', async () => {
    const caller = await open('size=small&scenario=calm&t=14:00:00');
    await caller.pass(120);
    const usual = (await caller.get<ExecutionPage>('/executions?runtime=ber-erp-01&last=15m')).rows.length;
    caller.world.turnSwitch('flood', true);
    await caller.pass(300);
    const flooded = (await caller.get<ExecutionPage>('/executions?runtime=ber-erp-01&last=15m&limit=500')).rows.length;
    expect(flooded).toBeGreaterThan(usual + 10);
  });

  it('makes the platform unreachable for the page, and loses nothing', async () => {
    const caller = await open('size=small&scenario=calm&t=10:14:50');
    caller.world.turnSwitch('platform-unreachable', true);
    await expect(caller.get('/overview')).rejects.toThrow('cannot be reached');
    await caller.pass(120);
    caller.world.turnSwitch('platform-unreachable', false);
    await caller.pass(330);
    const page = await caller.get<ExecutionPage>('/executions?process=order-to-erp-erp&last=15m');
    expect(page.rows.length).toBeGreaterThan(0);
    expect(await wordOf(caller, 'ber-erp-01')).toBe('ok');
  });

  it('leaps an hour without losing a run or a runtime', async () => {
    const caller = await open('size=small&scenario=calm');
    await caller.pass(10);
    for (let leap = 0; leap < 180; leap++) await caller.world.leap(20_000);
    const page = await caller.get<ExecutionPage>('/executions?process=order-to-erp-erp&last=1h');
    expect(page.rows.filter(({ runtimeName }) => runtimeName === 'ber-erp-01')).toHaveLength(4);
    const { fleet } = await caller.get<RuntimePage>('/runtimes?limit=1');
    expect(fleet.words.ok).toBe(5);
  });

  it('still knows after a jump what has been silent all the time', async () => {
    const caller = await open('size=small&scenario=silence');
    for (let leap = 0; leap < 180; leap++) await caller.world.leap(20_000);
    const { incidents } = await caller.get<Overview>('/overview');
    expect(incidents.map(({ title }) => title)).toContainEqual(expect.stringContaining('Stock levels to shop'));
  });

  it('is empty on request: one environment and nothing else', async () => {
    const caller = await open('size=empty');
    const overview = await caller.get<Overview>('/overview');
    expect(overview.fleet.total).toBe(0);
    expect(overview.counts.total).toBe(0);
    const environments = await caller.get<{ environments?: unknown[] }>('/environments');
    expect(JSON.stringify(environments)).toContain('Production');
  });

  it('answers an unknown operation loudly', async () => {
    const caller = await open('size=empty');
    await expect(caller.get('/no-such-thing')).rejects.toThrow('unknown-operation');
  });

  it('writes logs in time order, with values that never left by themselves', async () => {
    const { world } = await open('size=small');
    const run = world.fleet.assignments
      .map((one) => world.runs.first(one, world.runs.slotFrom(one, world.now() - 3_600_000)))
      .find((one) => one !== null);
    expect(run).toBeDefined();
    if (!run) return;
    const lines: Extract<AnswerRecord, { t: 'line' }>[] = [...logLines(run, Number.MAX_SAFE_INTEGER)];
    expect(lines.length).toBeGreaterThan(10);
    expect(lines.at(-1)?.text).toContain('run ended with');
  });
});
