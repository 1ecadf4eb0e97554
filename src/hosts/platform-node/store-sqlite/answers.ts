import type { AnswerStore } from '#platform/index.ts';
import type { Connection } from './connection.ts';

/** Answers: chunks as blobs, readable once they are finished. */
export function createSqliteAnswers(connection: Connection): AnswerStore {
  return {
    async putChunk(requestNumber, chunk, bytes) {
      // A copy: the caller may use its buffer again before the group commits.
      const kept = bytes.slice();
      await connection.write(() =>
        connection.run(
          'INSERT INTO answer_chunks (request, chunk, bytes) VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET bytes = excluded.bytes',
          requestNumber,
          chunk,
          kept,
        ),
      );
    },
    async finish(requestNumber, description, chunks, receivedAt) {
      await connection.write(() => {
        connection.run('DELETE FROM answer_chunks WHERE request = ? AND chunk >= ?', requestNumber, chunks);
        connection.run(
          `INSERT INTO answers (request, description, chunks, received_at) VALUES (?, ?, ?, ?)
           ON CONFLICT DO UPDATE SET description = excluded.description, chunks = excluded.chunks, received_at = excluded.received_at`,
          requestNumber,
          // As a JSON string, so that text which SQLite would bend comes back as it was.
          JSON.stringify(description),
          chunks,
          receivedAt,
        );
      });
    },
    async discard(requestNumber) {
      await connection.write(() => {
        connection.run('DELETE FROM answers WHERE request = ?', requestNumber);
        connection.run('DELETE FROM answer_chunks WHERE request = ?', requestNumber);
      });
    },
    async description(requestNumber) {
      return await connection.read(() => {
        const row = connection.one('SELECT description FROM answers WHERE request = ?', requestNumber);
        return row ? (JSON.parse(String(row['description'])) as string) : null;
      });
    },
    async chunk(requestNumber, chunk) {
      return await connection.read(() => {
        const row = connection.one(
          'SELECT c.bytes FROM answers a JOIN answer_chunks c ON c.request = a.request WHERE a.request = ? AND c.chunk = ?',
          requestNumber,
          chunk,
        );
        const bytes = row?.['bytes'];
        return bytes instanceof Uint8Array ? bytes : null;
      });
    },
  };
}
