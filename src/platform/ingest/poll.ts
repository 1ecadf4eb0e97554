import { ProblemError } from '#contract/errors.ts';
import { POLL_HOLD_MS } from '#contract/rules.ts';
import type { Core } from '#platform/core.ts';
import { handOver } from '#platform/requests/hand-over.ts';
import type { AgentHandlers } from '#platform/routing/handlers.ts';
import { runtimeOf } from './runtime-of.ts';

/** The held poll: answers at once when there is something for the runtime, otherwise after `wait`. */
export function pollHandler(core: Core): AgentHandlers['poll'] {
  return async ({ query }, context) => {
    const runtime = runtimeOf(context);
    const { signal } = context.request;
    const untilAt = core.now() + Math.min(query.wait, POLL_HOLD_MS);
    const poll = { bootId: query.bootId, holding: query.holding ?? [] };
    const nothing = { requests: [], cancelled: [] };
    const onClosed = () => {
      if (runtime.openPolls <= 1) runtime.closedAt = core.now(); // offline soon, unless it calls again
    };
    runtime.openPolls += 1;
    signal.addEventListener('abort', onClosed);
    try {
      for (;;) {
        const ticket = core.desk.ticket(runtime.record.id);
        if (signal.aborted) return nothing;
        if (runtime.record.retiredAt !== null) throw new ProblemError('runtime-retired', 'This runtime was retired.');
        const answer = await handOver(core, runtime, poll);
        const leftMs = untilAt - core.now();
        if (answer.requests.length > 0 || answer.cancelled.length > 0 || leftMs <= 0) return answer;
        if ((await core.desk.hold(runtime.record.id, ticket, leftMs, signal)) !== 'woken') return nothing;
      }
    } finally {
      signal.removeEventListener('abort', onClosed);
      // An open connection is no contact: a process that stands still keeps its own, and must not look alive when its poll ends.
      runtime.openPolls -= 1;
    }
  };
}
