import { describe, expect, test } from 'vitest';
import { deriveContact } from './contact.ts';
import { deriveHealth, type Outcome } from './health.ts';
import { deriveStatus, type StatusFacts } from './status.ts';

const ENROLLED = 1_000_000;
const LAST = 2_000_000;

describe('contact by the clock alone', () => {
  test.each([
    ['never heard of', { lastContactAt: null }, 0, 'never'],
    ['just heard of', {}, 0, 'connected'],
    ['one beat missed', {}, 9_999, 'connected'],
    ['two beats missed', {}, 10_000, 'late'],
    ['almost five beats missed', {}, 24_999, 'late'],
    ['five beats missed', {}, 25_000, 'offline'],
    ['closed a moment ago', { closedAt: LAST }, 1_199, 'connected'],
    ['closed and did not call again', { closedAt: LAST }, 1_200, 'offline'],
    ['retired, whatever it does', { retiredAt: LAST }, 0, 'retired'],
    ['heard of in the future: a clock was set back', {}, -60_000, 'connected'],
  ] as const)('%s', (_what, change, silentMs, contact) => {
    const facts = {
      now: LAST + silentMs,
      enrolledAt: ENROLLED,
      retiredAt: null,
      lastContactAt: LAST,
      closedAt: null,
      ...change,
    };
    expect(deriveContact(facts).contact).toBe(contact);
  });
  test('says since when it is offline, not when somebody looked', () => {
    const facts = { now: LAST + 3_600_000, enrolledAt: ENROLLED, retiredAt: null, lastContactAt: LAST, closedAt: null };
    expect(deriveContact(facts).sinceAt).toBe(LAST + 25_000);
  });
});

describe('health', () => {
  const runs = (...ends: [string, Outcome['state']][]) =>
    ends.map(([processId, state]) => ({ processId, state, endedAt: LAST }));
  const failed = (count: number, ...processes: string[]) =>
    runs(
      ...Array.from({ length: count }, (_, index): [string, Outcome['state']] => [
        processes[index % processes.length] ?? 'a',
        'failed',
      ]),
    );
  test.each([
    ['nothing known is ok', [], 'ok', null],
    ['five failed runs of two processes', failed(5, 'a', 'b'), 'failing', '5 of 5 runs failed'],
    ['five failed runs of one process are that process', failed(5, 'a'), 'ok', null],
    ['four failed runs are too few', failed(4, 'a', 'b'), 'ok', null],
    [
      'a success in between ends the streak',
      [...failed(3, 'a', 'b'), ...runs(['c', 'ok']), ...failed(9, 'a', 'b')],
      'ok',
      null,
    ],
    ['a warning is no failure', [...runs(['a', 'warn']), ...failed(9, 'a', 'b')], 'ok', null],
    [
      'aborted counts, discarded does not',
      [...runs(['a', 'aborted'], ['a', 'discarded']), ...failed(4, 'a', 'b')],
      'failing',
      '5 of 5 runs failed',
    ],
  ] as const)('%s', (_what, outcomes, health, because) => {
    expect(deriveHealth({ contact: 'connected', degraded: [], clockSkewMs: 0, outcomes })).toEqual({ health, because });
  });
  test('what the runtime says of itself, and a clock that is off', () => {
    const facts = { contact: 'connected' as const, outcomes: [] };
    expect(deriveHealth({ ...facts, degraded: ['disk-full'], clockSkewMs: 0 })).toEqual({
      health: 'degraded',
      because: 'disk full',
    });
    expect(deriveHealth({ ...facts, degraded: [], clockSkewMs: -60_001 }).health).toBe('degraded');
    expect(deriveHealth({ ...facts, degraded: [], clockSkewMs: 60_000 }).health).toBe('ok');
  });
});

describe('the one word of a runtime', () => {
  const facts: StatusFacts = {
    now: LAST,
    enrolledAt: ENROLLED,
    retiredAt: null,
    lastContactAt: LAST,
    closedAt: null,
    lastBeatAt: LAST - 1_000,
    degraded: [],
    clockSkewMs: 0,
    outcomes: [],
    pause: null,
    shown: null,
  };
  const pause = { by: 'T. Nowak', fromAt: LAST - 1_000, untilAt: LAST + 7_200_000 };
  test.each([
    ['well', {}, 'ok', null],
    ['offline forces health to unknown and says what it was', { now: LAST + 720_000 }, 'offline', 'was ok 12 min ago'],
    [
      'offline and degraded before',
      { now: LAST + 40_000, degraded: ['disk-low'] as const },
      'offline',
      'was degraded 40 s ago',
    ],
    ['late', { now: LAST + 12_000 }, 'late', '2 beats missed'],
    ['degraded outranks late', { now: LAST + 12_000, degraded: ['disk-low'] as const }, 'degraded', 'disk space low'],
    ['a planned pause is no outage', { now: LAST + 720_000, pause }, 'paused', 'until 02:33 UTC, T. Nowak'],
    ['a pause that is over is none', { now: LAST + 7_200_000, pause }, 'offline', 'was ok 2 h ago'],
    ['never', { lastContactAt: null }, 'never', 'enrolled, not heard of yet'],
    ['retired', { retiredAt: LAST, pause }, 'retired', null],
  ])('%s', (_what, change, word, because) => {
    const status = deriveStatus({ ...facts, ...change });
    expect([status.word, status.because]).toEqual([word, because]);
    if (word === 'offline' || word === 'never' || word === 'retired') expect(status.health).toBe('unknown');
  });
  test('the next beat is expected after the last one, and stays in the past when overdue', () => {
    expect(deriveStatus(facts).nextContactAt).toBe(LAST + 4_000);
    expect(deriveStatus({ ...facts, now: LAST + 60_000 }).nextContactAt).toBe(LAST + 4_000);
    expect(deriveStatus({ ...facts, lastContactAt: null }).nextContactAt).toBeNull();
  });
  test('since stays while the word stays', () => {
    expect(deriveStatus({ ...facts, shown: { word: 'ok', at: 1_500_000 } }).sinceAt).toBe(1_500_000);
  });
});
