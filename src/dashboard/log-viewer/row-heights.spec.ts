import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRowHeights } from './row-heights.ts';

describe('heights of log rows', () => {
  it('are as estimated before anything is measured', () => {
    const heights = createRowHeights(1_000_000, 20);
    expect(heights.offsetOf(1_000_000)).toBe(20_000_000);
    expect(heights.indexAt(10_000_010)).toBe(500_000);
  });

  it('clamp to the rows there are', () => {
    const heights = createRowHeights(3, 20);
    expect(heights.indexAt(-5)).toBe(0);
    expect(heights.indexAt(5_000)).toBe(2);
    expect(createRowHeights(0, 20).indexAt(10)).toBe(0);
  });

  it('agree with adding up every row, whatever was measured', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 2_000 }),
        fc.array(fc.tuple(fc.nat(1_999), fc.integer({ min: 1, max: 300 })), { maxLength: 60 }),
        fc.nat(60_000),
        (count, measurements, pixel) => {
          const heights = createRowHeights(count, 20);
          const plain = Array.from({ length: count }, () => 20);
          for (const [index, height] of measurements) {
            if (index >= count) continue;
            heights.set(index, height);
            plain[index] = height;
          }
          const tops = [0];
          for (const height of plain) tops.push((tops.at(-1) ?? 0) + height);
          expect(heights.offsetOf(count)).toBe(tops.at(-1));
          const found = tops.findLastIndex((top, index) => index < count && top <= pixel);
          expect(heights.indexAt(pixel)).toBe(found);
        },
      ),
    );
  });
});
