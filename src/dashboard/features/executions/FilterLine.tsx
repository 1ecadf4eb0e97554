import { useState } from 'react';
import type { ExecutionCounts } from '#contract/execution.ts';
import type { RelativeWindow } from '#contract/primitives.ts';
import { useShortcut } from '#dashboard/app/shortcuts.tsx';
import { formatCount, formatNumber } from '#dashboard/lib/format.ts';
import type { TimeZone } from '#dashboard/lib/time.ts';
import { AddFilterButton, ChipLine, FilterChip } from '#dashboard/ui/Chip.tsx';
import { SafeText } from '#dashboard/ui/SafeText.tsx';
import { StatusMark } from '#dashboard/ui/StatusMark.tsx';
import { latePart } from '#dashboard/ui/late-part.tsx';
import type { EditedFilter } from './FilterPopover.tsx';
import { type LabelOf, chipId, chipWords } from './chip-words.ts';
import type { ExecutionsSearch } from './executions-search.ts';
import { type Chip, chipsOf, fieldWords, withoutChip } from './filter-model.ts';

/** The editor weighs more than twice what the screen does: it is not part of the first paint. */
const FilterPopover = latePart(
  async () => (await import('./FilterPopover.tsx')).FilterPopover,
  ({ editing }) => <AddFilterButton aria-haspopup="dialog" aria-expanded={editing !== null} />,
);

const NEW_FILTER: EditedFilter = { field: null, isNegated: false };

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
  const [editing, setEditing] = useState<EditedFilter | null>(null);
  const [hasOpened, setHasOpened] = useState(false);
  const edit = (next: EditedFilter | null) => {
    setEditing(next);
    setHasOpened(true);
  };
  useShortcut({ keys: '/', does: 'Add a filter', group: 'On this page' }, () => edit(NEW_FILTER));
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
                ? { onEdit: () => edit({ field: chip.field, isNegated: chip.isNegated }) }
                : {})}
              onRemove={() => onChange((before) => withoutChip(before, chip))}
            />
            <InvalidNote chip={chip} />
          </span>
        );
      })}
      {/* Not drawn before it is first opened: putting it in place of the button would take the focus from there. */}
      {hasOpened ? (
        <FilterPopover editing={editing} onEditing={edit} search={search} onChange={onChange} last={last} />
      ) : (
        <AddFilterButton aria-haspopup="dialog" aria-expanded={false} onClick={() => edit(NEW_FILTER)} />
      )}
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
