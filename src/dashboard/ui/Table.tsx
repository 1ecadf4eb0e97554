import { type CSSProperties, type KeyboardEvent, type MouseEvent, type ReactNode, createContext, use } from 'react';
import { classNames } from '#dashboard/lib/class-names.ts';

/** One column of a table. Widths are outer widths: columns touch, so a gap is part of a column (`padStart`). */
export type Column = {
  id: string;
  /** Visible head; leave out where the column explains itself, and give `label`. */
  head?: ReactNode;
  /** The head for assistive technology, where none is visible. */
  label?: string;
  /** Pixels, or `flex` for the one column that takes what is left. */
  width: number | 'flex';
  align?: 'left' | 'right';
  /** Pixels kept free at the left inside the column. */
  padStart?: number;
  isSortable?: boolean;
  /** Left out between 721 and 1359 px wide. */
  isWideOnly?: boolean;
};

/** Which column the rows are sorted by. */
export type Sort = { by: string; direction: 'ascending' | 'descending' };

type TableContextValue = { columns: ReadonlyMap<string, Column> };
const TableContext = createContext<TableContextValue>({ columns: new Map() });

/**
 * A table of rows 28 high (24 compact). Made of grid rows with table roles, so that rows can be virtual and can become two or
 * three lines on a phone.
 *
 * @param label what the table lists, for assistive technology
 * @param rowCount rows of the whole set, not of what is loaded; absent when not known
 */
export function Table({
  label,
  columns,
  rowCount,
  className,
  children,
}: {
  label: string;
  columns: readonly Column[];
  rowCount?: number | undefined;
  className?: string;
  children: ReactNode;
}) {
  const style = { '--cols': template(columns), '--cols-md': template(columns.filter((c) => c.isWideOnly !== true)) };
  return (
    <TableContext value={{ columns: new Map(columns.map((column) => [column.id, column])) }}>
      <div
        role="table"
        aria-label={label}
        aria-rowcount={rowCount === undefined ? undefined : rowCount + 1}
        style={style as CSSProperties}
        className={classNames('min-w-0', className)}
      >
        {children}
      </div>
    </TableContext>
  );
}

/** Column heads, 12 ink-3; the sorted one 600 ink with its arrow. Not shown on a phone, where each line says what it is. */
export function TableHead({ sort, onSort }: { sort?: Sort; onSort?: (sort: Sort) => void }) {
  const { columns } = use(TableContext);
  return (
    <div role="rowgroup" className="max-md:sr-only">
      <div role="row" aria-rowindex={1} className={classNames(ROW_GRID, 'h-7 items-center border-b border-hair-2')}>
        {[...columns.values()].map((column) => {
          const isSorted = sort?.by === column.id;
          const arrow = isSorted ? (sort.direction === 'ascending' ? '↑' : '↓') : '';
          return (
            <div
              key={column.id}
              role="columnheader"
              aria-sort={isSorted ? sort.direction : undefined}
              style={{ paddingLeft: column.padStart }}
              className={classNames(
                'truncate text-label',
                isSorted ? 'font-semibold text-ink' : 'text-ink-3',
                column.align === 'right' && 'text-right',
                column.isWideOnly === true && 'max-xl:hidden',
              )}
            >
              {column.isSortable === true && onSort !== undefined ? (
                <button
                  type="button"
                  className="ink-motion focus-inside hover:text-ink"
                  onClick={() =>
                    onSort({
                      by: column.id,
                      direction: isSorted && sort.direction === 'descending' ? 'ascending' : 'descending',
                    })
                  }
                >
                  {column.head}
                  {arrow === '' ? null : <span aria-hidden="true"> {arrow}</span>}
                </button>
              ) : (
                (column.head ?? <span className="sr-only">{column.label}</span>)
              )}
            </div>
          );
        })}
      </div>
    </div>
  );
}

/** The rows. */
export function TableBody({ children }: { children: ReactNode }) {
  return <div role="rowgroup">{children}</div>;
}

/**
 * One row, with its cells as children, its lines on a phone, and what opens under it.
 *
 * @param index position in the whole set, from 0
 * @param phone lines shown instead of the cells at 720 px and below (see `PhoneLines`)
 * @param expansion opens in place, on select ground, under the cells
 * @param expansionInset pixels at the left of the expansion: where the second column stands
 * @param onSelect a click on the row, or Enter while it has the focus
 */
