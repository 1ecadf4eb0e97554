import type { Timers } from '#platform/index.ts';
import type { World } from '#mocks/world/world.ts';

/** The world is moved this often. */
const TICK_MS = 100;
/** After a hold-up (a busy computer, a sleeping tab) at most this much is made up for: the world is late rather than in a rush. */
const CATCH_UP_MS = 400;
/** What happens together, by speed: at x60 a beat is due every 7 ms of real time, and finer than this nobody can see. */
const grainMs = { 0: 0, 1: 20, 10: 150, 60: 600 } as const;
/**
 * A jump of up to an hour goes in leaps shorter than OFFLINE_AFTER_MS: contact never breaks, so nothing but the time differs from having
 * waited. That costs some 40 ms a leap; longer jumps therefore take longer leaps, after which the platform judges silence anew.
 */
const SHORT_LEAP_MS = 20_000;
const LONG_LEAP_MS = 600_000;
const SHORT_JUMP_MS = 3_600_000;
/** Leaps between two breaths, in which timers and messages have their turn. */
const LEAPS_A_BREATH = 5;

/** Turns the world's clock by real time. */
export interface Pace {
  /** Runs as long as the worker lives. */
  run(): Promise<void>;
  /** Moves the world on in leaps; `onLeap` now and then on the way. */
  jump(byMs: number, onLeap: () => void): Promise<void>;
}

/** Makes the pace of a world. */
export function createPace(world: World, real: Timers & { now(): number }): Pace {
  let isJumping = false;
  return {
    async run() {
      let lastMs = real.now();
      for (;;) {
        await real.sleep(TICK_MS);
        const nowMs = real.now();
        const { speed } = world.state();
        if (speed > 0 && !isJumping) await world.advance(Math.min(CATCH_UP_MS, nowMs - lastMs) * speed, grainMs[speed]);
        lastMs = nowMs;
      }
    },
    async jump(byMs, onLeap) {
      if (isJumping) throw new Error('a jump is under way');
      isJumping = true;
      try {
        const leapMs = byMs <= SHORT_JUMP_MS ? SHORT_LEAP_MS : LONG_LEAP_MS;
        for (let leftMs = byMs, leaps = 1; leftMs > 0; leftMs -= leapMs, leaps++) {
          await world.leap(Math.min(leapMs, leftMs));
          if (leaps % LEAPS_A_BREATH !== 0) continue;
          onLeap();
          await real.sleep(0);
        }
      } finally {
        isJumping = false;
      }
    },
  };
}
