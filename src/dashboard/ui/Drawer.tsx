import { Dialog as BaseDialog } from '@base-ui/react/dialog';
import type { ReactNode } from 'react';
import { Switch } from './Switch.tsx';

/**
 * A drawer at the right edge, 320 wide, over the page but not modal: the page stays in reach while it is open, because what it
 * changes is seen there. Used for the scenario panel of the demo.
 *
 * @param badge at the right of the title
 */
export function Drawer({
  isOpen,
  onClose,
  title,
  badge,
  children,
}: {
  isOpen: boolean;
  onClose: () => void;
  title: string;
  badge?: ReactNode;
  children: ReactNode;
}) {
  return (
    <BaseDialog.Root
      open={isOpen}
      modal={false}
      disablePointerDismissal
      onOpenChange={(open) => (open ? undefined : onClose())}
    >
      <BaseDialog.Portal>
        <BaseDialog.Popup className="fixed inset-y-0 right-0 z-30 w-80 max-w-full overflow-y-auto border-l border-ink bg-paper px-5 pt-3 pb-5">
          <div className="flex h-9 items-center gap-3 border-b-2 border-ink">
            <BaseDialog.Title className="flex-1 text-[15px] font-semibold">{title}</BaseDialog.Title>
            {badge}
            <BaseDialog.Close className="px-1 text-ink-2 hover:text-ink" aria-label={`Close ${title}`}>
              ×
            </BaseDialog.Close>
          </div>
          {children}
        </BaseDialog.Popup>
      </BaseDialog.Portal>
    </BaseDialog.Root>
  );
}

/** A row of 28: what, to whom, and its switch. */
export function DrawerSwitchRow({
  what,
  target,
  isOn,
  onChange,
}: {
  what: string;
  target?: string;
  isOn: boolean;
  onChange: (isOn: boolean) => void;
}) {
  return (
    <div className="flex min-h-7 items-center gap-2 border-b border-hair max-md:min-h-11">
      <span className="min-w-0 flex-1 truncate">
        {what}
        {target === undefined ? null : <span className="text-label text-ink-2"> {target}</span>}
      </span>
      <Switch label={target === undefined ? what : `${what}, ${target}`} isOn={isOn} onChange={onChange} />
    </div>
  );
}
