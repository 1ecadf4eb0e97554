import { type Request, isOpen } from '#contract/request.ts';
import { HEARTBEAT_EVERY_MS } from '#contract/rules.ts';
import type { VisualState } from '#contract/status.ts';
import { formatAge, formatBytes, formatCount, formatDuration, formatNumber } from '#dashboard/lib/format.ts';
import { type TimeZone, formatDay, formatWhen } from '#dashboard/lib/time.ts';

/** The mark of a request: its glyph and colour, and the words beside it ("queued for 3 s", "answered in 6 s"). */
export interface RequestMark {
  state: VisualState;
  words: string;
}

/** What a request is now, in a few words. */
export function requestMark(request: Request, now: number): RequestMark {
  const sinceMs = Math.max(0, now - request.askedAt);
  switch (request.state) {
    case 'queued':
      return { state: 'running', words: `queued for ${formatAge(sinceMs)}` };
    case 'delivered':
      return { state: 'running', words: request.deliveries > 1 ? 'delivered again' : 'delivered' };
    case 'working':
      return { state: 'running', words: 'working' };
    case 'answered':
      return { state: 'ok', words: `answered in ${shortAge(Math.max(0, endOf(request) - request.askedAt))}` };
    case 'refused':
      return { state: 'aborted', words: 'refused by the runtime' };
    case 'failed':
      return { state: 'failed', words: 'failed' };
    case 'expired':
      return {
        state: 'warn',
        words: request.deliveredAt === null ? 'expired, never delivered' : 'expired, not answered',
      };
    case 'cancelled':
      return { state: 'discarded', words: 'cancelled' };
  }
}

/**
 * What can honestly be said of a request now, in one or two sentences: for an open one what it waits for and when it expires,
 * for an ended one what came of it. Never a promise that nothing stands behind.
 */
export function requestSentence(request: Request, now: number, zone: TimeZone): string {
  if (isOpen(request.state)) return `${openSentence(request, now, zone)} ${expiry(request, now, zone)}`;
  switch (request.state) {
    case 'answered':
      return answeredSentence(request, now, zone);
    case 'expired':
      return request.reason ?? expiredSentence(request);
    case 'cancelled':
      return request.reason ?? `Cancelled after ${formatAge(Math.max(0, endOf(request) - request.askedAt))}.`;
    default:
      return request.reason ?? 'The runtime gave no reason.';
  }
}

/** Who else waits for the same answer: `T. Nowak 09:57:41, S. Ito 09:57:43`; null when nobody. */
export function joinedWords(request: Request, now: number, zone: TimeZone): string | null {
  if (request.joined.length === 0) return null;
  return request.joined
    .map(({ person, joinedAt }) => `${person} ${formatWhen(joinedAt, now, zone, 'seconds')}`)
    .join(', ');
}

function openSentence(request: Request, now: number, zone: TimeZone): string {
  const { estimate, progress } = request;
  if (request.state === 'working' && progress !== null) {
    const unit = progress.unit === 'lines' ? 'line' : 'object';
    if (progress.total === null) return `${formatCount(progress.done, unit)} so far.`;
    return `${formatNumber(progress.done)} of ${formatCount(progress.total, unit)}.`;
  }
  switch (estimate?.kind) {
    case undefined:
      return 'Waits for the runtime.';
    case 'next-contact':
      return `${request.runtimeName} beats every ${HEARTBEAT_EVERY_MS / 1000} s, last here ${formatWhen(estimate.lastContactAt, now, zone, 'seconds')}.`;
    case 'when-it-returns':
      return estimate.awaySinceAt === null
        ? `${request.runtimeName} has never called: delivered when it does.`
        : `${request.runtimeName} is offline since ${formatWhen(estimate.awaySinceAt, now, zone)}: delivered when it returns.`;
    case 'with-the-runtime':
      return estimate.usualMs === null
        ? `${request.runtimeName} has it; there is no earlier answer to compare with.`
        : `${request.runtimeName} has it; an answer usually takes ${formatDuration(estimate.usualMs)}.`;
  }
}

function expiry(request: Request, now: number, zone: TimeZone): string {
  return `Expires ${formatWhen(request.expiresAt, now, zone)}.`;
}

function answeredSentence(request: Request, now: number, zone: TimeZone): string {
  const { answer } = request;
  if (answer === null) return 'The answer is no longer kept.';
  const items =
    request.subject.kind === 'execution-log'
      ? `, ${formatCount(answer.items, 'line')}`
      : request.subject.kind === 'connector-browse'
        ? `, ${formatCount(answer.items, 'object')}`
        : '';
  const kept = `${formatBytes(answer.bytes)}${items}, kept until ${formatDay(answer.keptUntilAt, now, zone)}.`;
  return answer.cut === null ? kept : `${kept} ${sentence(answer.cut)}`;
}

function expiredSentence(request: Request): string {
  const waited = formatAge(Math.max(0, request.expiresAt - request.askedAt));
  return request.deliveredAt === null
    ? `${request.runtimeName} did not call in ${waited}, so it never learned of the request.`
    : `No answer came in ${waited}.`;
}

/** An age that is not nothing although it is below a second. */
function shortAge(ms: number): string {
  return ms < 1_000 ? formatDuration(ms) : formatAge(ms);
}

/** When it ended; for an open one (which does not ask) when it was asked. */
function endOf(request: Request): number {
  return request.endedAt ?? request.askedAt;
}

function sentence(text: string): string {
  const first = text.charAt(0).toUpperCase() + text.slice(1);
  return /[.!?]$/.test(first) ? first : `${first}.`;
}
