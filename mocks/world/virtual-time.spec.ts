import { describe, expect, it } from 'vitest';
import { createVirtualTime } from './virtual-time.ts';

const settle = () => new Promise<void>((resolve) => setImmediate(resolve));

describe('the virtual clock', () => {
  it('wakes sleepers in order, each at its own time', async () => {
    const time = createVirtualTime(0, settle);
    const woken: [string, number][] = [];
    for (const [name, ms] of [
      ['late', 300],
      ['early', 100],
      ['middle', 200],
    ] as const)
      void time.sleep(ms).then(() => woken.push([name, time.now()]));
    await time.advance(1_000, 0);
    expect(woken).toEqual([
      ['early', 100],
      ['middle', 200],
      ['late', 300],
    ]);
    expect(time.now()).toBe(1_000);
  });

  it('wakes again and again a loop that sleeps anew', async () => {
    const time = createVirtualTime(0, settle);
    let rounds = 0;
    void (async () => {
      for (;;) {
        await time.sleep(5_000);
        rounds += 1;
      }
    })();
    await time.advance(60_000, 0);
    expect(rounds).toBe(12);
  });

  it('wakes that loop once in a leap, late and at the end', async () => {
    const time = createVirtualTime(0, settle);
    const wokenAt: number[] = [];
    void (async () => {
      for (;;) {
        await time.sleep(5_000);
        wokenAt.push(time.now());
      }
    })();
    await time.leap(60_000);
    expect(wokenAt).toEqual([60_000]);
  });

  it('lets go of a sleeper whose signal aborts', async () => {
    const time = createVirtualTime(0, settle);
    const end = new AbortController();
    const slept = time.sleep(1_000_000, end.signal);
    end.abort();
    await slept;
    expect(time.now()).toBe(0);
  });

  it('counts in whole milliseconds', async () => {
    const time = createVirtualTime(0, settle);
    await time.advance(16.667, 0);
    expect(Number.isInteger(time.now())).toBe(true);
  });
});
