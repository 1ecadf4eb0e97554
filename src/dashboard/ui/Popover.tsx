import { Popover as BasePopover } from '@base-ui/react/popover';
import type { ReactElement, ReactNode } from 'react';

/**
 * A small panel beside what opened it: the editor of a filter, an explanation with links.
 *
 * @param trigger a button element; its word says what opens
 * @param title named for assistive technology, shown at the top
 * @param isOpen, onOpenChange both, when the caller closes it after a choice
 */
export function Popover({
  trigger,
  title,
  isOpen,
  onOpenChange,
  width = 320,
  children,
}: {
  trigger: ReactElement<Record<string, unknown>>;
  title: ReactNode;
  isOpen?: boolean;
  onOpenChange?: (isOpen: boolean) => void;
  width?: number;
  children: ReactNode;
}) {
  return (
    <BasePopover.Root open={isOpen} onOpenChange={(open) => onOpenChange?.(open)}>
      <BasePopover.Trigger render={trigger} />
      <BasePopover.Portal>
        <BasePopover.Positioner align="start" sideOffset={4} collisionPadding={16} className="z-50">
          <BasePopover.Popup
            style={{ width }}
            className="max-h-(--available-height) max-w-[calc(100vw-32px)] overflow-y-auto border border-ink bg-paper p-3"
          >
            <BasePopover.Title className="pb-1 text-label text-ink-3">{title}</BasePopover.Title>
            {children}
          </BasePopover.Popup>
        </BasePopover.Positioner>
      </BasePopover.Portal>
    </BasePopover.Root>
  );
}
