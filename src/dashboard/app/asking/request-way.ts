import type { Request } from '#contract/request.ts';
import type { VisualState } from '#contract/status.ts';
import { formatAge, formatCount, formatNumber } from '#dashboard/lib/format.ts';
import { type TimeZone, formatWhen } from '#dashboard/lib/time.ts';
import type { Station } from '#dashboard/ui/RequestStepper.tsx';

/** The glyph that ends the way of a request that was not answered. */
const endMarks: Partial<Record<Request['state'], VisualState>> = {
  refused: 'aborted',
  failed: 'failed',
  expired: 'warn',
  cancelled: 'discarded',
};

/**
 * The stations of a request for the stepper: queued, delivered, working, answered, each with its time or its honest
 * estimate. A request that ended otherwise has fewer: the line stops where it ended.
 */
export function stationsOf(request: Request, now: number, zone: TimeZone): Station[] {
  const time = (at: number) => formatWhen(at, now, zone, 'seconds');
  const end = endMarks[request.state];
  if (end !== undefined) {
    const passed: Station[] = [{ id: 'queued', word: 'queued', below: time(request.askedAt), mark: 'passed' }];
    if (request.deliveredAt !== null)
      passed.push({ id: 'delivered', word: deliveredWord(request), below: time(request.deliveredAt), mark: 'passed' });
    if (request.workingAt !== null)
      passed.push({ id: 'working', word: 'working', below: time(request.workingAt), mark: 'passed' });
    return [
      ...passed,
      {
        id: 'end',
        word: request.state,
        below: request.endedAt === null ? undefined : time(request.endedAt),
        mark: end,
      },
    ];
  }
  const place =
    request.state === 'queued' ? 0 : request.state === 'delivered' ? 1 : request.state === 'working' ? 2 : 3;
  const isAnswered = request.state === 'answered';
  const mark = (index: number): Station['mark'] =>
    isAnswered || index < place ? 'passed' : index === place ? 'current' : 'ahead';
  return [
    { id: 'queued', word: 'queued', below: time(request.askedAt), mark: mark(0) },
    {
      id: 'delivered',
      word: deliveredWord(request),
      below: request.deliveredAt === null ? deliveryEstimate(request, now) : time(request.deliveredAt),
      mark: mark(1),
    },
    { id: 'working', word: 'working', below: workingWords(request, time), mark: mark(2) },
    {
      id: 'answered',
      word: 'answered',
      below: request.endedAt === null ? answerEstimate(request, now, time) : time(request.endedAt),
      mark: mark(3),
    },
  ];
}

/** How far a working request is, when its runtime said how much there is; undefined otherwise. */
export function progressOf(request: Request): { share: number; text: string } | undefined {
  const { progress } = request;
  if (request.state !== 'working' || progress === null || progress.total === null || progress.total === 0)
    return undefined;
  const share = Math.min(1, progress.done / progress.total);
  return { share, text: `${formatNumber(progress.done)} of ${formatNumber(progress.total)} ${progress.unit}` };
}

function deliveredWord(request: Request): string {
  return request.deliveries > 1 ? 'delivered twice' : 'delivered';
}

function deliveryEstimate(request: Request, now: number): string | undefined {
  switch (request.estimate?.kind) {
    case 'next-contact': {
      const inMs = request.estimate.expectedAt - now;
      return inMs >= 1_000 ? `in ${formatAge(inMs)}` : 'due now';
    }
    case 'when-it-returns':
      return 'when it returns';
    default:
      return undefined;
  }
}

function workingWords(request: Request, time: (at: number) => string): string | undefined {
  if (request.state === 'answered' && request.answer !== null && request.subject.kind !== 'execution-error')
    return formatCount(request.answer.items, request.subject.kind === 'execution-log' ? 'line' : 'object');
  const progress = progressOf(request);
  if (progress !== undefined) return `${Math.floor(progress.share * 100)}\u00a0%`;
  return request.workingAt === null ? undefined : time(request.workingAt);
}

function answerEstimate(request: Request, now: number, time: (at: number) => string): string | undefined {
  const from = request.workingAt ?? request.deliveredAt;
  if (request.estimate?.kind !== 'with-the-runtime' || request.estimate.usualMs === null || from === null)
    return undefined;
  const dueAt = from + request.estimate.usualMs;
  return dueAt < now ? 'longer than usual' : `about ${time(dueAt)}`;
}
