/** Rows summed at once: 2,000,000 rows make 4,000 sums, which are walked in microseconds. */
const BUCKET = 512;

/**
 * Heights of a very long list of rows: all as estimated, but those that were measured. Memory grows with the rows that were
 * seen, not with the rows there are.
 */
export interface RowHeights {
  /** Takes a measured height; true when it changed anything. */
  set: (index: number, height: number) => boolean;
  heightOf: (index: number) => number;
  /** Pixels above a row. `offsetOf(count)` is the height of everything. */
  offsetOf: (index: number) => number;
  /** The row at a pixel, clamped to the rows there are; 0 for an empty list. */
  indexAt: (offset: number) => number;
}

/** Makes the heights of `count` rows of `estimate` pixels. */
export function createRowHeights(count: number, estimate: number): RowHeights {
  const measured = new Map<number, number>();
  const extra = new Float64Array(Math.ceil(count / BUCKET));

  function heightOf(index: number): number {
    return measured.get(index) ?? estimate;
  }

  function offsetOf(index: number): number {
    const bucket = Math.floor(index / BUCKET);
    let offset = index * estimate;
    for (let before = 0; before < bucket && before < extra.length; before += 1) offset += extra[before] ?? 0;
    for (let row = bucket * BUCKET; row < index; row += 1) offset += heightOf(row) - estimate;
    return offset;
  }

  return {
    heightOf,
    offsetOf,
    set(index, height) {
      const before = heightOf(index);
      if (before === height || index < 0 || index >= count) return false;
      measured.set(index, height);
      const bucket = Math.floor(index / BUCKET);
      extra[bucket] = (extra[bucket] ?? 0) + height - before;
      return true;
    },
    indexAt(offset) {
      let row = 0;
      let top = 0;
      for (const sum of extra) {
        const height = BUCKET * estimate + sum;
        if (top + height > offset || row + BUCKET >= count) break;
        top += height;
        row += BUCKET;
      }
      while (row < count - 1 && top + heightOf(row) <= offset) {
        top += heightOf(row);
        row += 1;
      }
      return Math.max(0, Math.min(row, count - 1));
    },
  };
}
