import { describe, expect, test } from 'vitest';
import type { Incident, Overview } from '#contract/overview.ts';
import { nowHeadline, numberWord } from './headline.ts';
import { incidentTrace } from './incident-trace.ts';

const MINUTE = 60_000;
const words = { ok: 3, late: 0, degraded: 0, failing: 0, offline: 0, paused: 0, never: 0, retired: 0 };

const incident = (change: Partial<Incident> = {}): Incident => ({
  id: 'group:F-1',
  kind: 'failing-group',
  state: 'failed',
  word: 'failing',
  title: 'ERP01 refuses every logon',
  extent: '3 runs',
  evidence: 'x',
  sinceAt: 8 * MINUTE,
  lastAt: 9 * MINUTE,
  events: 3,
  target: { screen: 'runtime', runtimeId: 'rt-1' },
  trace: [0, 2, 0, 5],
  ...change,
});

/** Only what the headline reads. */
const overview = (incidents: Incident[], fleet = { total: 3, words }) => ({ incidents, fleet }) as unknown as Overview;
const headline = (of: Overview) => nowHeadline(of, () => '08:00').replace(/\u00a0/g, ' ');

describe('the headline of Now', () => {
  test.each([
    ['says the worst thing', overview([incident()]), 'ERP01 refuses every logon, since 08:00.'],
    [
      'counts one other',
      overview([incident(), incident()]),
      'ERP01 refuses every logon, since 08:00. One smaller thing waits.',
    ],
    [
      'counts the others in words',
      overview(Array.from({ length: 6 }, () => incident())),
      'ERP01 refuses every logon, since 08:00. Five smaller things wait.',
    ],
    ['says when all is well', overview([]), 'All 3 runtimes are fine.'],
    [
      'says it of one runtime in the singular',
      overview([], { total: 1, words: { ...words, ok: 1 } }),
      'The one runtime is fine.',
    ],
    [
      'does not call a paused fleet fine',
      overview([], { total: 3, words: { ...words, ok: 2, paused: 1 } }),
      'Nothing needs attention.',
    ],
    [
      'says when there is nothing yet',
      overview([], { total: 0, words: { ...words, ok: 0 } }),
      'No runtime has been enrolled yet.',
    ],
  ])('%s', (_what, of, wanted) => expect(headline(of)).toBe(wanted));

  test('large numbers stay figures', () => expect([numberWord(12), numberWord(13)]).toEqual(['twelve', '13']));
});

describe('the trace of an incident', () => {
  const span = { from: 0, to: 4 * MINUTE };
  test('failed runs are bars where they failed', () =>
    expect(incidentTrace(incident(), span, MINUTE)).toEqual({
      kind: 'failing',
      bucketMs: MINUTE,
      bars: [
        { at: MINUTE, count: 2 },
        { at: 3 * MINUTE, count: 5 },
      ],
    }));
  test('the silence that goes on is not drawn twice', () =>
    expect(incidentTrace(incident({ kind: 'runtime-offline', sinceAt: 3 * MINUTE + 1 }), span, MINUTE)).toEqual({
      kind: 'offline',
      gaps: [{ from: MINUTE, to: 2 * MINUTE }],
      lastBeatAt: 3 * MINUTE + 1,
    }));
  test('runs are no refused renewals', () =>
    expect(incidentTrace(incident({ kind: 'certificate-ending', state: 'warn' }), span, MINUTE)).toMatchObject({
      kind: 'expiring',
      refusedAt: [],
    }));
});
