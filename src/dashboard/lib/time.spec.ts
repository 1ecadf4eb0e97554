import { describe, expect, test } from 'vitest';
import {
  axisInstants,
  formatAxisTime,
  formatClock,
  formatDay,
  formatMoment,
  formatWhen,
  isoTime,
  zoneAbbreviation,
  zoneWord,
} from './time.ts';

const HOUR = 3_600_000;
/** Friday 20 November 2026, 10:02:11.250 in Berlin. */
const NOW = Date.UTC(2026, 10, 20, 9, 2, 11, 250);

describe('the clock', () => {
  test('is printed in the zone that was asked for', () => {
    expect(formatClock(NOW, 'UTC')).toBe('09:02:11');
    expect(formatClock(NOW, 'Europe/Berlin')).toBe('10:02:11');
    expect(formatClock(NOW, 'Asia/Kolkata', 'minutes')).toBe('14:32');
  });
  test('carries milliseconds when asked', () => expect(formatClock(NOW, 'UTC', 'millis')).toBe('09:02:11.250'));
  test('says midnight as 00, never 24', () => expect(formatClock(Date.UTC(2026, 0, 1), 'UTC')).toBe('00:00:00'));
  test('says so when the instant is not one', () => expect(formatClock(Number.NaN, 'UTC')).toBe('not known'));
  test('shows a zone that does not exist in UTC', () => expect(formatClock(NOW, 'Mars/Base')).toBe('09:02:11'));
});

describe('a moment relative to now', () => {
  test.each([
    [NOW - HOUR, 'UTC', '08:02'],
    [NOW - 24 * HOUR, 'UTC', 'Thu 09:02'],
    [NOW - 6 * 24 * HOUR, 'UTC', 'Sat 09:02'],
    [NOW - 7 * 24 * HOUR, 'UTC', '13 Nov 09:02'],
    [Date.UTC(2025, 10, 3), 'UTC', '3 Nov 2025'],
    [NOW + 24 * HOUR, 'UTC', 'Sat 09:02'],
  ])('%d in %s', (at, zone, wanted) => expect(formatWhen(at, NOW, zone)).toBe(wanted));

  test('the day is that of the zone, not that of UTC', () => {
    const justAfterMidnightInTokyo = Date.UTC(2026, 10, 19, 15, 30);
    expect(formatWhen(justAfterMidnightInTokyo, NOW, 'Asia/Tokyo')).toBe('00:30');
    expect(formatWhen(justAfterMidnightInTokyo, NOW, 'UTC')).toBe('Thu 15:30');
  });
});

test('a full moment names weekday, day and month, and the year only when it is another', () => {
  expect(formatMoment(NOW, NOW, 'Europe/Berlin')).toBe('Fri 20 Nov 10:02:11');
  expect(formatMoment(Date.UTC(2025, 4, 22, 6), NOW, 'UTC', 'minutes')).toBe('Thu 22 May 2025 06:00');
  expect(formatDay(NOW, NOW, 'UTC')).toBe('Fri 20 Nov');
});

describe('axis', () => {
  test('steps fall on round hours of the zone', () => {
    const labels = axisInstants(NOW - 24 * HOUR, NOW, 4 * HOUR, 'Europe/Berlin').map((at) =>
      formatClock(at, 'Europe/Berlin', 'minutes'),
    );
    expect(labels).toEqual(['12:00', '16:00', '20:00', '00:00', '04:00', '08:00']);
  });
  test('steps fall on round hours where the zone is half an hour off', () => {
    const labels = axisInstants(NOW - 12 * HOUR, NOW, 4 * HOUR, 'Asia/Kolkata').map((at) =>
      formatClock(at, 'Asia/Kolkata', 'minutes'),
    );
    expect(labels).toEqual(['04:00', '08:00', '12:00']);
  });
  test('stays on round hours over the end of summer time', () => {
    const from = Date.UTC(2026, 9, 24, 20);
    const labels = axisInstants(from, from + 24 * HOUR, 4 * HOUR, 'Europe/Berlin').map((at) =>
      formatClock(at, 'Europe/Berlin', 'minutes'),
    );
    expect(labels).toEqual(['00:00', '04:00', '08:00', '12:00', '16:00', '20:00']);
  });
  test('the day is named once', () => {
    const at = axisInstants(NOW - 24 * HOUR, NOW, 4 * HOUR, 'UTC');
    expect(at.map((instant, index) => formatAxisTime(instant, 'UTC', at[index - 1]))).toEqual([
      '12:00',
      '16:00',
      '20:00',
      'Fri 00:00',
      '04:00',
      '08:00',
    ]);
  });
  test('nothing is drawn for a window that is not one', () => {
    expect(axisInstants(10, 5, HOUR, 'UTC')).toEqual([]);
    expect(axisInstants(0, 5, 0, 'UTC')).toEqual([]);
  });
});

test('titles are ISO in UTC', () => {
  expect(isoTime(NOW)).toBe('2026-11-20T09:02:11.250Z');
  expect(isoTime(Number.NaN)).toBe('');
});

test('zones have a word and a short name', () => {
  expect(zoneWord('local')).toBe('Local');
  expect(zoneWord('America/Sao_Paulo')).toBe('Sao Paulo');
  expect(zoneAbbreviation(NOW, 'Europe/Berlin')).toBe('CET');
});
