import { CSPProvider } from '@base-ui/react/csp-provider';
import { Select as BaseSelect } from '@base-ui/react/select';
import type { ReactNode } from 'react';
import { classNames } from '#dashboard/lib/class-names.ts';
import { MENU_ITEM, MENU_POPUP } from './Menu.tsx';

/** One value to choose. */
export type SelectOption<Value extends string> = { value: Value; label: string; note?: string };

/**
 * Chooses one of a few values.
 *
 * @param label what is chosen; visible over a field, for assistive technology on a word
 * @param kind `word` is a word with a small triangle (top bar, find bar); `field` has the underline of a text field
 * @param shown what the word says when it is more than the label of the value ("Last 24 h")
 */
export function Select<Value extends string>({
  label,
  value,
  onChange,
  options,
  kind = 'word',
  shown,
  className,
}: {
  label: string;
  value: Value;
  onChange: (value: Value) => void;
  options: ReadonlyArray<SelectOption<Value>>;
  kind?: 'word' | 'field';
  shown?: ReactNode;
  className?: string;
}) {
  const current = options.find((option) => option.value === value)?.label ?? value;
  return (
    // The page's content security policy allows no inline style element, and this look needs none.
    <CSPProvider disableStyleElements>
      <BaseSelect.Root<Value>
        value={value}
        onValueChange={(next) => (next === null ? undefined : onChange(next))}
        items={options}
        modal={false}
      >
        <span className={classNames('min-w-0', kind === 'field' && 'block', className)}>
          <BaseSelect.Label className={kind === 'field' ? 'block text-label text-ink-3' : 'sr-only'}>
            {label}
          </BaseSelect.Label>
          <BaseSelect.Trigger
            className={classNames(
              'ink-motion inline-flex max-w-full items-center gap-1.5 text-left',
              kind === 'field' && 'h-7 w-full justify-between border-b border-ink-3 hover:border-ink max-md:h-11',
            )}
          >
            <span className="truncate">{shown ?? current}</span>
            <BaseSelect.Icon aria-hidden="true" className="text-[9px] leading-none text-ink-2">
              ▼
            </BaseSelect.Icon>
          </BaseSelect.Trigger>
        </span>
        <BaseSelect.Portal>
          <BaseSelect.Positioner alignItemWithTrigger={false} align="start" sideOffset={4} className="z-50">
            <BaseSelect.Popup className={MENU_POPUP}>
              <BaseSelect.List>
                {options.map((option) => (
                  <BaseSelect.Item
                    key={option.value}
                    value={option.value}
                    className={classNames(MENU_ITEM, 'data-[selected]:font-semibold')}
                  >
                    <BaseSelect.ItemText className="min-w-0 flex-1 truncate">{option.label}</BaseSelect.ItemText>
                    {option.note === undefined ? null : (
                      <span className="text-label font-normal text-ink-3">{option.note}</span>
                    )}
                  </BaseSelect.Item>
                ))}
              </BaseSelect.List>
            </BaseSelect.Popup>
          </BaseSelect.Positioner>
        </BaseSelect.Portal>
      </BaseSelect.Root>
    </CSPProvider>
  );
}
