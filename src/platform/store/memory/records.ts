import { assertStorableKey } from '../agreement.ts';
import type { RecordStore } from '../store.ts';
import { compareText } from './runs.ts';

/** Records in memory, kept as JSON so that nobody changes one by holding on to it. */
export function createMemoryRecords(): RecordStore {
  const kinds = new Map<string, Map<string, { json: string; version: number }>>();
  const kindOf = (kind: string): Map<string, { json: string; version: number }> => {
    const known = kinds.get(kind) ?? new Map<string, { json: string; version: number }>();
    kinds.set(kind, known);
    return known;
  };
  return {
    async get<T>(kind: string, id: string) {
      const record = kindOf(kind).get(id);
      // The caller says what it wrote under this kind; the store never looks inside.
      return record ? { value: JSON.parse(record.json) as T, version: record.version } : null;
    },
    async list<T>(kind: string) {
      return Array.from(kindOf(kind), ([id, { json, version }]) => ({
        id,
        value: JSON.parse(json) as T,
        version,
      })).sort((a, b) => compareText(a.id, b.id));
    },
    async put(kind, id, value, ifVersion) {
      assertStorableKey(kind, 'kind');
      assertStorableKey(id, 'id');
      const version = kindOf(kind).get(id)?.version ?? 0;
      if (ifVersion !== undefined && ifVersion !== version) return null;
      kindOf(kind).set(id, { json: JSON.stringify(value), version: version + 1 });
      return version + 1;
    },
    async delete(kind, id) {
      kindOf(kind).delete(id);
    },
  };
}
