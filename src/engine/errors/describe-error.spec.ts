import { readFile } from 'node:fs/promises';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, test } from 'vitest';
import { isTemplate, unknownWords } from '#agent/index.ts';
import { ErrorCode } from '#contract/failure.ts';
import { catalogue } from './catalogue.ts';
import { describeError } from './describe-error.ts';
import { EngineError } from './engine-error.ts';
import { httpStatusError } from './http-status.ts';
import { RecordRefused } from './record-refused.ts';

describe('the catalogue', () => {
  test.each(Object.entries(catalogue))('%s may leave as it stands', (_key, { template, code }) => {
    expect(unknownWords(template)).toEqual([]);
    expect(isTemplate(template)).toBe(true);
    if (code !== null) expect(ErrorCode.safeParse(code).success).toBe(true);
  });
});

function systemError(code: string, syscall = 'open'): Error {
  return Object.assign(new Error(`${code}: something secret, ${syscall} '/secret'`), { code, syscall });
}

function pgError(code: string): Error {
  return Object.assign(new Error('duplicate key value "secret"'), { code, severity: 'ERROR' });
}

function mysqlError(errno: number, sqlState = 'HY000'): Error {
  return Object.assign(new Error("Duplicate entry 'secret'"), { errno, sqlState, code: 'ER_SOMETHING' });
}

describe('an error', () => {
  test.each([
    [systemError('ENOENT'), 'not-found', 'ENOENT', false],
    [systemError('EACCES'), 'permission', 'EACCES', false],
    [systemError('ENOSPC', 'write'), 'disk', 'ENOSPC', false],
    [systemError('ECONNREFUSED', 'connect'), 'connection', 'ECONNREFUSED', true],
    [systemError('ENOENT', 'connect'), 'connection', 'ENOENT', true],
    [systemError('ENOTFOUND', 'getaddrinfo'), 'connection', 'ENOTFOUND', false],
    [systemError('UND_ERR_HEADERS_TIMEOUT', ''), 'timeout', 'ETIMEDOUT', true],
    [systemError('DEPTH_ZERO_SELF_SIGNED_CERT', ''), 'connection', 'TLS', false],
    [pgError('23505'), 'duplicate', '23505', false],
    [pgError('42P01'), 'schema', '42P01', false],
    [pgError('28P01'), 'credential', '28P01', false],
    [pgError('40P01'), 'target-failed', '40P01', true],
    [pgError('XX000'), 'target-failed', 'XX000', false],
    [mysqlError(1062), 'duplicate', 'MYSQL 1062', false],
    [mysqlError(1045, '28000'), 'credential', 'MYSQL 1045', false],
    [mysqlError(1213, '40001'), 'target-failed', 'MYSQL 1213', true],
    [mysqlError(9999, '08S01'), 'connection', 'MYSQL 9999', true],
    [new Error('Connection terminated unexpectedly'), 'connection', null, true],
    [httpStatusError(503, 'secret'), 'target-failed', 'HTTP 503', true],
    [httpStatusError(401, 'secret'), 'credential', 'HTTP 401', false],
    [httpStatusError(429, 'secret'), 'throttled', 'HTTP 429', true],
    [httpStatusError(422, 'secret'), 'data-invalid', 'HTTP 422', false],
    [new DOMException('secret', 'TimeoutError'), 'timeout', 'ETIMEDOUT', true],
    [new TypeError('secret is not a function'), 'internal', 'INTERNAL', false],
    [new Error('secret'), 'unknown', null, false],
    ['secret', 'unknown', null, false],
    [{ message: 'secret' }, 'unknown', null, false],
  ])('%s is of the class %s', (error, errorClass, code, isTransient) => {
    const described = describeError(error);
    expect(described.report).toMatchObject({ class: errorClass, code });
    expect(described.isTransient).toBe(isTransient);
    expect(JSON.stringify(described.report)).not.toContain('secret');
  });

  test('of a real missing file and a real SQLite file is recognised', async () => {
    const missing = await readFile('/no/such/file').catch((error: unknown) => error);
    expect(describeError(missing).report).toMatchObject({ class: 'not-found', code: 'ENOENT' });
    const db = new DatabaseSync(':memory:');
    db.exec('CREATE TABLE t (a TEXT PRIMARY KEY, b INTEGER NOT NULL, c INTEGER CHECK (c > 0)) STRICT');
    const codeOf = (sql: string): string | null => {
      try {
        db.exec(sql);
        return null;
      } catch (error) {
        const { report } = describeError(error);
        return `${report.class} ${report.code}`;
      }
    };
    expect(codeOf("INSERT INTO t VALUES ('x', 1, 1), ('x', 1, 1)")).toBe('duplicate SQLITE 1555');
    expect(codeOf("INSERT INTO t VALUES ('x', NULL, 1)")).toBe('data-missing SQLITE 1299');
    expect(codeOf("INSERT INTO t VALUES ('x', 1, -1)")).toBe('data-invalid SQLITE 275');
    expect(codeOf("INSERT INTO t VALUES ('x', 'text', 1)")).toBe('data-invalid SQLITE 3091');
    expect(codeOf('SELECT * FROM missing')).toBe('schema SQLITE 1');
    expect(codeOf('INSERT INTO t (d) VALUES (1)')).toBe('schema SQLITE 1');
    expect(codeOf('SELEKT 1')).toBe('configuration SQLITE 1');
  });

  test('keeps its whole chain for the details, outermost first', () => {
    const inner = systemError('ECONNRESET', 'read');
    const described = describeError(new RecordRefused(7, 1, 'not taken', new Error('outer', { cause: inner })));
    expect(described.report.code).toBe('ECONNRESET');
    expect(described.details).toMatchObject({
      message: 'record 7: not taken',
      record: 7,
      document: 1,
      causes: [{ type: 'Error', message: 'outer' }, { type: 'Error' }],
    });
  });

  test('that causes itself, or of many causes, ends', () => {
    const loop = new Error('loop');
    loop.cause = loop;
    expect(describeError(loop).details.causes).toEqual([]);
    const many = new AggregateError(
      Array.from({ length: 100 }, () => systemError('ECONNREFUSED', 'connect')),
      'all failed',
    );
    expect(describeError(many).report.code).toBe('ECONNREFUSED');
    expect(describeError(many).details.causes.length).toBeLessThanOrEqual(20);
  });

  test('of the engine takes its own code where it brings one', () => {
    expect(
      describeError(new EngineError('MAP_FAILED', 'record 1', { code: 'JSONATA T2001', record: 1 })).report,
    ).toMatchObject({ class: 'mapping', code: 'JSONATA T2001' });
  });
});
