import type { ContactStore, StoredContactChange } from '../store.ts';

/** Changes of contact in memory: a list a runtime, by time. */
export function createMemoryContacts(): ContactStore {
  const changes = new Map<string, StoredContactChange[]>();
  return {
    async append(change) {
      const list = changes.get(change.runtimeId) ?? [];
      const at = list.findLastIndex((other) => other.at <= change.at) + 1;
      list.splice(at, 0, { ...change });
      changes.set(change.runtimeId, list);
    },
    async list(runtimeIds, fromAt, toAt) {
      const wanted = runtimeIds === null ? [...changes.keys()] : [...new Set(runtimeIds)];
      return wanted.sort().flatMap((runtimeId) => {
        const list = changes.get(runtimeId) ?? [];
        const before = list.findLast((change) => change.at < fromAt);
        const within = list.filter((change) => change.at >= fromAt && change.at < toAt);
        return before ? [before, ...within] : within;
      });
    },
  };
}
