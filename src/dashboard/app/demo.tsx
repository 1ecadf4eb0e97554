import { type ReactNode, createContext, use, useCallback, useEffect, useSyncExternalStore } from 'react';
import type { DemoControl, DemoState } from '#contract/demo.ts';
import { setPlatformClock } from '#dashboard/api/clock.ts';

const DemoContext = createContext<DemoControl | null>(null);

/** Holds the control of the bundled world; null on a live host. */
export function DemoProvider({ control, children }: { control: DemoControl | null; children: ReactNode }) {
  // Synchronises the page's clock with the world's: a new speed counts at once, also while the platform cannot be reached.
  useEffect(() => {
    if (control === null) return undefined;
    return control.subscribe(() => {
      const state = control.state();
      if (state !== null) setPlatformClock(state.nowAt, state.speed);
    });
  }, [control]);
  return <DemoContext value={control}>{children}</DemoContext>;
}

/** The control of the bundled world, or null on a live host. */
export function useDemo(): DemoControl | null {
  return use(DemoContext);
}

/** The world's state as it was last told; null on a live host and before it has answered. */
export function useDemoState(): DemoState | null {
  const control = useDemo();
  const subscribe = useCallback((listener: () => void) => control?.subscribe(listener) ?? doNothing, [control]);
  return useSyncExternalStore(subscribe, () => control?.state() ?? null);
}

function doNothing(): void {}
