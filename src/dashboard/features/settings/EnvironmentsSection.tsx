import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { EnvironmentKind } from '#contract/primitives.ts';
import type { Environment } from '#contract/settings.ts';
import { panelStateOf } from '#dashboard/api/panel-state.ts';
import { useChange, useOperation } from '#dashboard/api/queries.ts';
import { useRoleReason } from '#dashboard/app/session.tsx';
import { formatCount } from '#dashboard/lib/format.ts';
import { Button } from '#dashboard/ui/Button.tsx';
import { Panel, type PanelState } from '#dashboard/ui/Panel.tsx';
import { SafeText } from '#dashboard/ui/SafeText.tsx';
import { Section } from '#dashboard/ui/Section.tsx';
import { Select } from '#dashboard/ui/Select.tsx';
import { TextField } from '#dashboard/ui/TextField.tsx';
import { FormProblem } from './FormProblem.tsx';
import { fieldError, formError } from './field-error.ts';

/** The environments that runtimes belong to. */
export function EnvironmentsSection() {
  const query = useOperation('listEnvironments', {});
  const read = panelStateOf('listEnvironments', query, 'The environments could not be read');
  const state: PanelState =
    read.kind === 'ready' && query.data?.rows.length === 0
      ? { kind: 'empty', title: 'There is no environment yet.', why: 'A runtime enrols into one.' }
      : read;
  return (
    <Section name="Environments" note="production counts in headlines, test does not" className="mt-6">
      <Panel state={state} minHeight={56}>
        <ul>
          {(query.data?.rows ?? []).map((environment) => (
            <EnvironmentRow key={environment.id} environment={environment} />
          ))}
        </ul>
      </Panel>
      <NewEnvironmentForm />
    </Section>
  );
}

function EnvironmentRow({ environment }: { environment: Environment }) {
  const [isRenaming, setIsRenaming] = useState(false);
  const reason = useRoleReason('renameEnvironment');
  if (isRenaming) return <RenameRow environment={environment} onDone={() => setIsRenaming(false)} />;
  return (
    <li className="flex min-h-7 items-center gap-x-4 border-b border-hair max-md:min-h-11 max-md:flex-wrap max-md:pt-1.5">
      <Link
        to="/runtimes"
        search={{ environment: [environment.id] }}
        className="min-w-0 flex-1 truncate font-medium max-md:basis-full"
      >
        <SafeText>{environment.name}</SafeText>
      </Link>
      <span className="w-24 text-ink-2">{environment.kind}</span>
      <span className="w-28 text-ink-2 md:text-right">{formatCount(environment.runtimes, 'runtime')}</span>
      <span className="ml-auto w-20 text-right">
        <Button
          kind="word"
          onClick={() => setIsRenaming(true)}
          disabledReason={reason}
          isReasonHidden
          aria-label={`Rename ${environment.name}`}
        >
          Rename
        </Button>
      </span>
    </li>
  );
}

function RenameRow({ environment, onDone }: { environment: Environment; onDone: () => void }) {
  const [name, setName] = useState(environment.name);
  const rename = useChange('renameEnvironment', { onSuccess: onDone });
  return (
    <li className="border-b border-hair py-1">
      <form
        className="flex flex-wrap items-start gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          rename.mutate({ params: { environmentId: environment.id }, body: { name: name.trim() } });
        }}
      >
        <TextField
          className="flex-1"
          label={`New name of ${environment.name}`}
          isLabelHidden
          value={name}
          autoFocus
          onKeyDown={(event) => {
            if (event.key === 'Escape') onDone();
          }}
          error={fieldError(rename.error, 'name')}
          onChange={(event) => setName(event.target.value)}
        />
        <Button type="submit" disabledReason={nameReason(name, rename.isPending)}>
          Rename
        </Button>
        <Button kind="word" onClick={onDone}>
          Leave it
        </Button>
      </form>
      <FormProblem>{formError(rename.error, ['name'])}</FormProblem>
    </li>
  );
}

const kinds: ReadonlyArray<{ value: EnvironmentKind; label: string }> = [
  { value: 'production', label: 'production' },
  { value: 'test', label: 'test' },
];

function NewEnvironmentForm() {
  const [name, setName] = useState('');
  const [kind, setKind] = useState<EnvironmentKind>('production');
  const create = useChange('createEnvironment', { onSuccess: () => setName('') });
  const role = useRoleReason('createEnvironment');
  return (
    <form
      className="flex flex-wrap items-start gap-x-5 gap-y-2 py-3"
      onSubmit={(event) => {
        event.preventDefault();
        create.mutate({ body: { name: name.trim(), kind } });
      }}
    >
      <TextField
        className="w-56"
        label="New environment"
        value={name}
        error={fieldError(create.error, 'name')}
        onChange={(event) => setName(event.target.value)}
      />
      <Select className="w-32" label="Kind" kind="field" value={kind} onChange={setKind} options={kinds} />
      <div className="pt-4">
        <Button
          type="submit"
          disabledReason={role ?? nameReason(name, create.isPending)}
          isReasonHidden={role === undefined}
        >
          Make it
        </Button>
      </div>
      <div className="basis-full empty:hidden">
        <FormProblem>{formError(create.error, ['name'])}</FormProblem>
      </div>
    </form>
  );
}

function nameReason(name: string, isPending: boolean): string | undefined {
  if (isPending) return 'Being done';
  return name.trim() === '' ? 'Give it a name' : undefined;
}
