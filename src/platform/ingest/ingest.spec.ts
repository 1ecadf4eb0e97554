import { beforeEach, describe, expect, test } from 'vitest';
import {
  createTestPlatform,
  failedReport,
  START_AT,
  type TestAgent,
  type TestPlatform,
  testReport,
} from '#platform/testing/test-platform.ts';

const nextRound = () => new Promise<void>((resolve) => setImmediate(resolve));
let world: TestPlatform;
let agent: TestAgent;
beforeEach(async () => {
  world = await createTestPlatform(nextRound);
  agent = await world.enrol('ber-prod-01');
});

describe('enrolment', () => {
  const enrol = (token: string, name = 'ber-prod-02') =>
    world.platform.agentFetch(
      new Request('http://localhost/agent/v1/enrol', {
        method: 'POST',
        body: JSON.stringify({ token, name, certificateRequest: 'x'.repeat(200) }),
      }),
      null,
    );
  const newToken = async (namePattern = '*') => {
    const { id } = await world.platform.ensureEnvironment('Production', 'production');
    return world.platform.createEnrolmentToken({ environmentId: id, namePattern });
  };
  const codeOf = async (response: Response) => ((await response.json()) as { code?: string }).code;

  test('a token works once', async () => {
    const { secret } = await newToken();
    expect((await enrol(secret)).status).toBe(200);
    expect(await codeOf(await enrol(secret, 'ber-prod-03'))).toBe('token-refused');
  });
  test('of two that come together, one gets in', async () => {
    const { secret } = await newToken();
    const both = await Promise.all([enrol(secret, 'one'), enrol(secret, 'two')]);
    expect(both.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(both.filter(({ status }) => status === 403)).toHaveLength(1);
  });
  test('unknown, revoked and expired tokens are refused', async () => {
    expect(await codeOf(await enrol('id-000001.not-a-secret-of-ours'))).toBe('token-refused');
    const revoked = await newToken();
    await world.ask('revokeEnrolmentToken', { params: { tokenId: revoked.tokenId } });
    expect(await codeOf(await enrol(revoked.secret))).toBe('token-refused');
    const { secret } = await newToken();
    await world.time.advance(31 * 60_000);
    expect(await codeOf(await enrol(secret))).toBe('token-refused');
  });
  test('a name that does not fit its pattern is refused and does not spend the token', async () => {
    const { secret } = await newToken('ham-*');
    expect(await codeOf(await enrol(secret, 'ber-prod-09'))).toBe('token-refused');
    expect((await enrol(secret, 'ham-prod-09')).status).toBe(200);
  });
  test('a runtime that never called, because the answer to its enrolment was lost, enrols again as the same one', async () => {
    const first = (await (await enrol((await newToken()).secret)).json()) as { runtimeId: string };
    const again = await enrol((await newToken()).secret);
    expect(again.status).toBe(200);
    expect(await again.json()).toMatchObject({ runtimeId: first.runtimeId });
  });
  test('a name in use is refused until its runtime is retired', async () => {
    const { secret } = await newToken();
    expect(await codeOf(await enrol(secret, 'ber-prod-01'))).toBe('bad-request');
    await world.ask('retireRuntime', { params: { runtimeId: agent.runtimeId } });
    expect((await enrol(secret, 'ber-prod-01')).status).toBe(200);
  });
});

describe('who calls', () => {
  test('without a certificate, or with one of nobody, nothing is answered', async () => {
    const beat = () => new Request('http://localhost/agent/v1/heartbeat', { method: 'POST', body: '{}' });
    expect((await world.platform.agentFetch(beat(), null)).status).toBe(401);
    expect((await world.platform.agentFetch(beat(), { fingerprint: 'BB' })).status).toBe(401);
  });
  test('a retired runtime is refused, also in a poll that it holds', async () => {
    const held = agent.call('GET', '/agent/v1/requests?wait=20000&bootId=boot-1');
    await world.time.settle();
    await world.ask('retireRuntime', { params: { runtimeId: agent.runtimeId } });
    expect((await held).body.code).toBe('runtime-retired');
    expect((await agent.beat()).body.code).toBe('runtime-retired');
  });
});

describe('tracking', () => {
  test('the same batch, and the same report in another batch, change nothing', async () => {
    expect((await agent.track('b1', testReport('e1'))).body.changed).toBe(1);
    expect((await agent.track('b1', testReport('e1'))).body.changed).toBe(0);
    expect((await agent.track('b2', testReport('e1'))).body.changed).toBe(0);
    const { body } = await world.ask('countExecutions');
    expect(body.total).toBe(1);
  });
  test('a runtime cannot report on the execution of another', async () => {
    await agent.track('b1', testReport('e1'));
    const other = await world.enrol('ham-prod-01');
    expect((await other.track('b1', testReport('e1', { revision: 9 }))).body.code).toBe('wrong-runtime');
  });
  test('unknown keys are refused by name', async () => {
    const report = { ...testReport('e1'), payload: 'secret' };
    const { status, body } = await agent.track('b1', report);
    expect([status, body.code, body.field]).toEqual([400, 'bad-request', 'body.reports.0.payload']);
  });
  test('failures get a group, and a later success recovers them', async () => {
    await agent.track('b1', failedReport('e1'));
    const failed = await world.ask('getExecution', { params: { executionId: 'e1' } });
    expect(failed.body).toMatchObject({
      execution: { state: 'failed', failure: { groupId: 'F-1', connectorName: 'ERP01' }, recovered: null },
    });
    await agent.track('b2', testReport('e2', { startedAt: START_AT - 5_000, endedAt: START_AT - 4_000 }));
    const recovered = await world.ask('getExecution', { params: { executionId: 'e1' } });
    expect(recovered.body).toMatchObject({ execution: { recovered: { byExecutionId: 'e2' } } });
  });
});

describe('heartbeats', () => {
  test('a description is asked for when the platform has another', async () => {
    expect((await agent.beat()).body.wantsDescription).toBe(false);
    expect((await agent.beat({ descriptionDigest: 'digest-2' })).body.wantsDescription).toBe(true);
  });
  test('a clock that is off is measured and makes the runtime degraded', async () => {
    await agent.beat({ sentAt: START_AT + 120_000 });
    const { body } = await world.ask('getRuntime', { params: { runtimeId: agent.runtimeId } });
    expect(body).toMatchObject({
      clockSkewMs: 120_000,
      degraded: ['clock-skew'],
      summary: { status: { word: 'degraded' } },
    });
  });
});
