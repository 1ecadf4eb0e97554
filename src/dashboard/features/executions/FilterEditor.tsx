import { useState } from 'react';
import { type ExecutionField, executionFields } from '#contract/execution.ts';
import { splitValues } from '#contract/filter.ts';
import type { RelativeWindow } from '#contract/primitives.ts';
import { SLOW_FACTOR } from '#contract/rules.ts';
import { CALL_DEADLINE_MS } from '#dashboard/api/client.ts';
import { useOperation } from '#dashboard/api/queries.ts';
import { explain } from '#dashboard/api/sentences.ts';
import { classNames } from '#dashboard/lib/class-names.ts';
import { formatNumber } from '#dashboard/lib/format.ts';
import { type FilterOption, OptionField } from './OptionField.tsx';
import { valueWord } from './chip-words.ts';
import type { ExecutionsSearch } from './executions-search.ts';
import { fieldWords, filterQuery, withSingle, withValues } from './filter-model.ts';

/**
 * Chooses a field, then its values with their counts. Free text becomes a filter of its own.
 *
 * @param field null until one is chosen
 */
export function FilterEditor({
  field,
  isNegated,
  search,
  onChange,
  onField,
  onSense,
  onDone,
  last,
}: {
  field: ExecutionField | null;
  isNegated: boolean;
  search: ExecutionsSearch;
  onChange: (change: (search: ExecutionsSearch) => ExecutionsSearch) => void;
  onField: (field: ExecutionField) => void;
  onSense: (isNegated: boolean) => void;
  onDone: () => void;
  last: RelativeWindow;
}) {
  const [text, setText] = useState('');
  if (field === null) {
    const typed = text.trim();
    const options: FilterOption[] = executionFields
      .filter((name) => fieldWords[name].includes(typed.toLowerCase()))
      .map((name) => ({ id: name, label: fieldWords[name], onChoose: () => onField(name) }));
    if ('slow'.includes(typed.toLowerCase()) || 'took'.includes(typed.toLowerCase()))
      options.push({
        id: 'slow',
        label: `took at least ×${SLOW_FACTOR} its normal`,
        onChoose: () => (onChange((before) => withSingle(before, { slow: SLOW_FACTOR })), onDone()),
      });
    if (typed !== '')
      options.push({
        id: 'q',
        label: `text contains ${typed}`,
        note: 'id, name, reason, code',
        onChoose: () => (onChange((before) => withSingle(before, { q: typed })), onDone()),
      });
    return (
      <OptionField
        label="Field, or text to look for"
        text={text}
        onText={setText}
        options={options}
        emptyWords="No such field."
      />
    );
  }
  return (
    <>
      <div role="group" aria-label="Sense" className="flex gap-4 pb-1">
        {[false, true].map((sense) => (
          <button
            key={String(sense)}
            type="button"
            aria-pressed={sense === isNegated}
            onClick={() => onSense(sense)}
            className={classNames(
              'border-b-2',
              sense === isNegated ? 'border-ink font-semibold' : 'border-transparent text-ink-2',
            )}
          >
            {sense ? 'is not' : 'is'}
          </button>
        ))}
      </div>
      <ValueField
        field={field}
        isNegated={isNegated}
        search={search}
        onChange={onChange}
        last={last}
        text={text}
        onText={setText}
      />
    </>
  );
}

function ValueField({
  field,
  isNegated,
  search,
  onChange,
  last,
  text,
  onText,
}: {
  field: ExecutionField;
  isNegated: boolean;
  search: ExecutionsSearch;
  onChange: (change: (search: ExecutionsSearch) => ExecutionsSearch) => void;
  last: RelativeWindow;
  text: string;
  onText: (text: string) => void;
}) {
  const { [field]: _own, ...others } = filterQuery(search);
  const contains = text.trim();
  const values = useOperation('listFieldValues', {
    params: { field },
    query: { ...others, last, limit: 50, ...(contains === '' ? {} : { contains }) },
  });
  const { include, exclude } = splitValues(search[field]);
  const chosen = isNegated ? exclude : include;
  const found = values.data?.values ?? [];
  const options = found.map(({ value, label, runs }): FilterOption => {
    const isChosen = chosen.includes(value);
    return {
      id: value,
      label: valueWord(field, value, () => label),
      note: formatNumber(runs),
      isChosen,
      onChoose: () =>
        onChange((before) =>
          withValues(
            before,
            field,
            isNegated,
            isChosen ? chosen.filter((other) => other !== value) : [...chosen, value],
          ),
        ),
    };
  });
  const emptyWords =
    values.error === null
      ? values.data === undefined
        ? `Reading, ${CALL_DEADLINE_MS / 1000} s at most.`
        : contains === ''
          ? 'No run in this window has one.'
          : `No ${fieldWords[field]} contains ${contains}.`
      : explain(values.error).what;
  return (
    <OptionField
      label={`Which ${fieldWords[field]}`}
      text={text}
      onText={onText}
      options={options}
      emptyWords={emptyWords}
      isMultiple
    />
  );
}
