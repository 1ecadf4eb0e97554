import { useState } from 'react';
import type { ExecutionCounts, ExecutionField } from '#contract/execution.ts';
import type { RelativeWindow } from '#contract/primitives.ts';
import { useShortcut } from '#dashboard/app/shortcuts.tsx';
import { formatCount, formatNumber } from '#dashboard/lib/format.ts';
import type { TimeZone } from '#dashboard/lib/time.ts';
import { AddFilterButton, ChipLine, FilterChip } from '#dashboard/ui/Chip.tsx';
import { Popover } from '#dashboard/ui/Popover.tsx';
import { SafeText } from '#dashboard/ui/SafeText.tsx';
import { StatusMark } from '#dashboard/ui/StatusMark.tsx';
import { FilterEditor } from './FilterEditor.tsx';
import { type LabelOf, chipId, chipWords } from './chip-words.ts';
import type { ExecutionsSearch } from './executions-search.ts';
import { type Chip, chipsOf, fieldWords, withoutChip } from './filter-model.ts';

/** The chips of the filter, the editor behind "add filter", and the counts of the whole filter. */
export function FilterLine({
  search,
  onChange,
  last,
  counts,
  labelOf,
  now,
  zone,
}: {
  search: ExecutionsSearch;
  onChange: (change: (search: ExecutionsSearch) => ExecutionsSearch) => void;
  last: RelativeWindow;
  counts: ExecutionCounts | undefined;
  labelOf: LabelOf;
  now: number;
  zone: TimeZone;
}) {
  const [editing, setEditing] = useState<{ field: ExecutionField | null; isNegated: boolean } | null>(null);
  useShortcut({ keys: '/', does: 'Add a filter', group: 'On this page' }, () =>
    setEditing({ field: null, isNegated: false }),
  );
  return (
    <ChipLine counts={counts === undefined ? undefined : <FilterCounts counts={counts} />}>
      {chipsOf(search).map((chip) => {
        const words = chipWords(chip, labelOf, now, zone);
        return (
          <span key={chipId(chip)} className="inline-flex max-w-full items-center gap-2">
            <FilterChip
              field={words.field}
              operator={words.operator}
              value={<SafeText>{words.value}</SafeText>}
              {...(words.more === undefined ? {} : { more: words.more })}
              {...(chip.kind === 'field'
                ? { onEdit: () => setEditing({ field: chip.field, isNegated: chip.isNegated }) }
                : {})}
              onRemove={() => onChange((before) => withoutChip(before, chip))}
            />
            <InvalidNote chip={chip} />
          </span>
        );
      })}
      <Popover
        trigger={<AddFilterButton />}
        title={
          editing?.field === undefined || editing.field === null
            ? 'Add a filter'
            : `Filter by ${fieldWords[editing.field]}`
        }
        isOpen={editing !== null}
        onOpenChange={(isOpen) => setEditing(isOpen ? { field: null, isNegated: false } : null)}
      >
        {editing === null ? null : (
          <FilterEditor
            key={`${editing.field ?? ''} ${editing.isNegated}`}
            field={editing.field}
            isNegated={editing.isNegated}
            search={search}
            onChange={onChange}
            onField={(field) => setEditing({ field, isNegated: false })}
            onSense={(isNegated) => setEditing((before) => (before === null ? null : { ...before, isNegated }))}
            onDone={() => setEditing(null)}
            last={last}
          />
        )}
      </Popover>
    </ChipLine>
  );
}

/** A value that cannot be is named, not silently dropped. */
function InvalidNote({ chip }: { chip: Chip }) {
  if (chip.kind !== 'field' || chip.invalid.length === 0) return null;
  return (
    <StatusMark state="warn">
      <SafeText>{`${chip.invalid.join(', ')}: no such ${fieldWords[chip.field]}, left out`}</SafeText>
    </StatusMark>
  );
}

function FilterCounts({ counts }: { counts: ExecutionCounts }) {
  const { failed, aborted, unknown } = counts.states;
  const parts = [formatCount(counts.total, 'run')];
  if (failed > 0) parts.push(`${formatNumber(failed)} failed`);
  if (aborted > 0) parts.push(`${formatNumber(aborted)} aborted`);
  if (unknown > 0) parts.push(`${formatNumber(unknown)} unknown`);
  return parts.join(', ');
}
