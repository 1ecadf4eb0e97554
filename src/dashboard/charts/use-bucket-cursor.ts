import { type KeyboardEvent, type PointerEvent, useState } from 'react';

/**
 * A cursor over the buckets of a chart: the pointer and the arrow keys move it, Enter and a click choose. One tab stop for the
 * whole chart.
 *
 * @param describe says one bucket in words; read out as the cursor moves
 */
export function useBucketCursor({
  count,
  label,
  describe,
  onChoose,
}: {
  count: number;
  label: string;
  describe: (index: number) => string;
  onChoose?: ((index: number) => void) | undefined;
}) {
  const [cursor, setCursor] = useState<number | null>(null);
  const at = cursor === null || cursor >= count ? null : cursor;
  const pointed = (event: PointerEvent<HTMLElement>) => {
    const box = event.currentTarget.getBoundingClientRect();
    const index = Math.floor(((event.clientX - box.left) / box.width) * count);
    return Math.min(count - 1, Math.max(0, index));
  };
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    const from = at ?? count - 1;
    const moves: Record<string, number> = {
      ArrowLeft: from - 1,
      ArrowRight: from + 1,
      PageUp: from - 4,
      PageDown: from + 4,
      Home: 0,
      End: count - 1,
    };
    const next = moves[event.key];
    if (next !== undefined) {
      event.preventDefault();
      setCursor(Math.min(count - 1, Math.max(0, next)));
    } else if ((event.key === 'Enter' || event.key === ' ') && at !== null) {
      event.preventDefault();
      onChoose?.(at);
    }
  };
  const props = {
    role: 'slider',
    tabIndex: 0,
    'aria-label': label,
    'aria-valuemin': 0,
    'aria-valuemax': Math.max(0, count - 1),
    'aria-valuenow': at ?? Math.max(0, count - 1),
    'aria-valuetext': count === 0 ? 'nothing to show' : describe(at ?? count - 1),
    onKeyDown,
    onPointerMove: (event: PointerEvent<HTMLElement>) => setCursor(pointed(event)),
    onPointerLeave: () => setCursor(null),
    onFocus: () => setCursor((before) => before ?? count - 1),
    onBlur: () => setCursor(null),
    onClick: () => (at === null ? undefined : onChoose?.(at)),
  } as const;
  return { cursor: at, props };
}
