import { useState } from 'react';
import type { AnswerOf } from '#dashboard/api/client.ts';
import { useNow } from '#dashboard/api/clock.ts';
import { panelStateOf } from '#dashboard/api/panel-state.ts';
import { useChange, useOperation } from '#dashboard/api/queries.ts';
import { useZone } from '#dashboard/app/root-search.ts';
import { useRoleReason } from '#dashboard/app/session.tsx';
import { formatClock, formatMoment } from '#dashboard/lib/time.ts';
import { Button } from '#dashboard/ui/Button.tsx';
import { CopyButton } from '#dashboard/ui/CopyButton.tsx';
import { Panel, type PanelState } from '#dashboard/ui/Panel.tsx';
import { Section } from '#dashboard/ui/Section.tsx';
import { Select } from '#dashboard/ui/Select.tsx';
import { TextField } from '#dashboard/ui/TextField.tsx';
import { FormProblem } from './FormProblem.tsx';
import { TokenRows } from './TokenRows.tsx';
import { fieldError, formError } from './field-error.ts';

type Created = AnswerOf<'createEnrolmentToken'>;

/** One-time tokens with which runtimes enrol: made here, shown once, revoked here. */
export function EnrolmentSection() {
  const roleReason = useRoleReason('listEnrolmentTokens');
  const query = useOperation('listEnrolmentTokens', {}, { enabled: roleReason === undefined });
  const [created, setCreated] = useState<Created | null>(null);
  const zone = useZone();
  const now = useNow(5_000);
  const { data } = query;
  return (
    <Section
      name={<span id="enrolment">Enrolment tokens</span>}
      note="each lets one runtime in, once"
      windowNote={data === undefined ? undefined : `as of ${formatClock(data.asOfAt, zone)}`}
    >
      {roleReason === undefined ? (
        <>
          <TokenForm onCreated={setCreated} />
          {created === null ? null : <CreatedToken created={created} onDone={() => setCreated(null)} />}
          <Panel
            state={emptyOr(
              panelStateOf('listEnrolmentTokens', query, 'The tokens could not be read', { asOfAt: data?.asOfAt, now }),
              data?.rows.length === 0,
            )}
            minHeight={84}
          >
            <TokenRows tokens={data?.rows ?? []} zone={zone} now={now} />
          </Panel>
        </>
      ) : (
        <p className="py-3 text-ink-2">{roleReason}.</p>
      )}
    </Section>
  );
}

const lives = [
  { value: '15', label: '15 minutes' },
  { value: '30', label: '30 minutes' },
  { value: '120', label: '2 hours' },
  { value: '1440', label: '1 day' },
] as const;

function TokenForm({ onCreated }: { onCreated: (created: Created) => void }) {
  const environments = useOperation('listEnvironments', {}).data?.rows ?? [];
  const [chosen, setChosen] = useState<string | null>(null);
  const [namePattern, setNamePattern] = useState('*');
  const [minutes, setMinutes] = useState<(typeof lives)[number]['value']>('30');
  const create = useChange('createEnrolmentToken', { onSuccess: onCreated });
  const environmentId = chosen ?? environments[0]?.id;
  const waits = environmentId === undefined ? 'Make an environment first' : create.isPending ? 'Making it' : undefined;
  return (
    <form
      className="flex flex-wrap items-start gap-x-5 gap-y-3 py-3"
      onSubmit={(event) => {
        event.preventDefault();
        if (environmentId !== undefined)
          create.mutate({ body: { environmentId, namePattern: namePattern.trim(), minutes: Number(minutes) } });
      }}
    >
      <Select
        className="w-56"
        label="Environment"
        kind="field"
        value={environmentId ?? ''}
        onChange={setChosen}
        options={environments.map(({ id, name, kind }) => ({ value: id, label: name, note: kind }))}
      />
      <TextField
        className="w-44"
        label="Names it may take"
        value={namePattern}
        isMono
        spellCheck={false}
        error={fieldError(create.error, 'namePattern')}
        hint="* is any run of characters"
        onChange={(event) => setNamePattern(event.target.value)}
      />
      <Select className="w-32" label="Works for" kind="field" value={minutes} onChange={setMinutes} options={lives} />
      <div className="self-start pt-4">
        <Button kind="primary" type="submit" disabledReason={waits}>
          Make a token
        </Button>
      </div>
      <div className="basis-full empty:hidden">
        <FormProblem>{formError(create.error, ['namePattern'])}</FormProblem>
      </div>
    </form>
  );
}

/** The secret of a new token: in this answer and nowhere else. */
function CreatedToken({ created, onDone }: { created: Created; onDone: () => void }) {
  const now = useNow(1_000);
  const zone = useZone();
  return (
    <div role="status" className="mb-3 border-t border-b border-ink py-3">
      <p className="text-[15px] font-semibold">Run this where the runtime shall live. It is shown once.</p>
      <p className="mt-2 bg-select px-3 py-2 font-mono text-note break-all">{created.command}</p>
      <div className="flex flex-wrap items-center gap-4 pt-2">
        <CopyButton kind="outlined" label="Copy the command" text={created.command} />
        <CopyButton label="Copy the token alone" text={created.secret} />
        <Button kind="word" onClick={onDone}>
          I have it, hide it
        </Button>
        <span className="text-note text-ink-3">
          works once, for {created.token.environmentName}, until{' '}
          {formatMoment(created.token.expiresAt, now, zone, 'minutes')}
        </span>
      </div>
    </div>
  );
}

function emptyOr(state: PanelState, isEmpty: boolean | undefined): PanelState {
  return state.kind === 'ready' && isEmpty === true
    ? {
        kind: 'empty',
        title: 'No token has been made yet.',
        why: 'A runtime that has enrolled needs none any more: it has its certificate.',
      }
    : state;
}
