import { describe, expect, test } from 'vitest';
import {
  formatAge,
  formatBytes,
  formatCount,
  formatDuration,
  formatDurationShort,
  formatFactor,
  formatNumber,
  formatShare,
  middleEllipsis,
} from './format.ts';

/** Writes the no-break spaces as plain ones, so that the tables below can be read. */
const plain = (text: string) => text.replace(/\u00a0/g, ' ');

describe('numbers', () => {
  test.each([
    [0, 0, '0'],
    [999, 0, '999'],
    [12314, 0, '12\u202f314'],
    [1036800, 0, '1\u202f036\u202f800'],
    [-1, 0, '\u22121'],
    [-0.2, 0, '0'],
    [1234.56, 1, '1\u202f234.6'],
    [Number.NaN, 0, 'not known'],
    [Number.POSITIVE_INFINITY, 0, 'not known'],
  ])('%d with %d digits', (value, digits, wanted) => expect(formatNumber(value, digits)).toBe(wanted));

  test('a noun follows its number', () => {
    expect(plain(formatCount(1, 'run'))).toBe('1 run');
    expect(plain(formatCount(0, 'run'))).toBe('0 runs');
    expect(plain(formatCount(2, 'process', 'processes'))).toBe('2 processes');
  });
});

describe('durations', () => {
  test.each([
    [0, '0 ms'],
    [12.4, '12 ms'],
    [999.4, '999 ms'],
    [999.6, '1.0 s'],
    [55_400, '55.4 s'],
    [59_940, '59.9 s'],
    [59_970, '1 m 00 s'],
    [142_000, '2 m 22 s'],
    [1_804_000, '30 m 04 s'],
    [7_320_000, '2 h 02 m'],
    [273_600_000, '3 d 4 h'],
    [-2_000, '\u22122.0 s'],
    [Number.NaN, 'not known'],
  ])('%d ms', (ms, wanted) => expect(plain(formatDuration(ms))).toBe(wanted));
});

describe('durations of a column', () => {
  test.each([
    [412, '412 ms'],
    [13_400, '13 s'],
    [71_000, '71 s'],
    [119_600, '2 m 00 s'],
    [142_000, '2 m 22 s'],
    [Number.NaN, 'not known'],
  ])('%d ms', (ms, wanted) => expect(plain(formatDurationShort(ms))).toBe(wanted));
});

describe('ages', () => {
  test.each([
    [400, '0 s'],
    [4_999, '4 s'],
    [247_000, '4 m 07 s'],
    [58_860_000, '16 h 21 m'],
    [-5_000, '\u22125 s'],
  ])('%d ms', (ms, wanted) => expect(plain(formatAge(ms))).toBe(wanted));
});

describe('bytes', () => {
  test.each([
    [0, '0 B'],
    [999, '999 B'],
    [1000, '1 KB'],
    [412_104, '412 KB'],
    [999_499, '999 KB'],
    [999_500, '1.0 MB'],
    [1_100_000, '1.1 MB'],
    [999_960_000, '1.0 GB'],
    [4.2e12, '4.2 TB'],
  ])('%d', (bytes, wanted) => expect(plain(formatBytes(bytes))).toBe(wanted));
});

test('a factor has a multiplication sign', () => {
  expect(formatFactor(2.61)).toBe('×2.6');
  expect(formatFactor(0.04)).toBe('×0.0');
  expect(formatFactor(140.2)).toBe('×140');
});

describe('shares', () => {
  test.each([
    [0, '0 %'],
    [1, '100 %'],
    [0.962, '96.2 %'],
    [0.0005, '0.05 %'],
    [0.00001, '< 0.01 %'],
    [0.99999, '> 99.9 %'],
  ])('%d', (share, wanted) => expect(plain(formatShare(share))).toBe(wanted));
});

describe('middle ellipsis', () => {
  test('keeps the beginning and the extension', () => {
    expect(middleEllipsis('Proof of delivery Zeebrugge.pdf', 20)).toBe('Proof of del…gge.pdf');
  });
  test('leaves a short name alone', () => expect(middleEllipsis('a.csv', 20)).toBe('a.csv'));
  test('never halves a surrogate pair', () => {
    const cut = middleEllipsis('😀'.repeat(30), 10);
    expect(Array.from(cut)).toHaveLength(10);
    expect(cut).not.toMatch(/[\ud800-\udbff](?![\udc00-\udfff])/);
  });
});
