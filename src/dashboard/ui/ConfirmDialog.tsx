import { type ReactNode, useId, useState } from 'react';
import { Button } from './Button.tsx';
import { Dialog, DialogClose } from './Dialog.tsx';
import { TextField } from './TextField.tsx';

/** Props of `ConfirmDialog`. */
export type ConfirmDialogProps = {
  isOpen: boolean;
  onClose: () => void;
  /** A question: "Take rtm-tms-02 out of service?" */
  question: ReactNode;
  /** The verb on the button: "Take out". */
  verb: string;
  /** What the other button says stays: "Keep it". */
  keep?: string;
  /** The name that must be typed to unlock the verb; absent for what is merely worth a question. */
  typedName?: string;
  /** "Audit log entry, as A. Lindqvist". */
  auditNote?: ReactNode;
  onConfirm: () => void;
  /** While it is being done: the verb waits with this reason. */
  busyReason?: string;
  /** What happens, in full. */
  children: ReactNode;
};

/** Asks before what cannot be undone; everything else is done at once and offers Undo in a toast. */
export function ConfirmDialog(props: ConfirmDialogProps) {
  // Mounted per opening, so that a typed name never survives to the next question.
  return props.isOpen ? <OpenConfirmDialog {...props} /> : null;
}

function OpenConfirmDialog({
  onClose,
  question,
  verb,
  keep = 'Keep it',
  typedName,
  auditNote,
  onConfirm,
  busyReason,
  children,
}: ConfirmDialogProps) {
  const [typed, setTyped] = useState('');
  const formId = useId();
  const isUnlocked = typedName === undefined || typed.trim() === typedName;
  const lockReason = isUnlocked ? undefined : `Type ${typedName} first`;
  const reason = busyReason ?? lockReason;
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={question}
      foot={
        <>
          {auditNote === undefined ? null : <span className="mr-auto text-note text-ink-3">{auditNote}</span>}
          <DialogClose>{keep}</DialogClose>
          <Button
            kind="primary"
            type="submit"
            form={formId}
            disabledReason={reason}
            isReasonHidden={busyReason === undefined}
          >
            {verb}
          </Button>
        </>
      }
    >
      <div>{children}</div>
      <form
        id={formId}
        className={typedName === undefined ? undefined : 'pt-2'}
        onSubmit={(event) => {
          event.preventDefault();
          if (reason === undefined) onConfirm();
        }}
      >
        {typedName === undefined ? null : (
          <TextField
            label={
              <span className="text-body text-ink">
                Type <b className="font-semibold">{typedName}</b> to confirm
              </span>
            }
            value={typed}
            spellCheck={false}
            onChange={(event) => setTyped(event.target.value)}
          />
        )}
      </form>
    </Dialog>
  );
}
