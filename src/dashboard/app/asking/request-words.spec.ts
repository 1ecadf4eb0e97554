import { describe, expect, it } from 'vitest';
import type { Request } from '#contract/request.ts';
import { progressOf, stationsOf } from './request-way.ts';
import { joinedWords, requestMark, requestSentence } from './request-words.ts';

const at = (clock: string) => Date.parse(`2026-11-20T${clock}Z`);
const now = at('10:02:11');

const base: Request = {
  id: 'R-12',
  subject: { kind: 'execution-log', executionId: 'x1' },
  title: 'Log of run x1',
  runtimeId: 'rt-1',
  runtimeName: 'ber-erp-01',
  state: 'queued',
  reason: null,
  askedBy: 'A. Lindqvist',
  askedAt: at('10:02:08'),
  joined: [],
  expiresAt: at('13:02:08'),
  deliveredAt: null,
  deliveries: 0,
  workingAt: null,
  endedAt: null,
  progress: null,
  answer: null,
  estimate: { kind: 'next-contact', lastContactAt: at('10:02:09'), expectedAt: at('10:02:14') },
};
const marks = (request: Request) =>
  stationsOf(request, now, 'UTC').map((station) => [station.word, station.mark, station.below]);

describe('a request that waits for a runtime in contact', () => {
  it('says how often it beats, when it was here, when the request expires', () => {
    expect(requestMark(base, now)).toEqual({ state: 'running', words: 'queued for 3\u00a0s' });
    expect(requestSentence(base, now, 'UTC')).toBe('ber-erp-01 beats every 5 s, last here 10:02:09. Expires 13:02.');
  });
  it('expects delivery with the next beat', () =>
    expect(marks(base)).toEqual([
      ['queued', 'current', '10:02:08'],
      ['delivered', 'ahead', 'in 3\u00a0s'],
      ['working', 'ahead', undefined],
      ['answered', 'ahead', undefined],
    ]));
  it('does not promise seconds that have passed', () =>
    expect(stationsOf(base, at('10:02:20'), 'UTC')[1]?.below).toBe('due now'));
});

describe('a request for a runtime that is away', () => {
  const request: Request = { ...base, estimate: { kind: 'when-it-returns', awaySinceAt: at('09:58:00') } };
  it('is delivered when it returns, and says when it expires', () => {
    expect(requestSentence(request, now, 'UTC')).toBe(
      'ber-erp-01 is offline since 09:58: delivered when it returns. Expires 13:02.',
    );
    expect(stationsOf(request, now, 'UTC')[1]?.below).toBe('when it returns');
  });
  it('has never called', () =>
    expect(
      requestSentence({ ...base, estimate: { kind: 'when-it-returns', awaySinceAt: null } }, now, 'UTC'),
    ).toContain('has never called'));
});

describe('a request that the runtime has', () => {
  const working: Request = {
    ...base,
    state: 'working',
    deliveredAt: at('10:02:09'),
    deliveries: 1,
    workingAt: at('10:02:09'),
    progress: { done: 12_660, total: 20_418, unit: 'objects', reportedAt: now },
    estimate: { kind: 'with-the-runtime', usualMs: 4_000 },
  };
  it('counts what is done', () => {
    expect(requestSentence(working, now, 'UTC')).toBe('12\u202f660 of 20\u202f418\u00a0objects. Expires 13:02.');
    expect(progressOf(working)?.share).toBeCloseTo(0.62, 2);
    expect(stationsOf(working, now, 'UTC')[2]?.below).toBe('62\u00a0%');
  });
  it('expects the answer after the usual time, or says that it takes longer', () => {
    expect(stationsOf(working, now, 'UTC')[3]?.below).toBe('about 10:02:13');
    expect(stationsOf(working, at('10:02:30'), 'UTC')[3]?.below).toBe('longer than usual');
  });
  it('counts without a total', () =>
    expect(
      requestSentence(
        { ...working, progress: { done: 3_912, total: null, unit: 'lines', reportedAt: now } },
        now,
        'UTC',
      ),
    ).toContain('3\u202f912\u00a0lines so far.'));
  it('was handed over again after a restart', () => {
    expect(stationsOf({ ...working, deliveries: 2 }, now, 'UTC')[1]?.word).toBe('delivered twice');
  });
});

describe('a request that ended', () => {
  const ended: Request = {
    ...base,
    estimate: null,
    deliveredAt: at('10:02:09'),
    deliveries: 1,
    endedAt: at('10:02:10'),
  };
  it('was answered: how long, how much, how long it is kept, what is missing', () => {
    const answered: Request = {
      ...ended,
      state: 'answered',
      answer: {
        bytes: 412_000,
        items: 3_912,
        receivedAt: at('10:02:10'),
        keptUntilAt: at('10:02:10') + 30 * 86_400_000,
        cut: 'cut at 2 000 000 lines',
      },
    };
    expect(requestMark(answered, now).words).toBe('answered in 2\u00a0s');
    expect(requestSentence(answered, now, 'UTC')).toBe(
      '412\u00a0KB, 3\u202f912\u00a0lines, kept until Sun 20 Dec. Cut at 2 000 000 lines.',
    );
    expect(marks(answered).map(([, mark]) => mark)).toEqual(['passed', 'passed', 'passed', 'passed']);
  });
  it.each([
    ['refused', 'aborted', 'refused by the runtime'],
    ['failed', 'failed', 'failed'],
    ['expired', 'warn', 'expired, not answered'],
    ['cancelled', 'discarded', 'cancelled'],
  ] as const)('%s stops the line with its mark', (state, mark, words) => {
    const request: Request = { ...ended, state, reason: 'The log was rotated away.' };
    expect(requestMark(request, now)).toEqual({ state: mark, words });
    expect(requestSentence(request, now, 'UTC')).toBe('The log was rotated away.');
    expect(marks(request).at(-1)).toEqual([state, mark, '10:02:10']);
    expect(marks(request)).toHaveLength(3);
  });
  it('expired without ever being delivered', () => {
    const expired: Request = { ...ended, state: 'expired', deliveredAt: null };
    expect(requestMark(expired, now).words).toBe('expired, never delivered');
    expect(requestSentence(expired, now, 'UTC')).toBe(
      'ber-erp-01 did not call in 3\u00a0h\u00a000\u00a0m, so it never learned of the request.',
    );
    expect(requestSentence({ ...ended, state: 'expired' }, now, 'UTC')).toBe(
      'No answer came in 3\u00a0h\u00a000\u00a0m.',
    );
  });
});

describe('people who joined', () => {
  it('are named with their times', () =>
    expect(joinedWords({ ...base, joined: [{ person: 'T. Nowak', joinedAt: at('10:02:10') }] }, now, 'UTC')).toBe(
      'T. Nowak 10:02:10',
    ));
  it('are nobody', () => expect(joinedWords(base, now, 'UTC')).toBeNull());
});
