import { STATE_FILL, type VisualState } from '#dashboard/lib/visual-state.ts';

/**
 * One cell of 15 min.
 * `fine` in contact and nothing wrong; `share` a part of its runs in a state; `out` out of contact; `late`; `pause` planned;
 * `none` before the runtime was known.
 */
export type UptimeCell =
  | { kind: 'fine' }
  | { kind: 'share'; state: 'failed' | 'warn' | 'aborted'; share: number }
  | { kind: 'out' }
  | { kind: 'late' }
  | { kind: 'pause' }
  | { kind: 'none' };

const CELL = 4;
const HEIGHT = 20;
const BASE = 19;
const OPEN = 13;

/**
 * Contact and failures of a runtime in fixed cells, 398 x 20 for 96: then a line at now and an open zone. Drawn as one path a
 * colour, because a page holds thousands.
 *
 * @param label the strip in words ("out of contact twice, 11 runs failed, offline since 09:58")
 * @param cells oldest first
 * @param lostCell index of the cell of the last beat while the runtime is out of contact; hatched from there on
 * @param isFluid takes the width there is (phone); the cells are then snapped to pixels by the browser
 * @param isKey without the line at now, for the key below a table
 */
export function UptimeStrip({
  label,
  cells,
  lostCell,
  isFluid = false,
  isKey = false,
}: {
  label: string;
  cells: readonly UptimeCell[];
  lostCell?: number | undefined;
  isFluid?: boolean;
  isKey?: boolean;
}) {
  const end = cells.length * CELL;
  const width = isKey && lostCell === undefined ? end : end + 1 + OPEN;
  const paths = pathsOf(cells, lostCell);
  const lostX = lostCell === undefined ? null : Math.min(lostCell, cells.length - 1) * CELL;
  return (
    <svg
      role="img"
      aria-label={label}
      width={isFluid ? '100%' : width}
      height={HEIGHT}
      viewBox={`0 0 ${width} ${HEIGHT}`}
      preserveAspectRatio="none"
      className="crisp block max-w-full"
    >
      {[...paths].map(([fill, path]) => (
        <path key={fill} d={path} fill={fill} />
      ))}
      {isKey ? null : <rect x={end} y={0} width={1} height={HEIGHT} fill="var(--color-hair-2)" />}
      {lostX === null ? null : (
        <>
          <rect x={lostX} y={1} width={3} height={18} fill={STATE_FILL.unknown} />
          <rect x={lostX + 3} y={1} width={width - lostX - 3} height={18} fill="url(#hatch)" />
        </>
      )}
    </svg>
  );
}

/** Time labels of the column of strips belong above it; this is the key below the table. */
export const UPTIME_KEY: ReadonlyArray<{ word: string; cells: readonly UptimeCell[]; lostCell?: number }> = [
  { word: 'in contact, done', cells: [{ kind: 'fine' }, { kind: 'fine' }, { kind: 'fine' }] },
  { word: 'share failed', cells: [{ kind: 'fine' }, { kind: 'share', state: 'failed', share: 0.6 }, { kind: 'fine' }] },
  {
    word: 'slow or with warnings',
    cells: [{ kind: 'fine' }, { kind: 'share', state: 'warn', share: 0.4 }, { kind: 'fine' }],
  },
  { word: 'out of contact in this cell', cells: [{ kind: 'fine' }, { kind: 'out' }, { kind: 'fine' }] },
  { word: 'unknown until it returns', cells: [{ kind: 'out' }], lostCell: 0 },
  { word: 'planned pause', cells: [{ kind: 'pause' }, { kind: 'pause' }, { kind: 'pause' }] },
];

function pathsOf(cells: readonly UptimeCell[], lostCell: number | undefined): Map<string, string> {
  const paths = new Map<string, string>();
  const add = (fill: string, x: number, y: number, width: number, height: number) =>
    paths.set(fill, `${paths.get(fill) ?? ''}M${x} ${y}h${width}v${height}h-${width}z`);
  cells.forEach((cell, index) => {
    if (lostCell !== undefined && index >= lostCell) return;
    const x = index * CELL;
    switch (cell.kind) {
      case 'fine':
        return add('var(--color-ink-3)', x, BASE - 2, 2, 2);
      case 'share': {
        const height = Math.round(8 + Math.min(1, Math.max(0, cell.share)) * 10);
        return add(STATE_FILL[cell.state satisfies VisualState], x, BASE - height, 3, height);
      }
      case 'out':
        return add(STATE_FILL.unknown, x, BASE - 18, 3, 18);
      case 'late':
        return add(STATE_FILL.warn, x, BASE - 18, 3, 18);
      case 'pause':
        return add('var(--color-ink-3)', x, HEIGHT / 2 - 1, 3, 2);
      case 'none':
        return undefined;
    }
  });
  return paths;
}
