import { beforeEach, describe, expect, test } from 'vitest';
import { createTestPlatform, type TestPlatform } from '#platform/testing/test-platform.ts';
import { hashSecret } from '#platform/secrets.ts';

const nextRound = () => new Promise<void>((resolve) => setImmediate(resolve));
const live = { bearerAllowed: false, isSecure: true };
let world: TestPlatform;
beforeEach(async () => {
  world = await createTestPlatform(nextRound);
});

const call = (method: string, path: string, headers: Record<string, string> = {}, body?: unknown) =>
  world.platform.consoleFetch(
    new Request(`https://daymark.example${path}`, {
      method,
      headers,
      body: body === undefined ? undefined : JSON.stringify(body),
    }),
    live,
  );
const codeOf = async (response: Response) => ((await response.json()) as { code: string }).code;
const signIn = async () => {
  const { code } = await world.platform.createSignInLink('Ada');
  const response = await call('POST', '/api/v1/session', { 'sec-fetch-site': 'same-origin' }, { code });
  return { code, response, cookie: (response.headers.get('set-cookie') ?? '').split(';')[0] ?? '' };
};

describe('signing in', () => {
  test('a code works once, gives a cookie that scripts cannot read, and no bearer where cookies work', async () => {
    const { code, response, cookie } = await signIn();
    expect(response.headers.get('set-cookie')).toMatch(
      /^daymark_session=\S+; Path=\/; HttpOnly; SameSite=Lax; Max-Age=604800; Secure$/,
    );
    expect(await response.json()).toMatchObject({
      bearer: null,
      session: { person: { name: 'Ada', role: 'administrator' }, speed: 1 },
    });
    expect((await call('GET', '/api/v1/session', { cookie })).status).toBe(200);
    expect(await codeOf(await call('POST', '/api/v1/session', {}, { code }))).toBe('sign-in-refused');
  });
  test('of two that use a code at the same time, one gets in', async () => {
    const { code } = await world.platform.createSignInLink();
    const both = await Promise.all([
      call('POST', '/api/v1/session', {}, { code }),
      call('POST', '/api/v1/session', {}, { code }),
    ]);
    expect(both.filter(({ status }) => status === 200)).toHaveLength(1);
  });
  test('a code and a session end', async () => {
    const { code } = await world.platform.createSignInLink();
    const { cookie } = await signIn();
    await world.time.advance(60 * 60_000);
    expect(await codeOf(await call('POST', '/api/v1/session', {}, { code }))).toBe('sign-in-refused');
    await world.time.advance(7 * 86_400_000);
    expect(await codeOf(await call('GET', '/api/v1/session', { cookie }))).toBe('signed-out');
  });
  test('the store knows only the hash of a session', async () => {
    const { cookie } = await signIn();
    const secret = cookie.split('=')[1] ?? '';
    const kept = await world.store.records.list('session');
    expect(JSON.stringify(kept)).not.toContain(secret);
    expect(kept.map(({ id }) => id)).toContain(await hashSecret(secret));
  });
  test('a bearer is not accepted where it was not handed out', async () => {
    const { cookie } = await signIn();
    expect(
      await codeOf(await call('GET', '/api/v1/session', { authorization: `Bearer ${cookie.split('=')[1]}` })),
    ).toBe('signed-out');
  });
  test('signing out ends the session', async () => {
    const { cookie } = await signIn();
    const headers = { cookie, 'sec-fetch-site': 'same-origin' };
    const out = await call('DELETE', '/api/v1/session', headers);
    expect([out.status, out.headers.get('set-cookie')]).toEqual([204, expect.stringContaining('Max-Age=0')]);
    expect(await codeOf(await call('GET', '/api/v1/session', headers))).toBe('signed-out');
  });
});

describe('a call with a cookie that changes something', () => {
  test.each([
    ['from the dashboard', { 'sec-fetch-site': 'same-origin' }, 200],
    ['from the same origin, by an older browser', { origin: 'https://daymark.example' }, 200],
    ['from another site', { 'sec-fetch-site': 'cross-site' }, 403],
    ['from a neighbour', { 'sec-fetch-site': 'same-site', origin: 'https://evil.daymark.example' }, 403],
    ['from another origin, by an older browser', { origin: 'https://evil.example' }, 403],
    ['from nobody says where', {}, 403],
  ])('%s', async (_what, headers, status) => {
    const { cookie } = await signIn();
    expect((await call('POST', '/api/v1/session/links', { cookie, ...headers } as Record<string, string>)).status).toBe(
      status,
    );
  });
});

test('a role allows what it includes and nothing more', async () => {
  const person = (await world.store.records.list<{ id: string; name: string; role: string }>('person'))[0];
  if (!person) throw new Error('the test platform has a person');
  await world.store.records.put('person', person.id, { ...person.value, role: 'viewer' });
  expect((await world.ask('listRuntimes')).status).toBe(200);
  const refused = await world.ask('createEnvironment', { body: { name: 'Test', kind: 'test' } });
  expect(refused.body).toMatchObject({
    code: 'not-allowed',
    detail: 'This needs the role administrator; you are viewer.',
  });
});

describe('problems', () => {
  test('name the offending field in words', async () => {
    const { body } = await world.ask('listExecutions', { query: { limit: 5_000 } });
    expect(body).toMatchObject({ status: 400, code: 'bad-request', field: 'query.limit' });
    expect(String(body.detail)).toMatch(/^query\.limit: Too big: .*500/);
    expect((await world.ask('listExecutions', { query: { nonsense: 1 } })).body.field).toBe('query.nonsense');
    expect((await world.ask('listExecutions', { query: { state: 'green' } })).body.field).toBe('query.state');
    expect((await world.ask('listExecutions', { query: { from: 5, to: 5 } })).body.field).toBe('query.from');
    expect((await world.ask('listExecutions', { query: { cursor: 'x' } })).body.field).toBe('query.cursor');
  });
  test('an operation that does not exist, and a wrong method', async () => {
    expect(await codeOf(await call('GET', '/api/v1/nothing'))).toBe('unknown-operation');
    expect(await codeOf(await call('DELETE', '/api/v1/overview'))).toBe('unknown-operation');
  });
  test('a body that is no JSON or too large', async () => {
    expect(
      await codeOf(
        await world.platform.consoleFetch(new Request('https://d/api/v1/session', { method: 'POST', body: '{' }), live),
      ),
    ).toBe('bad-request');
    expect(await codeOf(await call('POST', '/api/v1/session', {}, { code: 'x'.repeat(200_000) }))).toBe('too-large');
  });
  test('what nobody expected is logged with its request id and leaks nothing', async () => {
    world.store.stats = () => Promise.reject(new Error('password=hunter2'));
    const { status, body } = await world.ask('getSettings');
    expect([status, body.code]).toEqual([500, 'internal']);
    expect(JSON.stringify(body)).not.toContain('hunter2');
    expect(world.log).toContainEqual(
      expect.objectContaining({
        event: 'internal-error',
        fields: expect.objectContaining({ requestId: body.requestId }),
      }),
    );
  });
});
