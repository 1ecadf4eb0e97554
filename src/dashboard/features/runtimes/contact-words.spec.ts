import { describe, expect, test } from 'vitest';
import type { RuntimeStatus } from '#contract/runtime.ts';
import { certificateWord, lastContactWord, nextContactWord } from './contact-words.ts';

const NOW = 1_800_000_000_000;
const status = (change: Partial<RuntimeStatus>): RuntimeStatus => ({
  contact: 'connected',
  health: 'ok',
  word: 'ok',
  state: 'ok',
  because: null,
  sinceAt: null,
  lastContactAt: NOW - 2_000,
  nextContactAt: NOW + 3_000,
  lateAfterMs: 10_000,
  offlineAfterMs: 25_000,
  ...change,
});
const plain = (text: string) => text.replace(/\u00a0/g, ' ');

describe('contact in words', () => {
  test.each([
    [NOW - 300, 'now'],
    [NOW - 2_000, '2 s'],
    [NOW - 247_000, '4 m 07 s'],
    [null, 'never'],
  ])('last contact at %s', (lastContactAt, wanted) =>
    expect(plain(lastContactWord(status({ lastContactAt }), NOW))).toBe(wanted),
  );

  test.each([
    [NOW + 3_200, 'in 3 s'],
    [NOW + 300, 'due'],
    [NOW - 4_000, 'due'],
    [null, 'not known'],
  ])('next contact of one in contact at %s', (nextContactAt, wanted) =>
    expect(plain(nextContactWord(status({ nextContactAt }), NOW))).toBe(wanted),
  );

  test.each([
    [NOW - 9_000, 'overdue 9 s'],
    [NOW - 247_000, 'overdue 4 m'],
    [NOW - 3 * 86_400_000, 'overdue 3 d'],
  ])('next contact of a lost one at %s', (nextContactAt, wanted) =>
    expect(plain(nextContactWord(status({ contact: 'offline', nextContactAt }), NOW))).toBe(wanted),
  );

  test('a retired runtime is not expected', () =>
    expect(nextContactWord(status({ contact: 'retired', nextContactAt: null }), NOW)).toBe('never again'));
});

test.each([
  [NOW + 77.5 * 86_400_000, '77 d'],
  [NOW + 30 * 3_600_000, '1 d 6 h'],
  [NOW - 1, 'ended'],
  [null, ''],
])('a certificate that ends at %s', (endsAt, wanted) => expect(plain(certificateWord(endsAt, NOW))).toBe(wanted));
