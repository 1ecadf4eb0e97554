import { getRouteApi, useRouter } from '@tanstack/react-router';
import type { Execution } from '#contract/execution.ts';
import { useShortcut } from '#dashboard/app/shortcuts.tsx';
import { useRoleReason } from '#dashboard/app/session.tsx';
import { AskingError } from '#dashboard/app/asking/RequestWay.tsx';
import { useAsking } from '#dashboard/app/asking/use-asking.ts';
import type { TimeZone } from '#dashboard/lib/time.ts';
import { LogViewer } from '#dashboard/log-viewer/LogViewer.tsx';
import { Button } from '#dashboard/ui/Button.tsx';
import { Section } from '#dashboard/ui/Section.tsx';

const route = getRouteApi('/executions/$executionId');

/** The kept log of a run, its view in the address. */
export function LogSection({
  execution,
  requestId,
  zone,
}: {
  execution: Execution;
  requestId: string;
  zone: TimeZone;
}) {
  const search = route.useSearch();
  const router = useRouter();
  const asking = useAsking();
  const roleReason = useRoleReason('getLogLines');
  if (roleReason !== undefined) {
    return (
      <Section name="Log" windowNote={requestId}>
        <p className="py-3 text-ink-2">{roleReason}.</p>
      </Section>
    );
  }
  return (
    <LogViewer
      requestId={requestId}
      view={search}
      onView={(change) => {
        const place = { to: '/executions/$executionId', params: { executionId: execution.id } } as const;
        // While another page is on its way this one still stands: what it scrolls to then must not call the person back.
        if (router.latestLocation.pathname !== router.buildLocation(place).pathname) return;
        void router.navigate({
          ...place,
          search: (before) => ({ ...before, ...change }),
          replace: true,
          resetScroll: false,
        });
      }}
      zone={zone}
      useKey={useShortcut}
      askAgain={
        <>
          <Button
            disabledReason={asking.isBusy ? 'being asked' : asking.askReason}
            onClick={() => asking.ask({ kind: 'execution-log', executionId: execution.id }, { fresh: true })}
          >
            Ask again
          </Button>
          <AskingError asking={asking} />
        </>
      }
    />
  );
}
