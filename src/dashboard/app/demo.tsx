import { type ReactNode, createContext, use, useCallback, useSyncExternalStore } from 'react';
import type { DemoControl, DemoState } from '#contract/demo.ts';

const DemoContext = createContext<DemoControl | null>(null);

/** Holds the control of the bundled world; null on a live host. */
export function DemoProvider({ control, children }: { control: DemoControl | null; children: ReactNode }) {
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
