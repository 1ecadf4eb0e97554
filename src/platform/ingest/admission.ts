import { ProblemError } from '#contract/errors.ts';
import type { OperationShape } from '#contract/operation.ts';
import type { Core } from '#platform/core.ts';
import type { AgentPeer } from '#platform/ports.ts';
import type { AgentContext, CallContext } from '#platform/routing/handlers.ts';

/** Finds the runtime behind a verified client certificate. Any admitted call is contact. */
export async function admitAgent(
  core: Core,
  peer: AgentPeer,
  operation: OperationShape,
  call: CallContext,
): Promise<AgentContext> {
  if (operation.role === 'enrolling') return { ...call, runtime: null };
  const runtime = peer ? core.fleet.byFingerprint(peer.fingerprint) : undefined;
  if (!runtime) throw new ProblemError('no-certificate', 'This call needs the certificate that enrolment gave.');
  if (runtime.record.retiredAt !== null)
    throw new ProblemError('runtime-retired', `${runtime.record.name} was retired; its certificate is refused.`);
  core.fleet.touch(runtime, core.now());
  return { ...call, runtime };
}
