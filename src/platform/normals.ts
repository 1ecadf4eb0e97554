import type { Store } from './store/store.ts';

/** Normal durations, remembered for a while: a page of runs asks for the same few again and again. */
export interface Normals {
  of(runtimeId: string, processId: string): Promise<{ medianMs: number; runs: number } | null>;
}

const REMEMBERED_MS = 300_000;
const REMEMBERED_MAX = 20_000;

export function createNormals(store: Store, now: () => number): Normals {
  const known = new Map<string, { at: number; normal: Promise<{ medianMs: number; runs: number } | null> }>();
  return {
    of(runtimeId, processId) {
      const key = `${runtimeId} ${processId}`;
      const at = now();
      const kept = known.get(key);
      if (kept && at - kept.at < REMEMBERED_MS) return kept.normal;
      if (known.size >= REMEMBERED_MAX) known.clear();
      const normal = store.executions.normal(runtimeId, processId, at);
      known.set(key, { at, normal });
      normal.catch(() => known.delete(key)); // a failed look must not be remembered
      return normal;
    },
  };
}
