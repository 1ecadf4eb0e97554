import { expect, test } from 'vitest';
import { createHints } from '#platform/hints.ts';
import { createMemoryStore } from '#platform/store/memory/create-memory-store.ts';
import { createDesk } from './desk.ts';
import { joined, working } from './lifecycle.ts';

const person = (name: string) => ({ personId: name.toLowerCase(), name });

test('who joins while progress is written stays, and so does the progress', async () => {
  const store = createMemoryStore();
  const desk = createDesk(store, createHints(), { sleep: () => new Promise(() => {}) });
  const { number } = await store.requests.add({
    kind: 'execution-log',
    runtimeId: 'rt-1',
    subjectId: 'e1',
    title: 'Log of run e1',
    state: 'working',
    reason: null,
    askedBy: person('Lindqvist'),
    askedAt: 1,
    joined: [],
    expiresAt: 9,
    deliveredAt: 2,
    deliveredToBoot: 'boot-1',
    deliveries: 1,
    workingAt: 3,
    endedAt: null,
    progress: null,
    answer: null,
  });
  await Promise.all([
    desk.advance(number, (current) => joined(current, person('Nowak'), 4)),
    desk.advance(number, (current) => working(current, 4, { done: 7, total: null })),
    desk.advance(number, (current) => joined(current, person('Ito'), 4)),
  ]);
  expect(await store.requests.get(number)).toMatchObject({
    joined: [{ name: 'Nowak' }, { name: 'Ito' }],
    progress: { done: 7 },
  });
});
