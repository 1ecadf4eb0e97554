import { isOpen, type Request, type RequestSubject } from '#contract/request.ts';
import { HEARTBEAT_EVERY_MS } from '#contract/rules.ts';
import type { Core } from '#platform/core.ts';
import { isRuntimeLost } from '#platform/fleet/live-runtime.ts';
import type { StoredRequest } from '#platform/store/store.ts';
import { requestId } from './titles.ts';

const DAY_MS = 86_400_000;
/** Answers that the usual time rests on. */
const ANSWER_TIMES = 20;

/** What a kept request is about, in the contract's words. */
export function subjectOf(request: StoredRequest): RequestSubject {
  return request.kind === 'connector-browse'
    ? { kind: request.kind, runtimeId: request.runtimeId, connectorId: request.subjectId }
    : { kind: request.kind, executionId: request.subjectId };
}

/** A kept request as people see it, with what can honestly be said of its future. */
export async function shownRequest(core: Core, request: StoredRequest): Promise<Request> {
  return {
    id: requestId(request.number),
    subject: subjectOf(request),
    title: request.title,
    runtimeId: request.runtimeId,
    runtimeName: core.fleet.get(request.runtimeId)?.record.name ?? request.runtimeId,
    state: request.state,
    reason: request.reason,
    askedBy: request.askedBy.name,
    askedAt: request.askedAt,
    joined: request.joined.map((one) => ({ person: one.name, joinedAt: one.joinedAt })),
    expiresAt: request.expiresAt,
    deliveredAt: request.deliveredAt,
    deliveries: request.deliveries,
    workingAt: request.workingAt,
    endedAt: request.endedAt,
    progress: request.progress
      ? { ...request.progress, unit: request.kind === 'connector-browse' ? 'objects' : 'lines' }
      : null,
    answer: request.answer
      ? { ...request.answer, keptUntilAt: request.answer.receivedAt + core.retention().answerDays * DAY_MS }
      : null,
    estimate: isOpen(request.state) ? await estimate(core, request) : null,
  };
}

async function estimate(core: Core, request: StoredRequest): Promise<Request['estimate']> {
  const runtime = core.fleet.get(request.runtimeId);
  const lastContactAt = runtime?.lastContactAt ?? null;
  if (!runtime || lastContactAt === null || isRuntimeLost(runtime, core.now())) {
    return { kind: 'when-it-returns', awaySinceAt: lastContactAt };
  }
  if (request.state === 'queued') {
    return {
      kind: 'next-contact',
      lastContactAt,
      expectedAt: (runtime.beat?.receivedAt ?? lastContactAt) + HEARTBEAT_EVERY_MS,
    };
  }
  return {
    kind: 'with-the-runtime',
    usualMs: median(await core.store.requests.answerTimes(request.kind, ANSWER_TIMES)),
  };
}

function median(values: readonly number[]): number | null {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? null;
}
