import { CLOCK_SKEW_WARN_MS } from '#contract/rules.ts';
import type { Backoff } from './backoff.ts';
import type { Pause } from './loop.ts';
import { isUnwanted, outcomeInWords, type Outcome } from './outcome.ts';
import type { AgentOptions } from './ports.ts';

/** What all activities of an agent know together about their platform. Says each change once in the log. */
export interface Contact {
  /** An answer came. Wakes those that rest because there was none. */
  reached(): void;
  /** Something else than an answer came; gives the rest before the next try. */
  failed(what: string, outcome: Exclude<Outcome<unknown>, { kind: 'answered' }>, backoff: Backoff): Pause;
  /** Compares the clocks. */
  heardClock(platformNowAt: number, sentAt: number): void;
  hasClockSkew(): boolean;
}

/** Makes it; `onBack` is called when the platform answers after it did not. */
export function createContact(ports: Pick<AgentOptions, 'clock' | 'log'>, onBack: () => void): Contact {
  let lostSinceAt: number | null = null;
  let isSkewed = false;
  let isUnwelcome = false;

  return {
    reached() {
      isUnwelcome = false;
      if (lostSinceAt === null) return;
      ports.log('info', 'the platform answers again', { afterMs: ports.clock.now() - lostSinceAt });
      lostSinceAt = null;
      onBack();
    },
    failed(what, outcome, backoff) {
      const reason = outcomeInWords(outcome);
      if (isUnwanted(outcome)) {
        if (!isUnwelcome)
          ports.log(
            'error',
            'the platform wants nothing from this runtime: it was retired, or its certificate is not accepted. Asking again rarely',
            { reason },
          );
        isUnwelcome = true;
        lostSinceAt ??= ports.clock.now();
        return { ms: backoff.unwanted(), wakeOn: 'contact' };
      }
      const ms = backoff.failed();
      if (outcome.kind !== 'unreachable') {
        if (outcome.kind !== 'aborted') ports.log('warn', `${what} failed`, { reason, afterMs: ms });
        return { ms, wakeOn: 'nothing' };
      }
      if (lostSinceAt === null) {
        const text = outcome.isUntrusted
          ? 'the platform did not prove who it is, nothing was sent'
          : 'the platform cannot be reached';
        ports.log(outcome.isUntrusted ? 'error' : 'warn', text, { reason });
      }
      lostSinceAt ??= ports.clock.now();
      return { ms, wakeOn: 'contact' };
    },
    heardClock(platformNowAt, sentAt) {
      const now = ports.clock.now();
      // The answer was made somewhere between sending and now: only what lies outside is skew.
      const skewMs = platformNowAt < sentAt ? platformNowAt - sentAt : Math.max(0, platformNowAt - now);
      const isFar = Math.abs(skewMs) > CLOCK_SKEW_WARN_MS;
      if (isFar && !isSkewed) ports.log('warn', 'the clock of this machine differs from the platform', { skewMs });
      if (!isFar && isSkewed) ports.log('info', 'the clock of this machine agrees with the platform again');
      isSkewed = isFar;
    },
    hasClockSkew: () => isSkewed,
  };
}
