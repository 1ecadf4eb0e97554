import type { DegradedReason, RuntimeDescription } from '#contract/heartbeat.ts';
import { HEARTBEAT_EVERY_MS } from '#contract/rules.ts';
import type { Backoff } from './backoff.ts';
import type { Contact } from './contact.ts';
import type { Exit } from './exit.ts';
import type { Pause } from './loop.ts';
import { isTurnedDown } from './outcome.ts';
import type { AgentOptions } from './ports.ts';

/** A beat is answered at once or not at all. */
const BEAT_TIMEOUT_MS = 15_000;
const NEXT_BEAT_MIN_MS = 1_000;
const NEXT_BEAT_MAX_MS = 60_000;
const IN_FLIGHT_MAX = 200;
const DEGRADED_MAX = 10;
/** From this share of its limit on, the spool is called filling. */
const SPOOL_FILLING = 0.8;

/** Makes the round that says "I am here" (promise 13). Gives the rest until the next beat. */
export function createHeartbeat(
  ports: Pick<AgentOptions, 'runtime' | 'spool' | 'clock' | 'log'>,
  exit: Exit,
  contact: Contact,
  backoff: Backoff,
  bootId: string,
): (signal: AbortSignal) => Promise<Pause> {
  const startedAt = ports.clock.now();
  let sequence = 0;
  /** Digest of the description that the platform has, as far as known. */
  let toldDigest: string | null = null;
  /** Digest of a description that cannot leave: the beats go on without it. */
  let refusedDigest: string | null = null;

  return async (signal) => {
    const beganAt = ports.clock.now();
    const description = await ports.runtime.describe();
    const included = description.digest !== toldDigest && description.digest !== refusedDigest;
    const body = await makeBeat(description, included);
    const outcome = await exit.leave({ operation: 'heartbeat', body }, { signal, timeoutMs: BEAT_TIMEOUT_MS });
    if (outcome.kind === 'answered') {
      contact.reached();
      backoff.succeeded();
      contact.heardClock(outcome.value.receivedAt, beganAt);
      if (included) toldDigest = description.digest;
      if (outcome.value.wantsDescription && !included && description.digest !== refusedDigest) {
        toldDigest = null;
        return { ms: 0, wakeOn: 'news' };
      }
      const everyMs = Math.min(
        Math.max(outcome.value.nextBeatMs || HEARTBEAT_EVERY_MS, NEXT_BEAT_MIN_MS),
        NEXT_BEAT_MAX_MS,
      );
      return { ms: Math.max(0, everyMs - (ports.clock.now() - beganAt)), wakeOn: 'news' };
    }
    if (included && isTurnedDown(outcome)) {
      refusedDigest = description.digest;
      ports.log('error', 'the description of this runtime cannot leave: online status goes on without it', {
        digest: description.digest,
      });
      return { ms: 0, wakeOn: 'news' };
    }
    return contact.failed('the heartbeat', outcome, backoff);
  };

  async function makeBeat(description: RuntimeDescription, included: boolean) {
    const spool = await ports.spool.state();
    const inFlight = await ports.runtime.inFlight();
    const degraded = new Set<DegradedReason>(await ports.runtime.degraded());
    if (contact.hasClockSkew()) degraded.add('clock-skew');
    if (spool.bytes > spool.limitBytes * SPOOL_FILLING) degraded.add('spool-filling');
    sequence += 1;
    return {
      sentAt: ports.clock.now(),
      bootId,
      sequence,
      startedAt,
      descriptionDigest: description.digest,
      ...(included ? { description } : {}),
      degraded: [...degraded].slice(0, DEGRADED_MAX),
      inFlight: inFlight.slice(0, IN_FLIGHT_MAX),
      inFlightCount: inFlight.length,
      spool: { waiting: spool.waiting, bytes: spool.bytes, lost: spool.lost },
      exitRefused: exit.refused(),
    };
  }
}
