/** A span of time. `to` is not included. */
export type Span = { from: number; to: number };

/** One bar of a chart on whole pixels: `x` to `x + width`, with a pixel free to the next one. */
export type BarPlace = { x: number; width: number };

/**
 * Places bars on whole pixels over a width: every bar at least 1 wide, 1 pixel between them, no pixel lost at the right.
 *
 * @example placeBars(480, 96)[0] // { x: 0, width: 4 }
 */
export function placeBars(width: number, count: number): BarPlace[] {
  return Array.from({ length: count }, (_unused, index) => {
    const x = Math.round((index * width) / count);
    const next = Math.round(((index + 1) * width) / count);
    return { x, width: Math.max(1, next - x - 1) };
  });
}

/** Where an instant stands over a span, in whole pixels of `width`; outside the span it is held at the edge. */
export function placeInstant(at: number, span: Span, width: number): number {
  if (span.to <= span.from) return 0;
  const share = (at - span.from) / (span.to - span.from);
  return Math.round(Math.min(1, Math.max(0, share)) * width);
}

/**
 * Height of a bar in whole pixels. What is not zero is at least `least` high, because one failed run among thousands must be
 * seen (LOOKS.md, rule 9); zero stays zero.
 */
export function barHeight(value: number, most: number, full: number, least = 1): number {
  if (value <= 0 || most <= 0) return 0;
  return Math.min(full, Math.max(least, Math.round((value / most) * full)));
}

/**
 * Stacks parts away from a baseline: how far each begins from it, and its height, each seen however small (`barHeight`). The
 * stack never grows beyond `limit`; what does not fit is cut at its end.
 */
export function stackParts(
  counts: readonly number[],
  scale: { most: number; full: number; least: number; limit: number },
): Array<{ offset: number; height: number }> {
  const placed: Array<{ offset: number; height: number }> = [];
  for (const count of counts) {
    const before = placed.at(-1);
    const offset = before === undefined ? 0 : before.offset + before.height;
    const height = Math.min(barHeight(count, scale.most, scale.full, scale.least), scale.limit - offset);
    placed.push({ offset, height: Math.max(0, height) });
  }
  return placed;
}

/** The largest value and where it stands; index -1 when there is none. The first of equals wins. */
export function largest(values: readonly number[]): { value: number; index: number } {
  let found = { value: 0, index: -1 };
  values.forEach((value, index) => {
    if (value > found.value) found = { value, index };
  });
  return found;
}
