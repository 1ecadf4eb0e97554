import { describe, expect, test } from 'vitest';
import { barHeight, largest, placeBars, placeInstant, stackParts } from './scale.ts';

describe('bars', () => {
  test('96 buckets over 480 are 4 wide and 1 apart', () => {
    const bars = placeBars(480, 96);
    expect(bars).toHaveLength(96);
    expect(bars.every((bar, index) => bar.x === index * 5 && bar.width === 4)).toBe(true);
  });
  test('stand on whole pixels and never overlap, whatever the width', () => {
    for (const width of [97, 357, 358, 1191]) {
      const bars = placeBars(width, 96);
      bars.forEach((bar, index) => {
        expect(Number.isInteger(bar.x) && Number.isInteger(bar.width)).toBe(true);
        const next = bars[index + 1];
        if (next !== undefined) expect(bar.x + bar.width).toBeLessThanOrEqual(next.x);
      });
    }
  });
  test('none over no buckets', () => expect(placeBars(480, 0)).toEqual([]));
});

test('an instant outside the span is held at its edge', () => {
  const span = { from: 100, to: 200 };
  expect([50, 100, 150, 200, 900].map((at) => placeInstant(at, span, 480))).toEqual([0, 0, 240, 480, 480]);
  expect(placeInstant(5, { from: 5, to: 5 }, 480)).toBe(0);
});

test('a small trouble is still seen, and nothing is not drawn', () => {
  expect(barHeight(1, 10_000, 48, 8)).toBe(8);
  expect(barHeight(0, 10, 48, 8)).toBe(0);
  expect(barHeight(10, 10, 48)).toBe(48);
  expect(barHeight(3, 0, 48)).toBe(0);
});

test('stacked parts touch, stay seen and never leave the chart', () => {
  expect(stackParts([1, 0, 50, 900], { most: 100, full: 40, least: 3, limit: 50 })).toEqual([
    { offset: 0, height: 3 },
    { offset: 3, height: 0 },
    { offset: 3, height: 20 },
    { offset: 23, height: 27 },
  ]);
});

test('the largest is the first of equals', () => {
  expect(largest([1, 4, 4])).toEqual({ value: 4, index: 1 });
  expect(largest([0, 0])).toEqual({ value: 0, index: -1 });
});
