import type { ReactNode } from 'react';

/** Cells of a chart's table alternative. The first cell of a row names it. */
export type ChartTableRow = { id: string; cells: readonly ReactNode[] };

/**
 * What a chart draws, as a table. Always there for assistive technology; shown to everybody when asked.
 *
 * @param caption says what is counted and over which window
 */
export function ChartTable({
  caption,
  heads,
  rows,
  isShown = false,
}: {
  caption: string;
  heads: readonly string[];
  rows: readonly ChartTableRow[];
  isShown?: boolean;
}) {
  return (
    <div
      className={isShown ? 'max-h-80 overflow-auto pt-2' : 'sr-only'}
      {...(isShown ? { tabIndex: 0, role: 'region', 'aria-label': caption } : {})}
    >
      <table className="w-full border-collapse">
        <caption className="pb-1 text-left text-note text-ink-3">{caption}</caption>
        <thead>
          <tr className="border-b border-hair-2">
            {heads.map((head, index) => (
              <th
                key={head}
                scope="col"
                className={`text-label font-normal text-ink-3 ${index === 0 ? 'text-left' : 'text-right'}`}
              >
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.id} className="h-6 border-b border-hair">
              {row.cells.map((cell, index) =>
                index === 0 ? (
                  <th key={heads[index]} scope="row" className="text-left font-normal">
                    {cell}
                  </th>
                ) : (
                  <td key={heads[index]} className="text-right">
                    {cell}
                  </td>
                ),
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
