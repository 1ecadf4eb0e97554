import type { ComponentProps, ReactNode } from 'react';
import { KeyCap } from './KeyCap.tsx';

/**
 * One filter: field, operator, value, and a cross that takes it away. Chips stand in a `ChipLine`.
 *
 * @param onEdit opens the editor of this filter; without it the words are not a button
 * @param onRemove without it the filter cannot be taken away (a fixed filter)
 */
export function FilterChip({
  field,
  operator,
  value,
  more,
  onEdit,
  onRemove,
}: {
  field: string;
  operator: string;
  value: ReactNode;
  more?: string;
  onEdit?: () => void;
  onRemove?: () => void;
}) {
  const words = (
    <>
      <span className="text-ink-2">{field}</span> <span>{operator}</span> <span className="font-semibold">{value}</span>
      {more === undefined ? null : <span className="text-ink-2"> {more}</span>}
    </>
  );
  return (
    <span className="inline-flex h-6 max-w-full items-center gap-2 border-b border-ink">
      {onEdit === undefined ? (
        <span className="truncate">{words}</span>
      ) : (
        <button type="button" onClick={onEdit} className="tap-44 truncate">
          {words}
        </button>
      )}
      {onRemove === undefined ? null : (
        <button
          type="button"
          onClick={onRemove}
          aria-label={`Remove the filter on ${field}`}
          className="ink-motion tap-44 -mr-1 shrink-0 px-1 text-ink-3 hover:text-ink max-md:px-2"
        >
          ×
        </button>
      )}
    </span>
  );
}

/** "add filter" with its key. Takes what a popover hands to its trigger. */
export function AddFilterButton({
  shortcut = '/',
  ...rest
}: Omit<ComponentProps<'button'>, 'className' | 'children'> & { shortcut?: string }) {
  return (
    <button
      type="button"
      {...rest}
      className="ink-motion tap-44 inline-flex h-6 items-center gap-2 border-b border-dashed border-ink-3 text-ink-2 hover:text-ink"
    >
      add filter <KeyCap>{shortcut}</KeyCap>
    </button>
  );
}

/** The line of chips, 20 apart, with the counts of the whole filter at its right end. */
export function ChipLine({ children, counts }: { children: ReactNode; counts?: ReactNode }) {
  return (
    <div className="flex min-h-10 flex-wrap items-center gap-x-5 gap-y-1 py-2 max-md:gap-y-2">
      {children}
      {counts === undefined ? null : <span className="text-ink-2 md:ml-auto">{counts}</span>}
    </div>
  );
}
