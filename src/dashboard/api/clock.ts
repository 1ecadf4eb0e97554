import { useCallback, useSyncExternalStore } from 'react';

/**
 * The platform's clock as this page knows it. All ages and expectations on screen are measured with it, so a wrong clock of
 * this computer, or the virtual time of the bundled world, changes nothing.
 */

let anchor = { platformAt: Date.now(), localMs: performance.now(), speed: 1 };

type Ticker = {
  now: number;
  localMs: number;
  listeners: Set<() => void>;
  timer: ReturnType<typeof setInterval> | null;
};
const tickers = new Map<number, Ticker>();

/** Takes the platform's clock from an answer or a beat. A small difference is taken over silently: it is the way's delay. */
export function setPlatformClock(platformAt: number, speed: number): void {
  const isJump = speed !== anchor.speed || Math.abs(platformNow() - platformAt) > 2_000 * Math.max(1, speed);
  anchor = { platformAt, localMs: performance.now(), speed };
  if (!isJump) return;
  for (const ticker of tickers.values()) tick(ticker);
}

/** Now, by the platform's clock, in milliseconds. For event handlers; a component that shows it uses `useNow`. */
export function platformNow(): number {
  return Math.round(anchor.platformAt + (performance.now() - anchor.localMs) * anchor.speed);
}

/**
 * Now, by the platform's clock; the component is drawn again every `everyMs` of this computer's time. Components with the
 * same interval tick together.
 */
export function useNow(everyMs = 1_000): number {
  const subscribe = useCallback((listener: () => void) => follow(everyMs, listener), [everyMs]);
  return useSyncExternalStore(subscribe, () => tickerOf(everyMs).now);
}

/** This computer's `performance.now()`, drawn again like `useNow`: for ages that are no business of the platform's clock. */
export function useLocalMs(everyMs = 1_000): number {
  const subscribe = useCallback((listener: () => void) => follow(everyMs, listener), [everyMs]);
  return useSyncExternalStore(subscribe, () => tickerOf(everyMs).localMs);
}

function follow(everyMs: number, listener: () => void): () => void {
  const ticker = tickerOf(everyMs);
  ticker.listeners.add(listener);
  if (ticker.timer === null) {
    ticker.timer = setInterval(() => tick(ticker), everyMs);
    tick(ticker);
  }
  return () => {
    ticker.listeners.delete(listener);
    if (ticker.listeners.size > 0 || ticker.timer === null) return;
    clearInterval(ticker.timer);
    ticker.timer = null;
  };
}

function tickerOf(everyMs: number): Ticker {
  const found = tickers.get(everyMs);
  if (found !== undefined) return found;
  const made: Ticker = { now: platformNow(), localMs: performance.now(), listeners: new Set(), timer: null };
  tickers.set(everyMs, made);
  return made;
}

function tick(ticker: Ticker): void {
  ticker.now = platformNow();
  ticker.localMs = performance.now();
  for (const listener of ticker.listeners) listener();
}
