/** Runs the work of one key after the other, of different keys side by side. A failure ends its own work only. */
export interface OneAtATime {
  <T>(key: string, work: () => Promise<T>): Promise<T>;
}

/** For steps that read, decide and write: two people asking the same must become one request. */
export function createOneAtATime(): OneAtATime {
  const last = new Map<string, Promise<unknown>>();
  return async (key, work) => {
    const before = last.get(key) ?? Promise.resolve();
    const mine = before.then(work, work);
    last.set(key, mine);
    try {
      return await mine;
    } finally {
      if (last.get(key) === mine) last.delete(key);
    }
  };
}
