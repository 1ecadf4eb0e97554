import { expect, test } from 'vitest';
import { bindNamed, parseNamed } from './named-parameters.ts';
import { mysqlDialect } from './mysql-session.ts';
import { postgresDialect } from './postgres-session.ts';

test('finds parameters outside strings, quoted names, comments and casts', () => {
  const statement = parseNamed(
    `SELECT ':a', ":b", \`:c\`, x::text /* :d */ -- :e\n FROM t WHERE y = :f AND z = :g_1 AND f2 = :f`,
  );
  expect(statement.names).toEqual(['f', 'g_1', 'f']);
  const bound = bindNamed(statement, { f: 1, g_1: { a: [2] } }, postgresDialect);
  expect(bound.text).toContain('WHERE y = $1 AND z = $2 AND f2 = $3');
  expect(bound.parameters).toEqual([1, '{"a":[2]}', 1]);
  expect(bindNamed(statement, {}, mysqlDialect)).toMatchObject({
    text: expect.stringContaining('y = ? AND z = ?') as unknown,
    parameters: [null, null, null],
  });
});
