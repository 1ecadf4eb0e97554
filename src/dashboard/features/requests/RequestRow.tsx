import { Link } from '@tanstack/react-router';
import type { Request } from '#contract/request.ts';
import { useNow } from '#dashboard/api/clock.ts';
import { RequestSentence, RequestStations } from '#dashboard/app/asking/RequestWay.tsx';
import { joinedWords, requestMark } from '#dashboard/app/asking/request-words.ts';
import { formatCount } from '#dashboard/lib/format.ts';
import { type TimeZone, formatWhen, isoTime } from '#dashboard/lib/time.ts';
import { SafeText } from '#dashboard/ui/SafeText.tsx';
import { StatusMark } from '#dashboard/ui/StatusMark.tsx';
import { SubjectLink } from './SubjectLink.tsx';

/** Columns of a request row: asked for, asked by, way, state (LOOKS.md). */
export const REQUEST_GRID =
  'md:grid md:grid-cols-[minmax(140px,264px)_minmax(110px,168px)_minmax(300px,416px)_minmax(0,1fr)] md:gap-x-6';

/** One request: what, who, its way, and what can be said and done. */
export function RequestRow({ request, me, zone }: { request: Request; me: string; zone: TimeZone }) {
  const now = useNow();
  const mark = requestMark(request, now);
  const joined = joinedWords(request, now, zone);
  const person = (who: string) => (who === me ? 'you' : who);
  return (
    <li className={`border-b border-hair px-3 py-1.5 hover:bg-hover max-md:px-0 max-md:py-3 ${REQUEST_GRID}`}>
      <div className="min-w-0">
        <Link
          to="/requests/$requestId"
          params={{ requestId: request.id }}
          className="block truncate font-medium hover:underline"
        >
          <SafeText>{request.title}</SafeText>
        </Link>
        <div className="truncate text-note text-ink-2">
          {request.id}, <SafeText>{request.runtimeName}</SafeText>
        </div>
      </div>
      <div className="min-w-0 max-md:text-note">
        <div className="truncate">
          <SafeText>{person(request.askedBy)}</SafeText>
          {request.joined.length === 0 ? null : (
            <span className="text-ink-2"> and {formatCount(request.joined.length, 'other')}</span>
          )}
        </div>
        <time dateTime={isoTime(request.askedAt)} className="block text-note text-ink-2">
          {joined === null ? formatWhen(request.askedAt, now, zone, 'seconds') : <SafeText>{joined}</SafeText>}
        </time>
      </div>
      <div className="max-md:pt-2">
        <RequestStations request={request} />
      </div>
      <div className="min-w-0 max-md:pt-1">
        <StatusMark state={mark.state}>{mark.words}</StatusMark>
        <RequestSentence
          request={request}
          more={request.state === 'answered' ? <SubjectLink request={request}>Open</SubjectLink> : null}
        />
      </div>
    </li>
  );
}
