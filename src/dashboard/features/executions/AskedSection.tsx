import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { ExecutionDetail } from '#contract/execution.ts';
import type { Request } from '#contract/request.ts';
import { panelStateOf } from '#dashboard/api/panel-state.ts';
import { useOperation } from '#dashboard/api/queries.ts';
import { AskingError, RequestSentence, RequestStations } from '#dashboard/app/asking/RequestWay.tsx';
import { joinedWords } from '#dashboard/app/asking/request-words.ts';
import { useAsking } from '#dashboard/app/asking/use-asking.ts';
import { formatCount } from '#dashboard/lib/format.ts';
import type { TimeZone } from '#dashboard/lib/time.ts';
import { Button } from '#dashboard/ui/Button.tsx';
import { Panel } from '#dashboard/ui/Panel.tsx';
import { Section } from '#dashboard/ui/Section.tsx';

type Known = ExecutionDetail['requests'][number];

/** What was asked of the runtime about this run, and what can be: error details and log. */
export function AskedSection({
  detail,
  errorRequest,
  logRequest,
  now,
  zone,
}: {
  detail: ExecutionDetail;
  errorRequest: Known | undefined;
  logRequest: Known | undefined;
  now: number;
  zone: TimeZone;
}) {
  const { execution: run } = detail;
  const count = detail.requests.length;
  return (
    <Section
      name="Asked of the runtime"
      windowNote={count === 0 ? 'nothing yet' : `${formatCount(count, 'request')} for this run`}
    >
      {run.failure === null && errorRequest === undefined ? null : (
        <AskPart
          name="Error details"
          kind="execution-error"
          executionId={run.id}
          known={errorRequest}
          isPrimary={errorRequest === undefined}
          now={now}
          zone={zone}
        >
          The full message with its values, its causes and the stack. They leave {run.runtimeName} only because you ask.
        </AskPart>
      )}
      <AskPart
        name="Log of this run"
        kind="execution-log"
        executionId={run.id}
        known={logRequest}
        isPrimary={run.failure === null && logRequest === undefined}
        now={now}
        zone={zone}
      >
        Every line that the run wrote, by step.
      </AskPart>
    </Section>
  );
}

function AskPart({
  name,
  kind,
  executionId,
  known,
  isPrimary,
  now,
  zone,
  children,
}: {
  name: string;
  kind: 'execution-error' | 'execution-log';
  executionId: string;
  known: Known | undefined;
  isPrimary: boolean;
  now: number;
  zone: TimeZone;
  children: ReactNode;
}) {
  const asking = useAsking();
  if (known !== undefined) return <AskedPart name={name} requestId={known.id} now={now} zone={zone} />;
  return (
    <div className="border-b border-hair py-2">
      <div className="font-semibold">{name}</div>
      <p className="pb-2 text-note text-ink-2">{children}</p>
      <Button
        kind={isPrimary ? 'primary' : 'outlined'}
        disabledReason={asking.isBusy ? 'being asked' : asking.askReason}
        onClick={() => asking.ask({ kind, executionId })}
      >
        {kind === 'execution-error' ? 'Ask for the error details' : 'Ask for the log'}
      </Button>
      <AskingError asking={asking} />
    </div>
  );
}

function AskedPart({ name, requestId, now, zone }: { name: string; requestId: string; now: number; zone: TimeZone }) {
  const read = useOperation('getRequest', { params: { requestId } });
  const request = read.data;
  return (
    <div className="border-b border-hair py-2">
      <div className="flex items-baseline gap-2 pb-1">
        <span className="font-semibold">{name}</span>
        <span className="ml-auto min-w-0 truncate text-label text-ink-3">
          {request === undefined
            ? ''
            : `${request.askedBy}${request.joined.length === 0 ? '' : `, ${joinCount(request)}`}, `}
          <Link to="/requests/$requestId" params={{ requestId }} className="word-link">
            {requestId}
          </Link>
        </span>
      </div>
      <Panel state={panelStateOf('getRequest', read, 'The request could not be read')} minHeight={72}>
        {request === undefined ? null : (
          <>
            <RequestStations request={request} />
            <RequestSentence request={request} />
            {joinedWords(request, now, zone) === null ? null : (
              <p className="text-note text-ink-3">Joined: {joinedWords(request, now, zone)}</p>
            )}
          </>
        )}
      </Panel>
    </div>
  );
}

function joinCount(request: Request): string {
  return `joined by ${formatCount(request.joined.length, 'other')}`;
}
