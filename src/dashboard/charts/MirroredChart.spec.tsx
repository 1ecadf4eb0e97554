import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import { MirroredChart, mirroredScale } from './MirroredChart.tsx';

const HOUR = 3_600_000;
const buckets = [
  { at: 0, counts: { ok: 40, failed: 1 } },
  { at: HOUR, counts: { ok: 80, warn: 2, failed: 2 } },
  { at: 2 * HOUR, counts: { ok: 10 } },
];

test('each half has its own scale, and both say their most and when it was', () => {
  const scale = mirroredScale(buckets);
  expect(scale.mostDone).toEqual({ count: 80, at: HOUR });
  expect(scale.mostUnclean).toEqual({ count: 4, at: HOUR });
  expect(scale.ratio).toBeGreaterThan(1);
});

test('nothing has no scale', () => {
  expect(mirroredScale([])).toEqual({
    mostDone: { count: 0, at: null },
    mostUnclean: { count: 0, at: null },
    ratio: null,
  });
  expect(mirroredScale([{ at: 0, counts: { ok: 3 } }]).ratio).toBeNull();
});

test('the chart is summed up in words and repeated as a table', () => {
  const markup = renderToStaticMarkup(
    <MirroredChart buckets={buckets} span={{ from: 0, to: 3 * HOUR }} zone="UTC" now={3 * HOUR} />,
  );
  expect(markup).toContain('At most 80 done, 01:00. At most 4 not done cleanly, 01:00.');
  expect(markup.match(/<tr/g)).toHaveLength(4);
});

test('an empty window draws its axis and no bar', () => {
  const markup = renderToStaticMarkup(
    <MirroredChart buckets={[]} span={{ from: 0, to: HOUR }} zone="UTC" now={HOUR} />,
  );
  expect(markup).toContain('nothing to show');
  expect(markup).not.toContain('var(--color-ok-muted)');
});
