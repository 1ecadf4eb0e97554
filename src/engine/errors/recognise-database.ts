import type { CatalogueKey } from './catalogue.ts';
import type { Recognised } from './recognise-system.ts';

/** SQLSTATE to entry; PostgreSQL's own list, https://www.postgresql.org/docs/current/errcodes-appendix.html */
const sqlStates: Record<string, CatalogueKey> = {
  '23505': 'SQL_UNIQUE',
  '23P01': 'SQL_UNIQUE',
  '23503': 'SQL_FOREIGN_KEY',
  '23001': 'SQL_FOREIGN_KEY',
  '23502': 'SQL_NOT_NULL',
  '23514': 'SQL_CHECK',
  '22001': 'SQL_TOO_LONG',
  '22003': 'SQL_RANGE',
  '42P01': 'SQL_TABLE',
  '42S02': 'SQL_TABLE',
  '3F000': 'SQL_TABLE',
  '42703': 'SQL_COLUMN',
  '42S22': 'SQL_COLUMN',
  '42501': 'SQL_PERMISSION',
  '25006': 'SQL_READ_ONLY',
  '3D000': 'SQL_DATABASE',
  '55P03': 'SQL_LOCKED',
  '40001': 'SQL_DEADLOCK',
  '40P01': 'SQL_DEADLOCK',
  '53300': 'SQL_CONNECTIONS',
  '53100': 'SQL_DISK',
  '57014': 'SQL_CANCELLED',
  '57P01': 'SQL_SHUTDOWN',
  '57P02': 'SQL_SHUTDOWN',
  '57P03': 'SQL_SHUTDOWN',
};

const sqlStateClasses: Record<string, CatalogueKey> = {
  '08': 'SQL_CONNECTION',
  '22': 'SQL_VALUE',
  '23': 'SQL_CHECK',
  '28': 'SQL_LOGIN',
  '42': 'SQL_SYNTAX',
  '53': 'SQL_CONNECTIONS',
  '57': 'SQL_SHUTDOWN',
};

/** MySQL and MariaDB error numbers, https://mariadb.com/kb/en/mariadb-error-code-reference/ */
const mysqlNumbers: Record<number, CatalogueKey> = {
  1022: 'SQL_UNIQUE',
  1062: 'SQL_UNIQUE',
  1169: 'SQL_UNIQUE',
  1216: 'SQL_FOREIGN_KEY',
  1217: 'SQL_FOREIGN_KEY',
  1451: 'SQL_FOREIGN_KEY',
  1452: 'SQL_FOREIGN_KEY',
  1048: 'SQL_NOT_NULL',
  1364: 'SQL_NOT_NULL',
  3819: 'SQL_CHECK',
  4025: 'SQL_CHECK',
  1264: 'SQL_RANGE',
  1406: 'SQL_TOO_LONG',
  1292: 'SQL_VALUE',
  1366: 'SQL_VALUE',
  1265: 'SQL_VALUE',
  1146: 'SQL_TABLE',
  1051: 'SQL_TABLE',
  1054: 'SQL_COLUMN',
  1064: 'SQL_SYNTAX',
  1044: 'SQL_PERMISSION',
  1142: 'SQL_PERMISSION',
  1143: 'SQL_PERMISSION',
  1227: 'SQL_PERMISSION',
  1045: 'SQL_LOGIN',
  1698: 'SQL_LOGIN',
  1049: 'SQL_DATABASE',
  1205: 'SQL_LOCKED',
  1213: 'SQL_DEADLOCK',
  1040: 'SQL_CONNECTIONS',
  1203: 'SQL_CONNECTIONS',
  1053: 'SQL_SHUTDOWN',
  1290: 'SQL_READ_ONLY',
  1792: 'SQL_READ_ONLY',
  1836: 'SQL_READ_ONLY',
  1317: 'SQL_CANCELLED',
  1969: 'SQL_CANCELLED',
  3024: 'SQL_CANCELLED',
  1021: 'SQL_DISK',
  1114: 'SQL_DISK',
};

