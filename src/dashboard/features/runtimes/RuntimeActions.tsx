import { useState } from 'react';
import type { RuntimeDetail } from '#contract/runtime.ts';
import { platformNow } from '#dashboard/api/clock.ts';
import { useChange } from '#dashboard/api/queries.ts';
import { explain } from '#dashboard/api/sentences.ts';
import { useRoleReason, useSession } from '#dashboard/app/session.tsx';
import { formatCount } from '#dashboard/lib/format.ts';
import { safeText } from '#dashboard/lib/safe-text.ts';
import { Button } from '#dashboard/ui/Button.tsx';
import { ConfirmDialog } from '#dashboard/ui/ConfirmDialog.tsx';
import { Dialog, DialogClose } from '#dashboard/ui/Dialog.tsx';
import { Select } from '#dashboard/ui/Select.tsx';
import { TextField } from '#dashboard/ui/TextField.tsx';
import { useToast } from '#dashboard/ui/Toast.tsx';
import { noPauseReason } from './runtime-words.ts';

/** Pause or resume, and retire. */
export function RuntimeActions({ detail }: { detail: RuntimeDetail }) {
  const [open, setOpen] = useState<'none' | 'pause' | 'retire'>('none');
  const { word } = detail.summary.status;
  const pauseRole = useRoleReason('pauseRuntime');
  const retireRole = useRoleReason('retireRuntime');
  const isRetired = word === 'retired';
  return (
    <>
      {detail.pause === null ? (
        <Button onClick={() => setOpen('pause')} disabledReason={noPauseReason[word] ?? pauseRole}>
          Pause
        </Button>
      ) : (
        <ResumeButton runtimeId={detail.summary.id} disabledReason={pauseRole} />
      )}
      <Button
        onClick={() => setOpen('retire')}
        disabledReason={isRetired ? 'It is retired' : retireRole}
        isReasonHidden={isRetired}
      >
        Retire
      </Button>
      {open === 'pause' ? <PauseDialog detail={detail} onClose={() => setOpen('none')} /> : null}
      <RetireDialog detail={detail} isOpen={open === 'retire'} onClose={() => setOpen('none')} />
    </>
  );
}

function ResumeButton({ runtimeId, disabledReason }: { runtimeId: string; disabledReason: string | undefined }) {
  const toast = useToast();
  const resume = useChange('resumeRuntime', {
    onSuccess: ({ summary }) => toast({ text: `The pause of ${safeText(summary.name)} has ended` }),
    onError: (error) => toast({ text: explain(error).what }),
  });
  return (
    <Button
      onClick={() => resume.mutate({ params: { runtimeId } })}
      disabledReason={resume.isPending ? 'Ending the pause' : disabledReason}
    >
      End the pause
    </Button>
  );
}

const lengths = [
  { value: '1', label: '1 hour' },
  { value: '4', label: '4 hours' },
  { value: '8', label: '8 hours' },
  { value: '24', label: '1 day' },
  { value: '168', label: '7 days' },
] as const;

const HOUR_MS = 3_600_000;

function PauseDialog({ detail, onClose }: { detail: RuntimeDetail; onClose: () => void }) {
  const [hours, setHours] = useState<(typeof lengths)[number]['value']>('4');
  const [note, setNote] = useState('');
  const toast = useToast();
  const { id, name } = detail.summary;
  const pause = useChange('pauseRuntime', {
    onSuccess: () => {
      toast({ text: `${safeText(name)} is paused` });
      onClose();
    },
  });
  const send = () =>
    pause.mutate({
      params: { runtimeId: id },
      body: { untilAt: platformNow() + Number(hours) * HOUR_MS, note: note.trim() },
    });
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={`Pause ${safeText(name)}?`}
      foot={
        <>
          <DialogClose>Leave it</DialogClose>
          <Button
            kind="primary"
            type="submit"
            form="pause-runtime"
            disabledReason={pause.isPending ? 'Pausing' : undefined}
          >
            Pause
          </Button>
        </>
      }
    >
      <p>It is meant to be away: its silence is no outage and nobody is called. What it does report is still taken.</p>
      <form
        id="pause-runtime"
        className="grid gap-3 pt-3 text-ink"
        onSubmit={(event) => {
          event.preventDefault();
          send();
        }}
      >
        <Select label="For how long" kind="field" value={hours} onChange={setHours} options={lengths} />
        <TextField
          label="Why, for whoever looks"
          value={note}
          maxLength={500}
          onChange={(event) => setNote(event.target.value)}
        />
      </form>
      {pause.error === null ? null : (
        <p role="alert" className="pt-2 text-failed-text">
          {explain(pause.error).what} {explain(pause.error).todo}
        </p>
      )}
    </Dialog>
  );
}

function RetireDialog({ detail, isOpen, onClose }: { detail: RuntimeDetail; isOpen: boolean; onClose: () => void }) {
  const toast = useToast();
  const { person } = useSession();
  const { id, name, inFlight } = detail.summary;
  const retire = useChange('retireRuntime', {
    onSuccess: () => {
      toast({ text: `${safeText(name)} is retired` });
      onClose();
    },
  });
  return (
    <ConfirmDialog
      isOpen={isOpen}
      onClose={onClose}
      question={`Retire ${safeText(name)}?`}
      verb="Retire"
      typedName={name}
      auditNote={`As ${person.name}`}
      onConfirm={() => retire.mutate({ params: { runtimeId: id } })}
      {...(retire.isPending ? { busyReason: 'Retiring' } : {})}
    >
      <p>
        Its certificate is refused at once and cannot be used again.{' '}
        {inFlight === 0 ? 'No run is in flight.' : `${formatCount(inFlight, 'run')} in flight stay unknown.`} Its
        history stays as long as retention says. To come back it must enrol anew.
      </p>
      {retire.error === null ? null : (
        <p role="alert" className="pt-2 text-failed-text">
          {explain(retire.error).what} {explain(retire.error).todo}
        </p>
      )}
    </ConfirmDialog>
  );
}
