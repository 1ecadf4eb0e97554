import { type ComponentProps, type ReactNode, useId } from 'react';
import { classNames } from '#dashboard/lib/class-names.ts';

/**
 * A one-line field: ink-3 underline, no box.
 *
 * @param label visible above the field unless `isLabelHidden`
 * @param error a sentence that names what is wrong; the field is marked invalid and described by it
 * @param hint a sentence under the field while there is no error
 * @param trailing what stands inside at the right: a key cap, "1 of 3"
 */
export function TextField({
  label,
  isLabelHidden = false,
  error,
  hint,
  trailing,
  isMono = false,
  className,
  ...rest
}: ComponentProps<'input'> & {
  label: ReactNode;
  isLabelHidden?: boolean;
  error?: string | undefined;
  hint?: ReactNode;
  trailing?: ReactNode;
  isMono?: boolean;
}) {
  const ownId = useId();
  const id = rest.id ?? ownId;
  const noteId = `${id}-note`;
  const hasNote = error !== undefined || hint !== undefined;
  return (
    <div className={classNames('min-w-0', className)}>
      <label htmlFor={id} className={isLabelHidden ? 'sr-only' : 'block pb-0.5 text-label text-ink-3'}>
        {label}
      </label>
      <div
        className={classNames(
          'ink-motion flex h-7 items-center gap-2 border-b focus-within:border-ink max-md:h-11',
          error === undefined ? 'border-ink-3' : 'border-failed-fill',
        )}
      >
        <input
          type="text"
          autoComplete="off"
          {...rest}
          id={id}
          aria-invalid={error === undefined ? undefined : true}
          aria-describedby={hasNote ? noteId : undefined}
          className={classNames(
            'h-full w-full min-w-0 bg-transparent max-md:text-[16px]',
            isMono && 'font-mono text-note',
          )}
        />
        {trailing === undefined ? null : <span className="shrink-0 text-label text-ink-3">{trailing}</span>}
      </div>
      {hasNote ? (
        <p
          id={noteId}
          className={classNames('pt-1 text-note', error === undefined ? 'text-ink-3' : 'text-failed-text')}
        >
          {error ?? hint}
        </p>
      ) : null}
    </div>
  );
}
