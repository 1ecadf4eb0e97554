import { expect, test } from 'vitest';
import type { StoredContactChange } from '#platform/store/store.ts';
import { awayShares, contactStrip } from './strip.ts';

const change = (
  at: number,
  contact: StoredContactChange['contact'],
  word: StoredContactChange['word'],
): StoredContactChange => ({ runtimeId: 'rt-1', at, contact, word });
const buckets = { fromAt: 0, bucketMs: 100, count: 6, now: 550 };

test.each([
  ['never enrolled', [], ['unknown', 'unknown', 'unknown', 'unknown', 'unknown', 'unknown']],
  [
    'enrolled in the third bucket',
    [change(210, 'never', 'never'), change(250, 'connected', 'ok')],
    ['unknown', 'unknown', 'in', 'in', 'in', 'in'],
  ],
  [
    'gone for a moment, and back',
    [change(-50, 'connected', 'ok'), change(120, 'offline', 'offline'), change(140, 'connected', 'ok')],
    ['in', 'out', 'in', 'in', 'in', 'in'],
  ],
  [
    'away until now',
    [change(-50, 'connected', 'ok'), change(320, 'late', 'late'), change(350, 'offline', 'offline')],
    ['in', 'in', 'in', 'unknown', 'unknown', 'unknown'],
  ],
  [
    'paused, which is no outage',
    [change(-50, 'connected', 'ok'), change(100, 'connected', 'paused'), change(300, 'connected', 'ok')],
    ['in', 'paused', 'paused', 'in', 'in', 'in'],
  ],
])('contact of a runtime that was %s', (_what, changes, strip) => {
  expect(contactStrip(changes, buckets)).toEqual(strip);
});

test('the share of each bucket out of contact', () => {
  const changes = [
    change(-50, 'connected', 'ok'),
    change(150, 'offline', 'offline'),
    change(225, 'connected', 'ok'),
    change(500, 'offline', 'offline'),
  ];
  expect(awayShares(changes, buckets)).toEqual([0, 0.5, 0.25, 0, 0, 0.5]);
});
