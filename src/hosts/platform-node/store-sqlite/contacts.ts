import type { ContactStore, StoredContactChange } from '#platform/index.ts';
import type { Connection, SqlRow } from './connection.ts';

/** Changes of contact by runtime and time. */
export function createSqliteContacts(connection: Connection): ContactStore {
  return {
    async append(change) {
      await connection.write(() =>
        connection.run(
          'INSERT INTO contacts (runtime_id, at, contact, word) VALUES (?, ?, ?, ?)',
          change.runtimeId,
          change.at,
          change.contact,
          change.word,
        ),
      );
    },
    async list(runtimeIds, fromAt, toAt) {
      return await connection.read(() => {
        const wanted = runtimeIds ?? runtimesOf(connection);
        return [...new Set(wanted)].sort().flatMap((runtimeId) => {
          const before = connection.one(
            'SELECT runtime_id, at, contact, word FROM contacts WHERE runtime_id = ? AND at < ? ORDER BY at DESC, number DESC LIMIT 1',
            runtimeId,
            fromAt,
          );
          const within = connection.all(
            'SELECT runtime_id, at, contact, word FROM contacts WHERE runtime_id = ? AND at >= ? AND at < ? ORDER BY at, number',
            runtimeId,
            fromAt,
            toAt,
          );
          return (before ? [before, ...within] : within).map(changeFrom);
        });
      });
    },
  };
}

function runtimesOf(connection: Connection): string[] {
  return connection.all('SELECT DISTINCT runtime_id FROM contacts').map((row) => String(row['runtime_id']));
}

function changeFrom(row: SqlRow): StoredContactChange {
  return {
    runtimeId: String(row['runtime_id']),
    at: Number(row['at']),
    // Both were written above from these very types.
    contact: String(row['contact']) as StoredContactChange['contact'],
    word: String(row['word']) as StoredContactChange['word'],
  };
}
