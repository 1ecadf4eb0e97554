import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ProblemError } from '#contract/errors.ts';
import type { Store, StoredRequest } from '../store.ts';

const asked: Omit<StoredRequest, 'number'> = {
  kind: 'execution-log',
  runtimeId: 'rt-1',
  subjectId: 'run-1',
  title: `Log of "run" \ud800\u0000`,
  state: 'queued',
  reason: null,
  askedBy: { personId: 'ada', name: 'Ada' },
  askedAt: 1_000,
  joined: [],
  expiresAt: 9_000,
  deliveredAt: null,
  deliveredToBoot: null,
  deliveries: 0,
  workingAt: null,
  endedAt: null,
  progress: null,
  answer: null,
};

/** Requests, answers, contacts and records. */
export function describeKeptThings(open: () => Promise<Store>): void {
  let store: Store;
  beforeEach(async () => {
    store = await open();
  });
  afterEach(async () => {
    await store.close();
  });

  describe('requests', () => {
    it('numbers them from 1 and gives them back as they are', async () => {
      const first = await store.requests.add(asked);
      const second = await store.requests.add({ ...asked, kind: 'connector-browse', subjectId: 'erp' });
      expect(first).toEqual({ ...asked, number: 1 });
      expect(await store.requests.get(2)).toEqual(second);
      expect(await store.requests.get(3)).toBeNull();
    });

    it('replaces one only in the state that the caller saw', async () => {
      const request = await store.requests.add(asked);
      const delivered: StoredRequest = { ...request, state: 'delivered', deliveredAt: 2_000, deliveries: 1 };
      expect(await store.requests.replace(delivered, 'working')).toBe(false);
      expect(await store.requests.get(1)).toEqual(request);
      const outcomes = await Promise.all([
        store.requests.replace(delivered, 'queued'),
        store.requests.replace({ ...request, state: 'cancelled' }, 'queued'),
      ]);
      expect(outcomes).toEqual([true, false]);
      expect(await store.requests.get(1)).toEqual(delivered);
      expect(await store.requests.replace({ ...delivered, number: 77 }, 'queued')).toBe(false);
    });

    it('lists, counts and finds the newest', async () => {
      const one = await store.requests.add(asked);
      await store.requests.add({ ...asked, runtimeId: 'rt-2' });
      await store.requests.add({ ...asked, kind: 'execution-error' });
      await store.requests.add(asked);
      const bob = { personId: 'bob', name: 'Bob', joinedAt: 5 };
      await store.requests.replace(
        { ...one, state: 'answered', deliveredAt: 10, endedAt: 35, joined: [bob] },
        'queued',
      );
      expect((await store.requests.open()).map(({ number }) => number)).toEqual([2, 3, 4]);
      expect((await store.requests.newest('execution-log', 'rt-1', 'run-1'))?.number).toBe(4);
      expect((await store.requests.newest('execution-log', 'rt-1', 'run-1', 'answered'))?.number).toBe(1);
      expect(await store.requests.newest('execution-log', 'rt-1', 'run-2')).toBeNull();
      const numbers = async (...args: Parameters<Store['requests']['list']>): Promise<number[]> =>
        (await store.requests.list(...args)).map(({ number }) => number);
      expect(await numbers({}, null, 3)).toEqual([4, 3, 2]);
      expect(await numbers({}, 2, 3)).toEqual([1]);
      expect(await numbers({ states: ['answered', 'failed'] }, null, 9)).toEqual([1]);
      expect(await numbers({ kinds: ['execution-error'], runtimeIds: ['rt-1'] }, null, 9)).toEqual([3]);
      expect(await numbers({ personId: 'bob' }, null, 9)).toEqual([1]);
      expect(await store.requests.count({ states: ['queued'], personId: 'ada' })).toBe(3);
      expect(await store.requests.count({})).toBe(4);
      expect(await store.requests.answerTimes('execution-log', 5)).toEqual([25]);
    });
  });

  describe('answers', () => {
    it('can be read once they are finished, and not before', async () => {
      const bytes = new Uint8Array([0, 255, 7]);
      await store.answers.putChunk(5, 1, new Uint8Array([2]));
      const kept = store.answers.putChunk(5, 0, bytes);
      bytes[0] = 9;
      await kept;
      expect(await store.answers.description(5)).toBeNull();
      expect(await store.answers.chunk(5, 0)).toBeNull();
      await store.answers.putChunk(5, 1, new Uint8Array([3]));
      await store.answers.finish(5, '{"name":"\ud800"}', 2, 100);
      expect(await store.answers.description(5)).toBe('{"name":"\ud800"}');
      expect(await store.answers.chunk(5, 0)).toEqual(new Uint8Array([0, 255, 7]));
      expect(await store.answers.chunk(5, 1)).toEqual(new Uint8Array([3]));
      expect(await store.answers.chunk(5, 2)).toBeNull();
      expect((await store.stats()).answers).toBe(1);
      await store.answers.discard(5);
      expect(await store.answers.description(5)).toBeNull();
      expect(await store.answers.chunk(5, 0)).toBeNull();
    });

    it('are pruned by when they were received', async () => {
      for (const number of [1, 2, 3]) await store.answers.finish(number, '{}', 0, number * 100);
      expect(await store.prune({ executionsBeforeAt: 0, answersBeforeAt: 300 })).toEqual({
        executions: 0,
        answers: 2,
        more: false,
      });
      expect(await store.answers.description(3)).toBe('{}');
      expect(await store.answers.description(2)).toBeNull();
    });
  });

  describe('contacts', () => {
    it('gives the changes of a window and the one before it, by runtime and time', async () => {
      const change = (runtimeId: string, at: number) => ({ runtimeId, at, contact: 'connected', word: 'ok' }) as const;
      for (const [runtimeId, at] of [
        ['b', 5],
        ['a', 1],
        ['a', 3],
        ['a', 2],
        ['a', 9],
        ['b', 20],
      ] as const) {
        await store.contacts.append(change(runtimeId, at));
      }
      expect(await store.contacts.list(null, 3, 9)).toEqual([change('a', 2), change('a', 3), change('b', 5)]);
      expect(await store.contacts.list(['b'], 10, 30)).toEqual([change('b', 5), change('b', 20)]);
      expect(await store.contacts.list([], 0, 99)).toEqual([]);
      expect(await store.contacts.list(['nobody'], 0, 99)).toEqual([]);
    });
  });

  describe('records', () => {
    it('writes with a version, and only over the version that the caller saw', async () => {
      const { records } = store;
      expect(await records.put('person', 'ada', { name: 'Ada \ud800\u0000' }, 0)).toBe(1);
      expect(await records.put('person', 'ada', { name: 'Eve' }, 0)).toBeNull();
      expect(await records.put('person', 'ada', { name: 'Ada' }, 1)).toBe(2);
      expect(await records.put('person', 'ada', { name: "Ada '\ud800\u0000" })).toBe(3);
      expect(await records.put('person', 'new', {}, 4)).toBeNull();
      expect(await records.get('person', 'ada')).toEqual({ value: { name: "Ada '\ud800\u0000" }, version: 3 });
      expect(await records.get('runtime', 'ada')).toBeNull();
      const races = await Promise.all([records.put('person', 'bob', 1, 0), records.put('person', 'bob', 2, 0)]);
      expect(races).toEqual([1, null]);
      expect(await records.list('person')).toEqual([
        { id: 'ada', value: { name: "Ada '\ud800\u0000" }, version: 3 },
        { id: 'bob', value: 1, version: 1 },
      ]);
      await records.delete('person', 'ada');
      await records.delete('person', 'ada');
      expect(await records.list('person')).toMatchObject([{ id: 'bob' }]);
    });

    it('does not change when a value given or taken is changed', async () => {
      const value = { tags: ['a'] };
      await store.records.put('setting', 'x', value);
      value.tags.push('b');
      const taken = await store.records.get<{ tags: string[] }>('setting', 'x');
      taken?.value.tags.push('c');
      expect((await store.records.get('setting', 'x'))?.value).toEqual({ tags: ['a'] });
    });

    it('refuses a key that could not be given back, naming the field', async () => {
      for (const id of ['a\u0000b', '\ud800']) {
        const call = store.records.put('person', id, {});
        await expect(call).rejects.toSatisfy((error) => error instanceof ProblemError && error.field === 'id');
      }
      const source = { runtimeId: '\ud800', environmentId: 'e' };
      await expect(store.executions.apply(source, 'b', 1, [])).rejects.toThrow(ProblemError);
    });
  });
}
