import { type ComponentProps, type ReactNode, useId } from 'react';
import { classNames } from '#dashboard/lib/class-names.ts';

/**
 * `primary` at most once a screen, `outlined` at most twice, everything else an underlined `word` or a `plain` word
 * (actions at the right of saved views).
 */
export type ButtonKind = 'primary' | 'outlined' | 'word' | 'plain';

/**
 * A button. One that cannot be used now stays in reach of the keyboard, and says why in words beside it.
 *
 * @param disabledReason when given, the button does nothing and this sentence is shown and announced
 * @param isReasonHidden keeps the reason for assistive technology and the title only, where the sentence already stands near
 */
export function Button({
  kind = 'outlined',
  disabledReason,
  isReasonHidden = false,
  className,
  children,
  onClick,
  ...rest
}: Omit<ComponentProps<'button'>, 'disabled'> & {
  kind?: ButtonKind;
  disabledReason?: string | undefined;
  isReasonHidden?: boolean;
  children: ReactNode;
}) {
  const reasonId = useId();
  const isDisabled = disabledReason !== undefined;
  const button = (
    <button
      type="button"
      {...rest}
      onClick={isDisabled ? (event) => event.preventDefault() : onClick}
      aria-disabled={isDisabled || undefined}
      aria-describedby={isDisabled ? reasonId : rest['aria-describedby']}
      title={isDisabled ? disabledReason : rest.title}
      className={classNames(buttonClass(kind, isDisabled), className)}
    >
      {children}
    </button>
  );
  if (!isDisabled) return button;
  return (
    <span className="inline-flex min-w-0 flex-wrap items-center gap-x-2">
      {button}
      <span id={reasonId} className={isReasonHidden ? 'sr-only' : 'text-note text-ink-3'}>
        {disabledReason}
      </span>
    </span>
  );
}

/** The classes of a button, for links that look like one (`<Link className={buttonClass("outlined")}>`). */
export function buttonClass(kind: ButtonKind, isDisabled = false): string {
  if (kind === 'word' || kind === 'plain') {
    return classNames(
      'tap-44 inline-block text-left whitespace-nowrap',
      isDisabled ? 'text-ink-3' : kind === 'word' ? 'word-link' : 'ink-motion text-ink-2 hover:text-ink',
    );
  }
  return classNames(
    'ink-motion inline-flex h-7 shrink-0 items-center justify-center gap-2 rounded-ctl border px-3 font-semibold whitespace-nowrap max-md:h-11',
    isDisabled && 'border-select bg-select text-ink-3',
    !isDisabled && kind === 'primary' && 'border-ink bg-ink text-paper hover:border-ink-2 hover:bg-ink-2',
    !isDisabled && kind === 'outlined' && 'border-hair-2 bg-paper text-ink hover:border-ink',
  );
}
