import { Menu as BaseMenu } from '@base-ui/react/menu';
import type { ReactElement, ReactNode } from 'react';
import { classNames } from '#dashboard/lib/class-names.ts';

/** A place or an action of a menu. */
export type MenuEntry = {
  id: string;
  label: ReactNode;
  /** What it is, or its key, at the right. */
  note?: ReactNode;
  onChoose: () => void;
  /** Why it cannot be chosen now; shown in its place at the right. */
  disabledReason?: string;
};

/**
 * A menu of actions behind a button.
 *
 * @param trigger a button element (`<Button kind="plain">More</Button>`)
 * @param groups entries in groups; a group may have a head
 */
export function Menu({
  trigger,
  groups,
  align = 'start',
}: {
  trigger: ReactElement<Record<string, unknown>>;
  groups: ReadonlyArray<{ id: string; head?: string; entries: readonly MenuEntry[] }>;
  align?: 'start' | 'end';
}) {
  return (
    <BaseMenu.Root modal={false}>
      <BaseMenu.Trigger render={trigger} />
      <BaseMenu.Portal>
        <BaseMenu.Positioner align={align} sideOffset={4} className="z-50">
          <BaseMenu.Popup className={MENU_POPUP}>
            {groups.map((group) => (
              <BaseMenu.Group key={group.id}>
                {group.head === undefined ? null : (
                  <BaseMenu.GroupLabel className="px-3 pt-2 pb-1 text-label text-ink-3">
                    {group.head}
                  </BaseMenu.GroupLabel>
                )}
                {group.entries.map((entry) => (
                  <BaseMenu.Item
                    key={entry.id}
                    disabled={entry.disabledReason !== undefined}
                    onClick={entry.onChoose}
                    className={classNames(MENU_ITEM, entry.disabledReason !== undefined && 'text-ink-3')}
                  >
                    <span className="min-w-0 flex-1 truncate">{entry.label}</span>
                    <span className="text-label text-ink-3">{entry.disabledReason ?? entry.note}</span>
                  </BaseMenu.Item>
                ))}
              </BaseMenu.Group>
            ))}
          </BaseMenu.Popup>
        </BaseMenu.Positioner>
      </BaseMenu.Portal>
    </BaseMenu.Root>
  );
}

/** Classes of every list that opens over the page: 1 px ink border, paper, no shadow. */
export const MENU_POPUP =
  'max-h-[min(480px,var(--available-height))] min-w-44 max-w-[calc(100vw-32px)] overflow-y-auto border border-ink bg-paper py-1 outline-none';

/** Classes of one entry of such a list: 28 high, the current one on select ground with 3 px ink. */
export const MENU_ITEM =
  'flex min-h-7 cursor-default items-center gap-4 px-3 outline-none max-md:min-h-11 data-[highlighted]:selected-row';