export function TableRow({
  index,
  isSelected = false,
  height = 28,
  phone,
  expansion,
  expansionInset = 0,
  onSelect,
  children,
}: {
  index: number;
  isSelected?: boolean;
  height?: number;
  phone?: ReactNode;
  expansion?: ReactNode;
  expansionInset?: number;
  onSelect?: () => void;
  children: ReactNode;
}) {
  const select = onSelect === undefined ? {} : selectHandlers(onSelect);
  return (
    <div className={classNames('border-b border-hair', isSelected ? 'selected-row' : 'ink-motion hover:bg-hover')}>
      <div
        role="row"
        aria-rowindex={index + 2}
        aria-current={isSelected || undefined}
        {...select}
        style={{ '--row': `${height - 1}px` } as CSSProperties}
        className={classNames(
          ROW_GRID,
          'focus-inside items-center md:h-(--row)',
          onSelect !== undefined && 'cursor-default',
        )}
      >
        {children}
        {phone === undefined ? null : (
          <div role="cell" className={classNames('py-2 md:hidden', isSelected && 'px-3')}>
            {phone}
          </div>
        )}
      </div>
      {expansion === undefined || expansion === null ? null : (
        <div role="row" className="block">
          <div
            role="cell"
            style={{ '--inset': `${expansionInset}px` } as CSSProperties}
            className="pb-1.5 max-md:px-3 md:pl-(--inset)"
          >
            {expansion}
          </div>
        </div>
      )}
    </div>
  );
}

/** A line among the rows that is none of them: held-back rows, a note. */
export function TableNotice({ children }: { children: ReactNode }) {
  return (
    <div role="rowgroup">
      <div role="row">
        <div role="cell">{children}</div>
      </div>
    </div>
  );
}

/**
 * One cell; alignment, padding and dropping come from its column.
 *
 * @param isOnPhone stays at 720 px and below, where the row's phone lines usually stand instead of its cells
 */
export function Cell({
  column: id,
  isOnPhone = false,
  className,
  children,
}: {
  column: string;
  isOnPhone?: boolean;
  className?: string;
  children?: ReactNode;
}) {
  const column = use(TableContext).columns.get(id);
  return (
    <div
      role="cell"
      style={{ paddingLeft: column?.padStart }}
      className={classNames(
        'min-w-0 truncate',
        !isOnPhone && 'max-md:hidden',
        column?.align === 'right' ? 'text-right' : 'pr-2',
        column?.isWideOnly === true && 'max-xl:hidden',
        className,
      )}
    >
      {children}
    </div>
  );
}

/** The two or three lines of a row on a phone: left grows, right stays whole. */
export function PhoneLines({
  lines,
}: {
  lines: ReadonlyArray<{ id: string; left: ReactNode; right?: ReactNode; isNote?: boolean }>;
}) {
  return lines.map((line) => (
    <div
      key={line.id}
      className={classNames(
        'flex items-baseline justify-between gap-3',
        line.isNote === true && 'text-note text-ink-2',
      )}
    >
      <div className="min-w-0 truncate">{line.left}</div>
      {line.right === undefined ? null : <div className="shrink-0 text-right">{line.right}</div>}
    </div>
  ));
}

const ROW_GRID = 'md:grid md:grid-cols-(--cols-md) xl:grid-cols-(--cols)';

function template(columns: readonly Column[]): string {
  return columns.map((column) => (column.width === 'flex' ? 'minmax(0,1fr)' : `${column.width}px`)).join(' ');
}

/** A click anywhere in the row selects it, except on what is itself to be clicked, and except when text was marked. */
function selectHandlers(onSelect: () => void) {
  return {
    tabIndex: 0,
    onClick: (event: MouseEvent<HTMLElement>) => {
      if (event.target instanceof Element && event.target.closest('a,button,input,label') !== null) return;
      if (window.getSelection()?.isCollapsed === false) return;
      onSelect();
    },
    onKeyDown: (event: KeyboardEvent<HTMLElement>) => {
      if (event.key !== 'Enter' || event.target !== event.currentTarget) return;
      event.preventDefault();
      onSelect();
    },
  };
}
