const WIDTHS = [72, 96, 64, 84, 56, 90] as const;

/**
 * The shape of an answer that has not come: bars 8 high in select, without motion. Only where nothing older can be shown.
 *
 * @param rows how many; the panel keeps this height in its other states
 * @param columns bars in a row
 */
export function SkeletonRows({
  rows = 4,
  columns = 3,
  rowHeight = 28,
}: {
  rows?: number;
  columns?: number;
  rowHeight?: number;
}) {
  return (
    <div aria-hidden="true">
      {Array.from({ length: rows }, (_unused, row) => (
        <div key={row} className="flex items-center border-b border-hair" style={{ height: rowHeight }}>
          {Array.from({ length: columns }, (_none, column) => (
            <div key={column} className={column === columns - 1 ? '' : 'flex-1'}>
              <div className="h-2 bg-select" style={{ width: WIDTHS[(row * 2 + column) % WIDTHS.length] }} />
            </div>
          ))}
        </div>
      ))}
    </div>
  );
}
