import type { Core } from '#platform/core.ts';
import { working } from '#platform/requests/lifecycle.ts';
import type { AgentHandlers } from '#platform/routing/handlers.ts';
import { wantedRequest } from './runtime-of.ts';

/** The runtime works on a request. When it ended meanwhile, nothing happens. */
export function progressHandler(core: Core): AgentHandlers['progress'] {
  return async ({ params, body }, context) => {
    const request = await wantedRequest(core, context, params.requestId);
    await core.desk.advance(request.number, (current) => working(current, core.now(), body));
  };
}
