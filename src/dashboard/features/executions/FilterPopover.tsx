import type { ExecutionField } from '#contract/execution.ts';
import type { RelativeWindow } from '#contract/primitives.ts';
import { AddFilterButton } from '#dashboard/ui/Chip.tsx';
import { Popover } from '#dashboard/ui/Popover.tsx';
import { FilterEditor } from './FilterEditor.tsx';
import type { ExecutionsSearch } from './executions-search.ts';
import { fieldWords } from './filter-model.ts';

/** The filter that is being made or changed; its field is null until one is chosen. */
export interface EditedFilter {
  field: ExecutionField | null;
  isNegated: boolean;
}

/** "add filter", and the editor that opens under it. */
export function FilterPopover({
  editing,
  onEditing,
  search,
  onChange,
  last,
}: {
  editing: EditedFilter | null;
  onEditing: (editing: EditedFilter | null) => void;
  search: ExecutionsSearch;
  onChange: (change: (search: ExecutionsSearch) => ExecutionsSearch) => void;
  last: RelativeWindow;
}) {
  return (
    <Popover
      trigger={<AddFilterButton />}
      title={
        editing?.field === undefined || editing.field === null
          ? 'Add a filter'
          : `Filter by ${fieldWords[editing.field]}`
      }
      isOpen={editing !== null}
      onOpenChange={(isOpen) => onEditing(isOpen ? { field: null, isNegated: false } : null)}
    >
      {editing === null ? null : (
        <FilterEditor
          key={`${editing.field ?? ''} ${editing.isNegated}`}
          field={editing.field}
          isNegated={editing.isNegated}
          search={search}
          onChange={onChange}
          onField={(field) => onEditing({ field, isNegated: false })}
          onSense={(isNegated) => onEditing({ field: editing.field, isNegated })}
          onDone={() => onEditing(null)}
          last={last}
        />
      )}
    </Popover>
  );
}
