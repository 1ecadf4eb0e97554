import { Link } from '@tanstack/react-router';
import type { Request, RequestState } from '#contract/request.ts';
import type { VisualState } from '#contract/status.ts';
import { useNow } from '#dashboard/api/clock.ts';
import { panelStateOf } from '#dashboard/api/panel-state.ts';
import { useOperation } from '#dashboard/api/queries.ts';
import { type TimeZone, formatWhen, isoTime } from '#dashboard/lib/time.ts';
import { Panel, type PanelState } from '#dashboard/ui/Panel.tsx';
import { SafeText } from '#dashboard/ui/SafeText.tsx';
import { Section } from '#dashboard/ui/Section.tsx';
import { StatusMark } from '#dashboard/ui/StatusMark.tsx';

const stateOf: Record<RequestState, VisualState> = {
  queued: 'running',
  delivered: 'running',
  working: 'running',
  answered: 'ok',
  refused: 'aborted',
  failed: 'failed',
  expired: 'warn',
  cancelled: 'discarded',
};

/** Rows of the short list. */
const SHORT = 5;

/** What was asked of this runtime, open requests first. */
export function RuntimeRequests({ runtimeId, zone }: { runtimeId: string; zone: TimeZone }) {
  const now = useNow(5_000);
  const query = useOperation('listRequests', { query: { runtime: [runtimeId], limit: SHORT } });
  const { data } = query;
  const read = panelStateOf('listRequests', query, 'The requests could not be read', { asOfAt: data?.asOfAt, now });
  const state: PanelState =
    read.kind === 'ready' && data?.rows.length === 0
      ? {
          kind: 'empty',
          title: 'Nobody has asked it anything.',
          why: 'Logs, error details and schemas are asked for where they are missed.',
        }
      : read;
  return (
    <Section
      name="Requests"
      note={
        <Link to="/requests" search={{ runtime: [runtimeId] }} className="word-link">
          All of them
        </Link>
      }
      windowNote="as long as kept"
      className="mt-4"
    >
      <Panel state={state} minHeight={48}>
        <ul>
          {(data?.rows ?? []).map((request) => (
            <RequestLine key={request.id} request={request} zone={zone} now={now} />
          ))}
        </ul>
      </Panel>
    </Section>
  );
}

function RequestLine({ request, zone, now }: { request: Request; zone: TimeZone; now: number }) {
  return (
    <li className="ink-motion relative border-b border-hair py-1 hover:bg-hover">
      <p className="flex justify-between gap-3">
        <Link
          to="/requests/$requestId"
          params={{ requestId: request.id }}
          className="min-w-0 truncate font-medium after:absolute after:inset-0"
        >
          <SafeText>{request.title}</SafeText>
        </Link>
        <StatusMark state={stateOf[request.state]}>{request.state}</StatusMark>
      </p>
      <p className="text-note text-ink-2">
        {request.id}, <SafeText>{request.askedBy}</SafeText>,{' '}
        <time dateTime={isoTime(request.askedAt)}>{formatWhen(request.askedAt, now, zone)}</time>
        {request.reason === null ? null : (
          <>
            : <SafeText>{request.reason}</SafeText>
          </>
        )}
      </p>
    </li>
  );
}
