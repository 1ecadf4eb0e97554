import { Dialog as BaseDialog } from '@base-ui/react/dialog';
import type { ReactNode, RefObject } from 'react';
import { Button } from './Button.tsx';

/**
 * A modal dialog: 440 wide, 1 px ink border, paper, on a scrim. Appears at once, traps the focus, Escape closes it.
 *
 * @param title 15/600; of a confirmation it is a question
 * @param foot buttons at the right, what is written to the audit log at the left
 * @param initialFocusRef what has the focus first; otherwise the first field or button
 */
export function Dialog({
  isOpen,
  onClose,
  title,
  foot,
  width = 440,
  initialFocusRef,
  children,
}: {
  isOpen: boolean;
  onClose: () => void;
  title: ReactNode;
  foot?: ReactNode;
  width?: number;
  initialFocusRef?: RefObject<HTMLElement | null>;
  children: ReactNode;
}) {
  return (
    <BaseDialog.Root open={isOpen} onOpenChange={(open) => (open ? undefined : onClose())}>
      <BaseDialog.Portal>
        <BaseDialog.Backdrop className="fixed inset-0 z-40 bg-ink/12" />
        <BaseDialog.Popup
          initialFocus={initialFocusRef}
          style={{ width }}
          className="fixed top-[12vh] left-1/2 z-50 max-h-[80vh] max-w-[calc(100vw-32px)] -translate-x-1/2 overflow-y-auto border border-ink bg-paper p-5"
        >
          <BaseDialog.Title className="text-[15px] font-semibold">{title}</BaseDialog.Title>
          <div className="pt-2 text-ink-2">{children}</div>
          {foot === undefined ? null : <div className="flex flex-wrap items-center justify-end gap-2 pt-4">{foot}</div>}
        </BaseDialog.Popup>
      </BaseDialog.Portal>
    </BaseDialog.Root>
  );
}

/** The outlined button of a dialog that closes it and says what stays ("Keep it", "Close"). */
export function DialogClose({ children }: { children: ReactNode }) {
  return <BaseDialog.Close render={<Button kind="outlined">{children}</Button>} />;
}
