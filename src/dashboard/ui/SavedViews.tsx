import { type ReactNode } from 'react';
import { classNames } from '#dashboard/lib/class-names.ts';
import { formatNumber } from '#dashboard/lib/format.ts';

/** One word of the saved views line. */
export type SavedView = {
  id: string;
  name: string;
  /** Live count; absent while it is not known. */
  count?: number | undefined;
};

/**
 * Saved views: words with live counts over the page's 2 px rule, the current one joined to it; actions at the right. The
 * line scrolls in itself on a phone.
 *
 * @param renderView wraps the words in the router's own link, so that a view can be opened in a new tab; it must pass
 *   `className`, `aria-current` and the children on. Without it the words are buttons that call `onChoose`.
 */
export function SavedViews({
  label,
  views,
  currentId,
  onChoose,
  renderView,
  actions,
}: {
  label: string;
  views: readonly SavedView[];
  currentId: string | null;
  onChoose?: (id: string) => void;
  renderView?: (
    view: SavedView,
    link: { className: string; 'aria-current': 'page' | undefined; children: ReactNode },
  ) => ReactNode;
  actions?: ReactNode;
}) {
  return (
    <div className="flex h-9 items-stretch gap-5 border-b-2 border-ink max-md:h-11">
      <nav aria-label={label} className="min-w-0 overflow-x-auto overflow-y-clip [scrollbar-width:none]">
        <ul className="flex h-full gap-5">
          {views.map((view) => {
            const isCurrent = view.id === currentId;
            const link = {
              className: classNames(
                'ink-motion focus-inside flex h-full items-center gap-1.5 border-b-2 pt-0.5 whitespace-nowrap',
                isCurrent ? 'border-ink font-semibold text-ink' : 'border-transparent text-ink-2 hover:text-ink',
              ),
              'aria-current': isCurrent ? ('page' as const) : undefined,
              children: (
                <>
                  {view.name}
                  {view.count === undefined ? null : (
                    <span className="font-normal text-ink-3">{formatNumber(view.count)}</span>
                  )}
                </>
              ),
            };
            return (
              <li key={view.id}>
                {renderView === undefined ? (
                  <button type="button" onClick={() => onChoose?.(view.id)} {...link} />
                ) : (
                  renderView(view, link)
                )}
              </li>
            );
          })}
        </ul>
      </nav>
      {actions === undefined ? null : (
        <div className="ml-auto flex shrink-0 items-center gap-5 max-md:hidden">{actions}</div>
      )}
    </div>
  );
}
