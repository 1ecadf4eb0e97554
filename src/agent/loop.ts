import type { Backoff } from './backoff.ts';
import type { AgentOptions } from './ports.ts';

/** How long a loop rests, and what may end the rest early. */
export interface Pause {
  ms: number;
  /** `news`: something to send appeared. `contact`: the platform answers again. */
  wakeOn: 'news' | 'contact' | 'nothing';
}

/** How a round is run: by a loop that may hold a call open, or by a step that may not. */
export type Mode = 'loop' | 'step';

/** One of the agent's activities: rounds with rests between them. */
export interface Loop {
  /** Rounds until `signal` aborts. */
  run(signal: AbortSignal): Promise<void>;
  /** One round if one is due. */
  step(signal: AbortSignal): Promise<void>;
  /** Ends the rest if it is one that this ends; news during a round shorten the rest after it. */
  wake(because: 'news' | 'contact'): void;
  /** When the next round is due. */
  dueAt(): number;
}

/**
 * Makes a loop. `settleMs` is how long it gathers after news before its round. A round that throws is a fault of a port (a full disk,
 * a runtime that cannot describe itself): it is logged, and tried again with the loop's back-off.
 */
export function createLoop(
  name: string,
  ports: Pick<AgentOptions, 'timers' | 'clock' | 'log'>,
  backoff: Backoff,
  settleMs: number,
  round: (signal: AbortSignal, mode: Mode) => Promise<Pause>,
): Loop {
  let rest: Pause & { untilAt: number; end: AbortController } = {
    ms: 0,
    wakeOn: 'nothing',
    untilAt: 0,
    end: new AbortController(),
  };
  let hasNews = false;

  const runRound = async (signal: AbortSignal, mode: Mode): Promise<void> => {
    hasNews = false;
    let pause: Pause;
    try {
      pause = await round(signal, mode);
    } catch (error) {
      pause = { ms: backoff.failed(), wakeOn: 'nothing' };
      ports.log('error', `${name} failed, trying again`, {
        reason: error instanceof Error ? error.message : String(error),
        afterMs: pause.ms,
      });
    }
    const ms = hasNews && pause.wakeOn === 'news' ? 0 : pause.ms;
    rest = { ...pause, ms, untilAt: ports.clock.now() + ms, end: new AbortController() };
  };

  return {
    async run(signal) {
      while (!signal.aborted) {
        await runRound(signal, 'loop');
        if (rest.ms > 0) await ports.timers.sleep(rest.ms, AbortSignal.any([signal, rest.end.signal]));
        if (hasNews && settleMs > 0) await ports.timers.sleep(settleMs, signal);
      }
    },
    async step(signal) {
      if (ports.clock.now() >= rest.untilAt) await runRound(signal, 'step');
    },
    wake(because) {
      if (because === 'news') hasNews = true;
      if (rest.wakeOn !== because) return;
      rest.untilAt = 0;
      rest.end.abort();
    },
    dueAt: () => rest.untilAt,
  };
}
