import type { Core } from '#platform/core.ts';
import type { AgentHandlers } from '#platform/routing/handlers.ts';
import { answerHandler } from './answer.ts';
import { enrolHandler } from './enrol.ts';
import { heartbeatHandler } from './heartbeat.ts';
import { pollHandler } from './poll.ts';
import { progressHandler } from './progress.ts';
import { trackingHandler } from './tracking.ts';

/** One handler for every message of an agent. */
export function agentHandlers(core: Core): AgentHandlers {
  return {
    enrol: enrolHandler(core),
    heartbeat: heartbeatHandler(core),
    tracking: trackingHandler(core),
    poll: pollHandler(core),
    progress: progressHandler(core),
    answer: answerHandler(core),
  };
}
