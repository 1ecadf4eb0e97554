import { assertStorableKey, type RequestStore, type StoredRequest } from '#platform/index.ts';
import type { Connection, SqlRow } from './connection.ts';

/** Requests: the whole as JSON, and what is looked up by in columns. */
export function createSqliteRequests(connection: Connection): RequestStore {
  return {
    async add(request) {
      assertStorableKey(request.runtimeId, 'runtimeId');
      assertStorableKey(request.subjectId, 'subjectId');
      return await connection.write(() => {
        const { lastInsertRowid: number } = connection.run(
          'INSERT INTO requests (kind, runtime_id, subject_id, state, body) VALUES (?, ?, ?, ?, ?)',
          request.kind,
          request.runtimeId,
          request.subjectId,
          request.state,
          JSON.stringify(request),
        );
        const added = requestFrom({ number, body: JSON.stringify(request) });
        writePeople(connection, added);
        return added;
      });
    },
    async replace(request, expected) {
      return await connection.write(() => {
        const { changes } = connection.run(
          'UPDATE requests SET state = ?, body = ? WHERE number = ? AND state = ?',
          request.state,
          JSON.stringify(request),
          request.number,
          expected,
        );
        if (changes > 0) writePeople(connection, request);
        return changes > 0;
      });
    },
    async get(number) {
      return await connection.read(() => {
        const row = connection.one('SELECT number, body FROM requests WHERE number = ?', number);
        return row ? requestFrom(row) : null;
      });
    },
    async open() {
      return await connection.read(() =>
        connection
          .all(`SELECT number, body FROM requests WHERE state IN ('queued', 'delivered', 'working') ORDER BY number`)
          .map(requestFrom),
      );
    },
    async newest(kind, runtimeId, subjectId, state) {
      return await connection.read(() => {
        const row = connection.one(
          `SELECT number, body FROM requests WHERE runtime_id = ? AND subject_id = ? AND kind = ? AND (? IS NULL OR state = ?)
           ORDER BY number DESC LIMIT 1`,
          runtimeId,
          subjectId,
          kind,
          state ?? null,
          state ?? null,
        );
        return row ? requestFrom(row) : null;
      });
    },
    async list(filter, before, limit) {
      return await connection.read(() => {
        const { terms, values } = termsOf(filter);
        if (before !== null) {
          terms.push('number < ?');
          values.push(before);
        }
        return connection
          .all(
            `SELECT number, body FROM requests WHERE ${terms.join(' AND ')} ORDER BY number DESC LIMIT ?`,
            ...values,
            limit,
          )
          .map(requestFrom);
      });
    },
    async count(filter) {
      return await connection.read(() => {
        const { terms, values } = termsOf(filter);
        return Number(
          connection.one(`SELECT count(*) AS total FROM requests WHERE ${terms.join(' AND ')}`, ...values)?.['total'],
        );
      });
    },
    async answerTimes(kind, limit) {
      return await connection.read(() =>
        connection
          .all(
            `SELECT (body ->> '$.endedAt') - (body ->> '$.deliveredAt') AS ms FROM requests
             WHERE state = 'answered' AND kind = ? AND (body ->> '$.endedAt') - (body ->> '$.deliveredAt') IS NOT NULL
             ORDER BY number DESC LIMIT ?`,
            kind,
            limit,
          )
          .map(({ ms }) => Number(ms)),
      );
    },
  };
}

function termsOf(filter: Parameters<RequestStore['list']>[0]): { terms: string[]; values: (string | number)[] } {
  const terms = ['true'];
  const values: (string | number)[] = [];
  const add = (column: string, list: readonly string[] | undefined): void => {
    if (!list) return;
    terms.push(`${column} IN (SELECT value FROM json_each(?))`);
    values.push(JSON.stringify(list));
  };
  add('state', filter.states);
  add('kind', filter.kinds);
  add('runtime_id', filter.runtimeIds);
  if (filter.personId !== undefined) {
    terms.push('number IN (SELECT request FROM request_people WHERE person_id = ?)');
    values.push(filter.personId);
  }
  return { terms, values };
}

/** Who asked it or joined it. People never leave a request. */
function writePeople(connection: Connection, request: StoredRequest): void {
  for (const { personId } of [request.askedBy, ...request.joined]) {
    connection.run(
      'INSERT INTO request_people (person_id, request) VALUES (?, ?) ON CONFLICT DO NOTHING',
      personId,
      request.number,
    );
  }
}

function requestFrom(row: SqlRow): StoredRequest {
  return { ...(JSON.parse(String(row['body'])) as StoredRequest), number: Number(row['number']) };
}