/** SQLite result codes, extended first, https://www.sqlite.org/rescode.html */
const sqliteCodes: Record<number, CatalogueKey> = {
  1555: 'SQL_UNIQUE',
  2067: 'SQL_UNIQUE',
  2579: 'SQL_UNIQUE',
  787: 'SQL_FOREIGN_KEY',
  1299: 'SQL_NOT_NULL',
  275: 'SQL_CHECK',
  3091: 'SQL_VALUE',
  3: 'SQL_PERMISSION',
  23: 'SQL_PERMISSION',
  5: 'SQL_LOCKED',
  6: 'SQL_LOCKED',
  8: 'SQL_READ_ONLY',
  9: 'SQL_CANCELLED',
  10: 'SQL_DISK',
  11: 'SQL_CORRUPT',
  13: 'SQL_DISK',
  14: 'SQL_OPEN',
  18: 'SQL_TOO_LONG',
  19: 'SQL_CHECK',
  20: 'SQL_VALUE',
  25: 'SQL_VALUE',
  26: 'SQL_CORRUPT',
};

/** Recognises the errors of `pg`, `mysql2` and `node:sqlite` by their codes; by fixed beginnings of messages only where they have no code. */
export function recogniseDatabase(error: object): Recognised | null {
  return recogniseSqlite(error) ?? recogniseMysql(error) ?? recognisePostgres(error) ?? recogniseDriver(error);
}

function recogniseSqlite(error: object): Recognised | null {
  if (!('code' in error) || error.code !== 'ERR_SQLITE_ERROR') return null;
  const extended = 'errcode' in error && typeof error.errcode === 'number' ? error.errcode : 1;
  const code = `SQLITE ${extended}`;
  const known = sqliteCodes[extended] ?? sqliteCodes[extended & 0xff];
  if (known) return { key: known, code };
  // SQLITE_ERROR (1) is one code for "no such table", "no such column" and syntax errors: the message's fixed beginning tells them apart.
  const message = 'message' in error ? String(error.message) : '';
  if (message.startsWith('no such table')) return { key: 'SQL_TABLE', code };
  if (message.startsWith('no such column') || / has no column named /.test(message)) return { key: 'SQL_COLUMN', code };
  if (message.endsWith('syntax error') || message.startsWith('incomplete input')) return { key: 'SQL_SYNTAX', code };
  return { key: 'SQL_OTHER', code };
}

function recogniseMysql(error: object): Recognised | null {
  if (!('errno' in error) || typeof error.errno !== 'number' || !('sqlState' in error)) return null;
  const state = typeof error.sqlState === 'string' ? error.sqlState : '';
  const key = mysqlNumbers[error.errno] ?? byState(state) ?? 'SQL_OTHER';
  return { key, code: `MYSQL ${error.errno}` };
}

function recognisePostgres(error: object): Recognised | null {
  if (!('severity' in error) || !('code' in error) || typeof error.code !== 'string') return null;
  if (!/^[0-9A-Z]{5}$/.test(error.code)) return null;
  return { key: byState(error.code) ?? 'SQL_OTHER', code: error.code };
}

/** What the drivers say of themselves carries no code: these are their own fixed texts. */
const driverTexts: [beginning: string, CatalogueKey][] = [
  ['Connection terminated due to connection timeout', 'NET_TIMEOUT'],
  ['Connection terminated', 'SQL_CONNECTION'],
  ['timeout expired', 'NET_TIMEOUT'],
  ['Client has encountered a connection error', 'SQL_CONNECTION'],
  ["Can't add new command when connection is in closed state", 'SQL_CONNECTION'],
  ['Connection lost', 'SQL_CONNECTION'],
  ['SASL: SCRAM-SERVER-FIRST-MESSAGE: client password must be', 'SQL_LOGIN'],
  ['The server does not support SSL connections', 'NET_TLS'],
  ['Server does not support secure connection', 'NET_TLS'],
];

function recogniseDriver(error: object): Recognised | null {
  const message = 'message' in error ? String(error.message) : '';
  const key = driverTexts.find(([beginning]) => message.startsWith(beginning))?.[1];
  return key ? { key, code: null } : null;
}

function byState(state: string): CatalogueKey | null {
  return sqlStates[state] ?? sqlStateClasses[state.slice(0, 2)] ?? null;
}
