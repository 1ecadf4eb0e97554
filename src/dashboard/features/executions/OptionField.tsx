import { type KeyboardEvent, useId, useState } from 'react';
import { classNames } from '#dashboard/lib/class-names.ts';
import { SafeText } from '#dashboard/ui/SafeText.tsx';
import { TextField } from '#dashboard/ui/TextField.tsx';

/** One thing to choose. */
export interface FilterOption {
  id: string;
  label: string;
  /** Right of it: how many runs. */
  note?: string;
  isChosen?: boolean;
  onChoose: () => void;
}

/** A field with its choices under it: type to narrow, arrows to move, Enter to choose. */
export function OptionField({
  label,
  text,
  onText,
  options,
  emptyWords,
  isMultiple = false,
}: {
  label: string;
  text: string;
  onText: (text: string) => void;
  options: readonly FilterOption[];
  emptyWords: string;
  /** Choosing leaves the list open and ticks the choice. */
  isMultiple?: boolean;
}) {
  const listId = useId();
  const [active, setActive] = useState(0);
  const at = Math.min(active, options.length - 1);
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    const moves: Record<string, number> = {
      ArrowDown: Math.min(at + 1, options.length - 1),
      ArrowUp: Math.max(at - 1, 0),
    };
    const to = moves[event.key];
    if (to !== undefined) {
      event.preventDefault();
      setActive(to);
      document.getElementById(`${listId}-${to}`)?.scrollIntoView({ block: 'nearest' });
    } else if (event.key === 'Enter') {
      event.preventDefault();
      options[at]?.onChoose();
    }
  };
  return (
    <>
      <TextField
        label={label}
        isLabelHidden
        placeholder={label}
        value={text}
        autoFocus
        maxLength={200}
        role="combobox"
        aria-expanded
        aria-controls={listId}
        aria-activedescendant={at >= 0 ? `${listId}-${at}` : undefined}
        onKeyDown={onKeyDown}
        onChange={(event) => {
          onText(event.target.value);
          setActive(0);
        }}
      />
      {options.length === 0 ? <p className="py-2 text-ink-2">{emptyWords}</p> : null}
      <div
        id={listId}
        role="listbox"
        aria-label={label}
        aria-multiselectable={isMultiple || undefined}
        className="max-h-72 overflow-y-auto pt-1"
      >
        {options.map((option, index) => (
          // The field keeps the focus (aria-activedescendant); the pointer's click is the keyboard's Enter.
          // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus
          <div
            key={option.id}
            id={`${listId}-${index}`}
            role="option"
            aria-selected={option.isChosen ?? false}
            onPointerDown={(event) => event.preventDefault()}
            onClick={option.onChoose}
            onPointerMove={() => setActive(index)}
            className={classNames(
              'flex min-h-7 cursor-default items-center gap-2 px-2 max-md:min-h-11',
              index === at && 'selected-row',
            )}
          >
            {isMultiple ? (
              <span aria-hidden="true" className="w-3">
                {option.isChosen === true ? '✓' : ''}
              </span>
            ) : null}
            <span className={classNames('min-w-0 flex-1 truncate', option.isChosen === true && 'font-semibold')}>
              <SafeText>{option.label}</SafeText>
            </span>
            {option.note === undefined ? null : <span className="text-label text-ink-3">{option.note}</span>}
          </div>
        ))}
      </div>
    </>
  );
}
