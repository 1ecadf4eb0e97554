import { HEARTBEAT_EVERY_MS } from '#contract/rules.ts';
import type { Core } from '#platform/core.ts';
import type { AgentHandlers } from '#platform/routing/handlers.ts';
import { runtimeOf } from './runtime-of.ts';

/** Online status. A beat stays in memory (tick writes it down); a changed description is written at once. */
export function heartbeatHandler(core: Core): AgentHandlers['heartbeat'] {
  return async ({ body }, context) => {
    const runtime = runtimeOf(context);
    const now = core.now();
    runtime.beat = {
      receivedAt: now,
      bootId: body.bootId,
      startedAt: body.startedAt,
      clockSkewMs: body.sentAt - now,
      degraded: body.degraded,
      spool: body.spool,
      exitRefused: body.exitRefused,
      inFlightCount: body.inFlightCount,
    };
    const { description } = body;
    if (description && description.digest !== runtime.record.description?.digest) {
      await core.fleet.update(runtime, { description, describedAt: now });
      core.hints.say({ type: 'runtimes', runtimeIds: [runtime.record.id] });
    }
    return {
      receivedAt: now,
      wantsDescription: runtime.record.description?.digest !== body.descriptionDigest,
      nextBeatMs: HEARTBEAT_EVERY_MS,
    };
  };
}
