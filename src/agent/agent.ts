import { CERTIFICATE_WARN_MS } from '#contract/rules.ts';
import { createAnswering } from './answering.ts';
import { createBackoff } from './backoff.ts';
import { createContact } from './contact.ts';
import { enrol } from './enrolment.ts';
import { createExit } from './exit.ts';
import { createHeartbeat } from './heartbeat.ts';
import { createLoop, type Loop } from './loop.ts';
import { createPolling } from './polling.ts';
import type { Agent, AgentOptions, Identity } from './ports.ts';
import { createTracking } from './tracking.ts';

/** News are gathered this long, so that a burst of reports is one batch; a dropped file still shows well within 2 s. */
const SETTLE_MS = 50;

/**
 * Makes an agent: it calls the platform for its runtime, and nothing ever calls it (promise 4). Three activities run side by side,
 * each with its own back-off: the beat, the tracking, the held poll. All their bytes go through one exit.
 */
export function createAgent(options: AgentOptions): Agent {
  const { clock, random, runtime } = options;
  const exit = createExit(options);
  const bootId = options.ids();
  const loops: Loop[] = [];
  const contact = createContact(options, () => loops.forEach((loop) => loop.wake('contact')));
  const answering = createAnswering(options, exit);
  const beatBackoff = createBackoff(random);
  const trackBackoff = createBackoff(random);
  const pollBackoff = createBackoff(random);
  const beat = createLoop(
    'the heartbeat',
    options,
    beatBackoff,
    0,
    createHeartbeat(options, exit, contact, beatBackoff, bootId),
  );
  const track = createLoop(
    'tracking',
    options,
    trackBackoff,
    SETTLE_MS,
    createTracking(options, exit, contact, trackBackoff),
  );
  const poll = createLoop(
    'the poll',
    options,
    pollBackoff,
    0,
    createPolling(clock, exit, contact, pollBackoff, answering, bootId),
  );
  loops.push(beat, track, poll);

  const stopping = new AbortController();
  const { signal } = stopping;
  let identity: Identity | null = null;
  let running: Promise<unknown> | null = null;
  let stepping: Promise<{ nextAt: number }> | null = null;
  let unsubscribe: (() => void) | null = null;

  const subscribe = (): void => {
    if (unsubscribe) return;
    const offReport = runtime.onReport(() => track.wake('news'));
    const offDescription = runtime.onDescriptionChange?.(() => beat.wake('news'));
    unsubscribe = () => {
      offReport();
      offDescription?.();
    };
  };

  const stepOnce = async (): Promise<{ nextAt: number }> => {
    identity ??= await enrol(options, exit, signal);
    if (identity && !signal.aborted) {
      subscribe();
      // The beat goes first and alone: it introduces the runtime, what follows may name what it described.
      await beat.step(signal);
      await Promise.all([track.step(signal), poll.step(signal)]);
    }
    return { nextAt: Math.min(beat.dueAt(), track.dueAt()) };
  };

  return {
    async start() {
      if (running) return;
      identity = await enrol(options, exit, signal);
      if (!identity || signal.aborted) return;
      options.log('info', 'the agent calls the platform', {
        platform: options.platform,
        runtimeId: identity.runtimeId,
        bootId,
      });
      warnOfExpiry(options, identity);
      subscribe();
      running = Promise.all(loops.map((loop) => loop.run(signal)));
    },
    async stop() {
      stopping.abort();
      unsubscribe?.();
      unsubscribe = null;
      await Promise.all([running, stepping, answering.stop()]);
    },
    step() {
      stepping ??= stepOnce().finally(() => {
        stepping = null;
      });
      return stepping;
    },
    identity: () => identity,
  };
}

function warnOfExpiry({ clock, log }: Pick<AgentOptions, 'clock' | 'log'>, { notAfterAt }: Identity): void {
  const leftMs = notAfterAt - clock.now();
  if (leftMs < CERTIFICATE_WARN_MS) log('warn', 'the certificate of this runtime ends soon, or has ended', { leftMs });
}
