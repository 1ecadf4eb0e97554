import { useQueryClient } from '@tanstack/react-query';
import { api } from '#dashboard/api/client.ts';
import { useNow } from '#dashboard/api/clock.ts';
import { useChange } from '#dashboard/api/queries.ts';
import { useZone } from '#dashboard/app/root-search.ts';
import { useRoleReason, useSession } from '#dashboard/app/session.tsx';
import { formatMoment } from '#dashboard/lib/time.ts';
import { Button } from '#dashboard/ui/Button.tsx';
import { CopyButton } from '#dashboard/ui/CopyButton.tsx';
import { FactRows } from '#dashboard/ui/FactsStrip.tsx';
import { SafeText } from '#dashboard/ui/SafeText.tsx';
import { Section } from '#dashboard/ui/Section.tsx';
import { FormProblem } from './FormProblem.tsx';
import { formError } from './field-error.ts';

/** Who is signed in here, a link for another browser, and the way out. */
export function SessionSection() {
  const { person, expiresAt, release, host } = useSession();
  const queries = useQueryClient();
  const zone = useZone();
  const now = useNow(60_000);
  const role = useRoleReason('createSignInLink');
  const link = useChange('createSignInLink');
  const signOut = useChange('signOut', {
    onSuccess: () => {
      api.useBearer(null);
      // Everything that was read was this person's.
      void queries.resetQueries();
    },
  });
  const demoReason = host === 'demo' ? 'The demo signs itself in' : undefined;
  const busy = link.isPending || signOut.isPending ? 'Being done' : undefined;
  return (
    <Section name="Signed in" className="mt-6">
      <FactRows
        labelWidth={120}
        facts={[
          { id: 'person', label: 'As', value: <SafeText>{`${person.name}, ${person.role}`}</SafeText> },
          { id: 'until', label: 'Until', value: formatMoment(expiresAt, now, zone, 'minutes') },
          { id: 'release', label: 'Platform', value: `Daymark ${release}` },
        ]}
      />
      <div className="flex flex-wrap items-center gap-3 pt-3">
        <Button
          onClick={() => link.mutate({})}
          disabledReason={demoReason ?? role ?? busy}
          isReasonHidden={demoReason === undefined && role === undefined}
        >
          Link for another browser
        </Button>
        <Button onClick={() => signOut.mutate({})} disabledReason={demoReason ?? busy} isReasonHidden>
          Sign out
        </Button>
      </div>
      {link.data === undefined ? null : (
        <NewLink path={link.data.path} until={formatMoment(link.data.expiresAt, now, zone, 'minutes')} />
      )}
      <FormProblem>{formError(link.error ?? signOut.error, [])}</FormProblem>
    </Section>
  );
}

/** A link, shown once; it signs the same person in. */
function NewLink({ path, until }: { path: string; until: string }) {
  const address = new URL(path, location.origin).href;
  return (
    <div role="status" className="mt-3 border-t border-b border-ink py-3">
      <p className="font-semibold">Open this in the other browser. It works once, until {until}.</p>
      <p className="mt-2 bg-select px-3 py-2 font-mono text-note break-all">{address}</p>
      <div className="pt-2">
        <CopyButton label="Copy the link" text={address} />
      </div>
    </div>
  );
}
