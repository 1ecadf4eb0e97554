import { Link, useRouter } from '@tanstack/react-router';
import { useState } from 'react';
import type { Execution } from '#contract/execution.ts';
import { useNow } from '#dashboard/api/clock.ts';
import { AskingError } from '#dashboard/app/asking/RequestWay.tsx';
import { useAsking } from '#dashboard/app/asking/use-asking.ts';
import type { TimeZone } from '#dashboard/lib/time.ts';
import { Button } from '#dashboard/ui/Button.tsx';
import { CopyButton } from '#dashboard/ui/CopyButton.tsx';
import { SafeText } from '#dashboard/ui/SafeText.tsx';
import { knownSentence } from './execution-words.ts';

/** What opens under a selected run: what is known, and what can be done. */
export function RunExpansion({
  run,
  zone,
  onGroup,
}: {
  run: Execution;
  zone: TimeZone;
  onGroup: (groupId: string) => void;
}) {
  const now = useNow(run.durationMs === null ? 1_000 : 60_000);
  const asking = useAsking();
  const [askedId, setAskedId] = useState<string | null>(null);
  const router = useRouter();
  const place = { to: '/executions/$executionId', params: { executionId: run.id } } as const;
  const group = run.failure?.groupId;
  return (
    <div className="flex flex-wrap items-baseline gap-x-4 gap-y-1 [--knock:var(--color-select)]">
      <span className="min-w-0 text-ink-2">
        <SafeText>{knownSentence(run, now, zone)}</SafeText>
      </span>
      <Link {...place} className="word-link">
        Open
      </Link>
      {askedId === null ? (
        <Button
          kind="word"
          disabledReason={asking.isBusy ? 'being asked' : asking.askReason}
          onClick={() =>
            asking.ask({ kind: 'execution-log', executionId: run.id }, { onAsked: ({ id }) => setAskedId(id) })
          }
        >
          {run.state === 'unknown' ? 'Ask for the log when it returns' : 'Ask for the log'}
        </Button>
      ) : (
        <span>
          Asked for the log:{' '}
          <Link to="/requests/$requestId" params={{ requestId: askedId }} className="word-link">
            {askedId}
          </Link>
        </span>
      )}
      {group === undefined ? null : (
        <Button kind="word" onClick={() => onGroup(group)}>
          Runs of {group}
        </Button>
      )}
      <CopyButton
        label="Copy link"
        text={() => new URL(router.history.createHref(router.buildLocation(place).href), location.href).href}
      />
      <AskingError asking={asking} />
    </div>
  );
}
