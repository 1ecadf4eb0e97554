import { assertStorableKey, type RecordStore } from '#platform/index.ts';
import type { Connection } from './connection.ts';

/** Records as JSON with a version each. */
export function createSqliteRecords(connection: Connection): RecordStore {
  return {
    async get<T>(kind: string, id: string) {
      return await connection.read(() => {
        const row = connection.one('SELECT value, version FROM records WHERE kind = ? AND id = ?', kind, id);
        // The caller says what it wrote under this kind; the store never looks inside.
        return row ? { value: JSON.parse(String(row['value'])) as T, version: Number(row['version']) } : null;
      });
    },
    async list<T>(kind: string) {
      return await connection.read(() =>
        connection.all('SELECT id, value, version FROM records WHERE kind = ? ORDER BY id', kind).map((row) => ({
          id: String(row['id']),
          value: JSON.parse(String(row['value'])) as T,
          version: Number(row['version']),
        })),
      );
    },
    async put(kind, id, value, ifVersion) {
      assertStorableKey(kind, 'kind');
      assertStorableKey(id, 'id');
      const json = JSON.stringify(value);
      return await connection.write(() => {
        const known = connection.one('SELECT version FROM records WHERE kind = ? AND id = ?', kind, id);
        const version = Number(known?.['version'] ?? 0);
        if (ifVersion !== undefined && ifVersion !== version) return null;
        connection.run(
          `INSERT INTO records (kind, id, version, value) VALUES (?, ?, ?, ?)
           ON CONFLICT DO UPDATE SET version = excluded.version, value = excluded.value`,
          kind,
          id,
          version + 1,
          json,
        );
        return version + 1;
      });
    },
    async delete(kind, id) {
      await connection.write(() => connection.run('DELETE FROM records WHERE kind = ? AND id = ?', kind, id));
    },
  };
}
