/** Values by key, least recently used ones forgotten when their weights add up to more than `maxBytes`. */
export interface ByteCache<T> {
  /** The kept value, or the one that `load` gives with its weight; a failed load is not kept. */
  get(key: string, load: () => Promise<{ value: T; bytes: number }>): Promise<T>;
  clear(): void;
}

export function createByteCache<T>(maxBytes: number): ByteCache<T> {
  const kept = new Map<string, { value: T; bytes: number }>();
  let total = 0;
  const drop = (key: string) => {
    total -= kept.get(key)?.bytes ?? 0;
    kept.delete(key);
  };
  return {
    async get(key, load) {
      const known = kept.get(key);
      if (known) {
        kept.delete(key); // to the end: a Map walks in order of insertion
        kept.set(key, known);
        return known.value;
      }
      const loaded = await load();
      drop(key);
      kept.set(key, loaded);
      total += loaded.bytes;
      for (const oldest of kept.keys()) {
        if (total <= maxBytes || oldest === key) break;
        drop(oldest);
      }
      return loaded.value;
    },
    clear() {
      kept.clear();
      total = 0;
    },
  };
}
