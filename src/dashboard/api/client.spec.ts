import { describe, expect, test, vi } from 'vitest';
import { ProblemError } from '#contract/errors.ts';
import { AnsweredProblem, UnreachableError, createApiClient } from './client.ts';
import { explain } from './sentences.ts';

/** A client whose platform answers the same to everything, and what it was asked. */
function clientOf(answer: Response | Error) {
  const fetch = vi.fn(async (_address: RequestInfo | URL, _init?: RequestInit) => {
    if (answer instanceof Error) throw answer;
    return answer.clone();
  });
  return { fetch, client: createApiClient({ base: 'https://platform.test/demo/', fetch, parsesAnswers: true }) };
}

const json = (body: unknown, status = 200) =>
  new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json' } });
const badges = { runtimes: 60, executions: 12_314, connectors: 214, openRequests: 3 };
const problem = {
  type: 'about:blank',
  title: 'x',
  status: 404,
  detail: 'no runtime rt-9',
  code: 'not-found',
  field: null,
  requestId: 'q-1',
};

describe('a call', () => {
  test('goes to the address that the contract names, under the page’s own base', async () => {
    const { client, fetch } = clientOf(json(badges));
    expect(await client.call('getBadges', { query: { last: '7d' } })).toEqual(badges);
    expect(fetch.mock.calls[0]?.[0]).toBe('https://platform.test/demo/api/v1/badges?last=7d');
  });

  test('fills the path and repeats the key of a list', () => {
    const { client } = clientOf(json({}));
    expect(client.address('getRuntime', { params: { runtimeId: 'rt-1' } })).toBe(
      'https://platform.test/demo/api/v1/runtimes/rt-1',
    );
    expect(client.address('listRuntimes', { query: { word: ['late', 'offline'], q: 'a b' } })).toBe(
      'https://platform.test/demo/api/v1/runtimes?word=late&word=offline&q=a+b',
    );
  });

  test('carries the token that the host gave, until it is taken away', async () => {
    const { client, fetch } = clientOf(json(badges));
    const sent = (index: number) => new Headers(fetch.mock.calls[index]?.[1]?.headers).get('authorization');
    client.useBearer('t0ken');
    await client.call('getBadges', {});
    client.useBearer(null);
    await client.call('getBadges', {});
    expect([sent(0), sent(1)]).toEqual(['Bearer t0ken', null]);
  });

  test('gives nothing where the contract promises nothing', async () => {
    const { client } = clientOf(new Response(null, { status: 204 }));
    expect(await client.call('signOut', {})).toBeUndefined();
  });
});

describe('a call that fails', () => {
  test('throws the problem that the platform described', async () => {
    const { client } = clientOf(json(problem, 404));
    const error: unknown = await client
      .call('getRuntime', { params: { runtimeId: 'rt-9' } })
      .catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(ProblemError);
    expect(error).toBeInstanceOf(AnsweredProblem);
    expect(error).toMatchObject({ code: 'not-found', requestId: 'q-1' });
    expect(explain(error).what).toBe('There is no such thing. No runtime rt-9.');
  });

  test.each([
    ['nobody answers', new TypeError('Failed to fetch'), 'away'],
    ['a proxy says that nobody is behind it', new Response('<html>', { status: 502 }), 'away'],
    ['something else answers', new Response('<html>', { status: 200 }), 'not-ours'],
    ['an answer breaks the contract', json({ ...badges, runtimes: 'many' }), 'off-contract'],
  ])('tells why when %s', async (_why, answer, kind) => {
    const error: unknown = await clientOf(answer)
      .client.call('getBadges', {})
      .catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(UnreachableError);
    expect(error).toMatchObject({ kind });
  });

  test('passes on that the caller has given up', async () => {
    const gone = new AbortController();
    gone.abort(new Error('the screen was left'));
    const { client } = clientOf(new DOMException('aborted', 'AbortError'));
    await expect(client.call('getBadges', {}, gone.signal)).rejects.toThrow('the screen was left');
  });
});
