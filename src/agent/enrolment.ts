import type { Exit } from './exit.ts';
import { createBackoff } from './backoff.ts';
import { outcomeInWords } from './outcome.ts';
import { PlatformNotTrustedError, type AgentOptions, type Identity } from './ports.ts';

const ENROL_TIMEOUT_MS = 30_000;

/** The platform refused the enrolment, or there is nothing to enrol with. `message` is one sentence for the person at the console. */
export class EnrolmentError extends Error {
  override readonly name = 'EnrolmentError';
}

/**
 * Gives the saved identity, or makes one: key pair here, CSR out, certificate back, saved (promise 3). While the platform cannot be
 * reached it tries again; null when `signal` aborted before that. A platform that refuses or cannot prove who it is ends it with an error.
 */
export async function enrol(
  ports: Pick<AgentOptions, 'keys' | 'enrolment' | 'timers' | 'random' | 'log'>,
  exit: Exit,
  signal: AbortSignal,
): Promise<Identity | null> {
  const saved = await ports.keys.load();
  if (saved) return saved;
  if (!ports.enrolment)
    throw new EnrolmentError('This runtime is not enrolled yet: start it once with an enrolment token and a name.');
  const { token, name } = ports.enrolment;
  const certificateRequest = await ports.keys.makeRequest(name);
  const backoff = createBackoff(ports.random);
  while (!signal.aborted) {
    const outcome = await exit.leave(
      { operation: 'enrol', body: { token, name, certificateRequest } },
      { signal, timeoutMs: ENROL_TIMEOUT_MS },
    );
    if (outcome.kind === 'answered') {
      const { runtimeId, environmentId, certificate, authority, notAfterAt } = outcome.value;
      const identity = { runtimeId, environmentId, name, certificate, authority, notAfterAt };
      await ports.keys.save(identity);
      ports.log('info', 'enrolled', { runtimeId, name });
      return identity;
    }
    if (outcome.kind === 'aborted') return null;
    const reason = outcomeInWords(outcome);
    if (outcome.kind === 'unreachable' && outcome.isUntrusted) throw new PlatformNotTrustedError(reason);
    const isLasting = outcome.kind === 'refused' || (outcome.kind === 'problem' && outcome.status < 500);
    if (isLasting) throw new EnrolmentError(`The enrolment was refused: ${reason}.`);
    const afterMs = backoff.failed();
    ports.log('warn', 'the enrolment did not reach the platform, trying again', { reason, afterMs });
    await ports.timers.sleep(afterMs, signal);
  }
  return null;
}
