import type { PollAnswer } from '#contract/answer.ts';
import { isOpen } from '#contract/request.ts';
import { REQUEST_DELIVERIES_MAX } from '#contract/rules.ts';
import type { Core } from '#platform/core.ts';
import type { LiveRuntime } from '#platform/fleet/live-runtime.ts';
import type { StoredRequest } from '#platform/store/store.ts';
import { delivered, ended } from './lifecycle.ts';
import { subjectOf } from './shown-request.ts';
import { requestId, requestNumber } from './titles.ts';

/** A runtime has this many in hand at most: it names them all in the address of its next poll, and an address has its limits. */
export const IN_HAND_MAX = 400;

/**
 * What a poll gives to a runtime now: queued requests, those that a restart or a lost hand-over made it forget (once more, then they
 * fail), and the ids of requests it still holds though nobody wants their answer any more.
 */
export async function handOver(
  core: Core,
  runtime: LiveRuntime,
  poll: { bootId: string; holding: readonly string[] },
): Promise<PollAnswer> {
  const holding = new Set(poll.holding);
  const open = (await core.store.requests.open()).filter((request) => request.runtimeId === runtime.record.id);
  const requests: PollAnswer['requests'] = [];
  for (const request of open.sort((a, b) => a.number - b.number)) {
    if (holding.size + requests.length >= IN_HAND_MAX) break;
    if (holding.has(requestId(request.number)) && request.state !== 'queued') continue;
    const given = await give(core, runtime, request, poll.bootId);
    if (given) {
      requests.push({
        id: requestId(given.number),
        subject: subjectOf(given),
        askedBy: given.askedBy.name,
        expiresAt: given.expiresAt,
      });
    }
  }
  return { requests, cancelled: await unwanted(core, runtime, poll.holding) };
}

async function give(
  core: Core,
  runtime: LiveRuntime,
  request: StoredRequest,
  bootId: string,
): Promise<StoredRequest | null> {
  const next = delivered(request, bootId, core.now());
  if (next) return (await core.desk.save(next, request.state)) ? next : null;
  const reason = `${runtime.record.name} was given it ${REQUEST_DELIVERIES_MAX} times and lost it each time.`;
  const failed = ended(request, 'failed', reason, core.now());
  if (failed && (await core.desk.save(failed, request.state))) await core.store.answers.discard(request.number);
  return null;
}

async function unwanted(core: Core, runtime: LiveRuntime, holding: readonly string[]): Promise<string[]> {
  const ids: string[] = [];
  for (const id of holding) {
    const request = await core.store.requests.get(requestNumber(id));
    const isWanted =
      request?.runtimeId === runtime.record.id && (isOpen(request.state) || request.state === 'answered');
    if (!isWanted) ids.push(id);
  }
  return ids;
}
