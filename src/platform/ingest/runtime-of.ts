import { ProblemError } from '#contract/errors.ts';
import type { LiveRuntime } from '#platform/fleet/live-runtime.ts';
import type { AgentContext } from '#platform/routing/handlers.ts';
import type { Core } from '#platform/core.ts';
import { requestNumber } from '#platform/requests/titles.ts';
import type { StoredRequest } from '#platform/store/store.ts';

/** The runtime that calls. Admission guarantees one for every operation but `enrol`. */
export function runtimeOf(context: AgentContext): LiveRuntime {
  if (!context.runtime)
    throw new ProblemError('no-certificate', 'This call needs the certificate that enrolment gave.');
  return context.runtime;
}

/** A request that this runtime was given and whose answer is wanted still. Refuses what is unknown, foreign or over. */
export async function wantedRequest(core: Core, context: AgentContext, id: string): Promise<StoredRequest> {
  const request = await core.store.requests.get(requestNumber(id));
  if (!request) throw new ProblemError('not-found', `There is no request ${id}.`);
  if (request.runtimeId !== runtimeOf(context).record.id)
    throw new ProblemError('wrong-runtime', `${id} was asked of another runtime.`);
  if (request.state !== 'delivered' && request.state !== 'working') {
    throw new ProblemError('answer-not-wanted', `${id} is ${request.state}; no answer is wanted.`);
  }
  return request;
}
