import type { ErrorClass } from '#contract/failure.ts';

/** What may be said about an error without a person's request: fixed text only, values as slots. */
export interface CatalogueEntry {
  class: ErrorClass;
  /** Code as its system prints it; null where the cause brings its own. */
  code: string | null;
  /** Fixed text; `<str> <num> <path>` stand where the full message has values. */
  template: string;
  /** Trying again may help: retries apply to these only. */
  transient: boolean;
}

const entry = (errorClass: ErrorClass, code: string | null, template: string, transient = false): CatalogueEntry => ({
  class: errorClass,
  code,
  template,
  transient,
});

/**
 * Every error the engine can name. Templates are written here by hand and never taken from a third party's message:
 * that is what keeps data values out of the automatic reports (promise 11).
 */
export const catalogue = {
  // Files and disk
  FILE_NOT_FOUND: entry('not-found', 'ENOENT', 'File or directory <path> not found'),
  FILE_PERMISSION: entry('permission', 'EACCES', 'Permission denied for file <path>'),
  FILE_EXISTS: entry('duplicate', 'EEXIST', 'File <path> already exists'),
  FILE_IS_DIRECTORY: entry('configuration', 'EISDIR', 'Path <path> is a directory, a file was expected'),
  FILE_NOT_DIRECTORY: entry('configuration', 'ENOTDIR', 'Path <path> is not a directory'),
  DISK_FULL: entry('disk', 'ENOSPC', 'No space left on the disk'),
  DISK_READ_ONLY: entry('disk', 'EROFS', 'The disk is read only'),
  DISK_IO: entry('disk', 'EIO', 'Input or output error of the disk', true),
  FILE_BUSY: entry('target-failed', 'EBUSY', 'File <path> is in use', true),
  TOO_MANY_FILES: entry('limit', 'EMFILE', 'Too many open files', true),
  FILE_TOO_LARGE: entry('limit', 'FILE.SIZE', 'File <path> is larger than the limit of <num> bytes'),
  FILE_OTHER_DEVICE: entry('configuration', 'EXDEV', 'File <path> lies on another disk than the workspace'),
  FILE_NAME: entry('configuration', 'FILE.NAME', 'Path <path> leaves the workspace'),
  FILE_MISSING_IN_RUN: entry('data-missing', 'FILE.NONE', 'The step needs a file but the run was started without one'),
  FILE_OTHER: entry('disk', null, 'File operation failed for <path>'),
  // Text and structure
  ENCODING_INVALID: entry('encoding', 'ENCODING.BYTES', 'File <path> is not valid in the encoding <str> at byte <num>'),
  ENCODING_MISMATCH: entry(
    'encoding',
    'ENCODING.OTHER',
    'File <path> is not in the encoding <str>, it looks like <str>',
  ),
  ENCODING_WRITE: entry(
    'encoding',
    'ENCODING.WRITE',
    'Record <num> has a character that the encoding <str> cannot hold',
  ),
  CSV_HEADER: entry('schema', 'CSV.HEADER', 'File <path> has no header line with names for all columns'),
  CSV_COLUMNS: entry('parse', 'CSV.COLUMNS', 'Line <num> has <num> columns, expected <num>'),
  CSV_QUOTE: entry('parse', 'CSV.QUOTE', 'Line <num> has a quote that is not closed or not allowed'),
  CSV_RECORD_SIZE: entry(
    'parse',
    'CSV.SIZE',
    'Line <num> is longer than the limit, the delimiter or quote may be wrong',
  ),
  CSV_OTHER: entry('parse', 'CSV.PARSE', 'Line <num> is not valid CSV'),
  JSON_PARSE: entry('parse', 'JSON.PARSE', 'File <path> is not valid JSON'),
  JSON_SHAPE: entry('schema', 'JSON.SHAPE', 'No list of records found at <str> in file <path>'),
  XML_PARSE: entry('parse', 'XML.PARSE', 'File <path> is not valid XML'),
  XML_SHAPE: entry('schema', 'XML.SHAPE', 'No element <str> found in file <path>'),
  // Records
  FIELD_REQUIRED: entry('data-missing', 'FIELD.REQUIRED', 'Required field <str> is missing in record <num>'),
  FIELD_TYPE: entry('data-invalid', 'FIELD.TYPE', 'Field <str> of record <num> is not a valid <str>'),
  FIELD_PATTERN: entry('data-invalid', 'FIELD.PATTERN', 'Field <str> of record <num> does not match its pattern'),
  FIELD_RANGE: entry('data-invalid', 'FIELD.RANGE', 'Field <str> of record <num> is out of range'),
  FIELD_LENGTH: entry('data-invalid', 'FIELD.LENGTH', 'Field <str> of record <num> is too short or too long'),
  FIELD_ENUM: entry('data-invalid', 'FIELD.ENUM', 'Field <str> of record <num> is not one of the allowed values'),
  MAP_EXPRESSION: entry('mapping', 'MAP.SYNTAX', 'The expression of the step is not valid'),
  MAP_FAILED: entry('mapping', 'MAP.FAILED', 'The expression failed on record <num>'),
  MAP_RESULT: entry('mapping', 'MAP.RESULT', 'The expression gave no record for record <num>'),
  MAP_TIMEOUT: entry('timeout', 'MAP.TIMEOUT', 'The expression took too long on record <num>'),
  // Databases
  SQL_UNIQUE: entry('duplicate', null, 'Duplicate value for a unique key of table <str>'),
  SQL_FOREIGN_KEY: entry('data-invalid', null, 'Foreign key refused: referenced record not found or still in use'),
  SQL_NOT_NULL: entry('data-missing', null, 'Column <str> must not be null'),
  SQL_CHECK: entry('data-invalid', null, 'Check constraint <str> refused the record'),
  SQL_VALUE: entry('data-invalid', null, 'Value <str> is not valid for the column type'),
  SQL_TOO_LONG: entry('data-invalid', null, 'Value is too long for column <str>'),
  SQL_RANGE: entry('data-invalid', null, 'Value is out of range for column <str>'),
  SQL_TABLE: entry('schema', null, 'Table or view <str> not found'),
  SQL_COLUMN: entry('schema', null, 'Column <str> not found'),
  SQL_SYNTAX: entry('configuration', null, 'Syntax error in the SQL statement'),
  SQL_PERMISSION: entry('permission', null, 'The database user has no permission for <str>'),
  SQL_READ_ONLY: entry('permission', null, 'The database is read only'),
  SQL_LOGIN: entry('credential', null, 'The database refused user or password'),
  SQL_DATABASE: entry('not-found', null, 'Database <str> not found'),
  SQL_LOCKED: entry('target-failed', null, 'The database is locked by another transaction', true),
  SQL_DEADLOCK: entry('target-failed', null, 'The database ended the transaction because of a deadlock', true),
  SQL_CONNECTIONS: entry('limit', null, 'The database has no connection left', true),
  SQL_CONNECTION: entry('connection', null, 'The connection to the database was lost', true),
  SQL_SHUTDOWN: entry('target-failed', null, 'The database is shutting down or starting', true),
  SQL_CANCELLED: entry('timeout', null, 'The database cancelled the statement'),
  SQL_DISK: entry('disk', null, 'The database has no space left'),
  SQL_CORRUPT: entry('target-failed', null, 'The database file is damaged or not a database'),
  SQL_OPEN: entry('not-found', null, 'The database file <path> cannot be opened'),
  SQL_OTHER: entry('target-failed', null, 'The database refused the statement'),
  // Network and HTTP
  NET_REFUSED: entry('connection', 'ECONNREFUSED', 'Connection to <str> refused', true),
  NET_RESET: entry('connection', 'ECONNRESET', 'Connection to <str> was closed by the other side', true),
  NET_HOST: entry('connection', 'ENOTFOUND', 'Host <str> not found'),
  NET_HOST_AGAIN: entry('connection', 'EAI_AGAIN', 'Name of host <str> cannot be resolved now', true),
  NET_UNREACHABLE: entry('connection', 'EHOSTUNREACH', 'Host <str> cannot be reached', true),
  NET_TIMEOUT: entry('timeout', 'ETIMEDOUT', 'No answer from <str> in time', true),
  NET_TLS: entry('connection', 'TLS', 'The certificate of <str> was not accepted'),
  NET_OTHER: entry('connection', null, 'Connection to <str> failed', true),
  HTTP_LOGIN: entry('credential', null, 'The server refused the credentials'),
  HTTP_PERMISSION: entry('permission', null, 'The server refused access to <str>'),
  HTTP_NOT_FOUND: entry('not-found', null, 'The server did not find <str>'),
  HTTP_TIMEOUT: entry('timeout', null, 'The server gave up waiting', true),
  HTTP_CONFLICT: entry('duplicate', null, 'The server reported a conflict'),
  HTTP_THROTTLED: entry('throttled', 'HTTP 429', 'The server asks to slow down', true),
  HTTP_INVALID: entry('data-invalid', null, 'The server refused the data as invalid'),
  HTTP_REFUSED: entry('target-refused', null, 'The server refused the request'),
  HTTP_FAILED: entry('target-failed', null, 'The server failed', true),
  HTTP_REDIRECT: entry('configuration', null, 'The server redirects to another address'),
  HTTP_TOO_LARGE: entry('limit', 'HTTP.SIZE', 'The answer of the server is larger than the limit of <num> bytes'),
  // Configuration, limits, the engine itself
  CREDENTIAL_MISSING: entry(
    'credential',
    'CREDENTIAL',
    'A credential of the connection is not set in the environment or the secrets file',
  ),
  CONNECTION_UNKNOWN: entry('configuration', 'CONFIG.UNKNOWN', 'The connection of the step is not defined'),
  CONNECTION_KIND: entry('configuration', 'CONFIG.KIND', 'The connection is of a kind that the step cannot use'),
  DEFINITION_INVALID: entry('configuration', 'CONFIG.INVALID', 'The definition is not valid'),
  PROCESS_GONE: entry('configuration', 'CONFIG.GONE', 'The process was removed while its run was waiting'),
  PROCESS_TIMEOUT: entry('timeout', 'TIMEOUT', 'The run took longer than its limit of <num> ms'),
  RUN_STOPPED: entry('aborted', 'STOPPED', 'The run was stopped'),
  RUN_INTERRUPTED: entry('aborted', 'INTERRUPTED', 'The runtime ended while the run was in flight'),
  OUT_OF_MEMORY: entry('limit', 'MEMORY', 'Not enough memory'),
  INTERNAL: entry('internal', 'INTERNAL', 'Internal error of the engine'),
  UNKNOWN: entry('unknown', null, 'Error without a known kind'),
} as const satisfies Record<string, CatalogueEntry>;

export type CatalogueKey = keyof typeof catalogue;
