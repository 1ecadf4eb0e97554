import { classNames } from '#dashboard/lib/class-names.ts';

/** A key as it is printed on the keyboard: `Ctrl K`, `/`, `?`. */
export function KeyCap({ children, className }: { children: string; className?: string }) {
  return (
    <kbd
      className={classNames(
        'inline-block h-4 min-w-4 rounded-ctl border border-hair-2 px-1 text-center font-sans text-axis leading-[14px] font-medium text-ink-2',
        className,
      )}
    >
      {children}
    </kbd>
  );
}
