import { Link, getRouteApi } from '@tanstack/react-router';
import type { Request } from '#contract/request.ts';
import { useNow } from '#dashboard/api/clock.ts';
import { panelStateOf } from '#dashboard/api/panel-state.ts';
import { useOperation } from '#dashboard/api/queries.ts';
import { useZone } from '#dashboard/app/root-search.ts';
import { useTitle } from '#dashboard/app/use-title.ts';
import { RequestSentence, RequestStations } from '#dashboard/app/asking/RequestWay.tsx';
import { joinedWords, requestMark } from '#dashboard/app/asking/request-words.ts';
import { formatBytes, formatNumber } from '#dashboard/lib/format.ts';
import { type TimeZone, formatMoment } from '#dashboard/lib/time.ts';
import { CopyButton } from '#dashboard/ui/CopyButton.tsx';
import { type Fact, FactRows } from '#dashboard/ui/FactsStrip.tsx';
import { PageHead } from '#dashboard/ui/Headline.tsx';
import { Panel } from '#dashboard/ui/Panel.tsx';
import { SafeText } from '#dashboard/ui/SafeText.tsx';
import { Section } from '#dashboard/ui/Section.tsx';
import { StatusMark } from '#dashboard/ui/StatusMark.tsx';
import { SubjectLink } from './SubjectLink.tsx';

const route = getRouteApi('/requests/$requestId');

/** One request: its way, what can be done, and who asked when. */
export function RequestScreen() {
  const { requestId } = route.useParams();
  useTitle(requestId);
  const zone = useZone();
  const now = useNow(1_000);
  const read = useOperation('getRequest', { params: { requestId } });
  const request = read.data;
  const mark = request === undefined ? null : requestMark(request, now);
  return (
    <>
      <PageHead
        above={
          <>
            {mark === null ? null : (
              <StatusMark state={mark.state} isReview={mark.state !== 'ok'}>
                {mark.words}
              </StatusMark>
            )}
            <nav aria-label="Path">
              <Link to="/requests" className="hover:text-ink">
                Requests
              </Link>{' '}
              › <SafeText>{requestId}</SafeText>
            </nav>
          </>
        }
        headline={<SafeText>{request?.title ?? requestId}</SafeText>}
        actions={<CopyButton kind="outlined" label="Copy link" text={() => location.href} />}
      />
      <Panel state={panelStateOf('getRequest', read, 'The request could not be read')} minHeight={240}>
        {request === undefined ? null : (
          <div className="grid gap-x-10 gap-y-6 md:grid-cols-2">
            <Section
              name="Way"
              windowNote={
                request.deliveries > 1
                  ? `handed over ${request.deliveries} times`
                  : 'the platform never calls a runtime'
              }
            >
              <div className="pt-3">
                <RequestStations request={request} />
                <div className="pt-2">
                  <RequestSentence
                    request={request}
                    more={
                      <SubjectLink request={request}>
                        {request.state === 'answered' ? 'Open the answer' : subjectWord(request)}
                      </SubjectLink>
                    }
                  />
                </div>
              </div>
            </Section>
            <Section name="Trail" windowNote={`${zone === 'UTC' ? 'UTC' : 'local'} times, by the platform's clock`}>
              <FactRows facts={trailOf(request, now, zone)} labelWidth={112} />
            </Section>
          </div>
        )}
      </Panel>
    </>
  );
}

function subjectWord(request: Request): string {
  return request.subject.kind === 'connector-browse' ? 'The connector' : 'The run';
}

/** Everything that happened to it, in order; what did not happen is not listed. */
function trailOf(request: Request, now: number, zone: TimeZone): Fact[] {
  const time = (at: number) => formatMoment(at, now, zone);
  const facts: Fact[] = [
    { id: 'asked', label: 'Asked', value: <SafeText>{`${time(request.askedAt)}, by ${request.askedBy}`}</SafeText> },
  ];
  const joined = joinedWords(request, now, zone);
  if (joined !== null) facts.push({ id: 'joined', label: 'Joined', value: <SafeText>{joined}</SafeText> });
  facts.push({
    id: 'runtime',
    label: 'Of runtime',
    value: (
      <Link to="/runtimes/$runtimeId" params={{ runtimeId: request.runtimeId }} className="word-link">
        <SafeText>{request.runtimeName}</SafeText>
      </Link>
    ),
  });
  if (request.deliveredAt !== null)
    facts.push({
      id: 'delivered',
      label: 'Delivered',
      value: `${time(request.deliveredAt)}${request.deliveries > 1 ? `, ${request.deliveries} times` : ''}`,
    });
  if (request.workingAt !== null) facts.push({ id: 'working', label: 'Working', value: time(request.workingAt) });
  if (request.progress !== null)
    facts.push({
      id: 'progress',
      label: 'Last heard',
      value: `${time(request.progress.reportedAt)}, ${formatNumber(request.progress.done)} ${request.progress.unit}`,
    });
  if (request.endedAt !== null)
    facts.push({
      id: 'ended',
      label: request.state === 'answered' ? 'Answered' : 'Ended',
      value: time(request.endedAt),
    });
  if (request.answer !== null)
    facts.push({
      id: 'answer',
      label: 'Answer',
      value: `${formatBytes(request.answer.bytes)}, kept until ${time(request.answer.keptUntilAt)}`,
    });
  facts.push({
    id: 'expires',
    label: 'Deadline',
    value: time(request.expiresAt),
  });
  return facts;
}
