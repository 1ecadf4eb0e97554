import type { ConnectorKind } from '#contract/heartbeat.ts';
import type { ErrorClass } from '#contract/failure.ts';
import type { RandomStream } from './random.ts';

/** A way in which runs fail: what leaves by itself (class, code, template), and what a person gets to see on request. */
export interface FailureKind {
  id: string;
  class: ErrorClass;
  code: string | null;
  /** Words of the agent's vocabulary and slots only: it leaves as it stands (`failures.spec.ts`). */
  template: string;
  /** Kinds of step at which it can happen. */
  steps: readonly string[];
  /** Kinds of connector at which it can happen; empty for any, none included. */
  connectors: readonly ConnectorKind[];
  /** How often compared with the others; 0: only when the weather brings it. */
  weight: number;
  /** True when single documents fail and the rest is written. */
  isPartial: boolean;
  /** How often the failing step was tried. */
  tries: number;
  /** What waiting and trying again adds to the run. */
  extraMs: number;
  /** The full message, with values. */
  message(facts: MessageFacts): string;
  /** Exception types from the outermost in, for the stack and the causes. */
  types: readonly string[];
}

/** What messages are filled with. */
export interface MessageFacts {
  random: RandomStream;
  connector: string;
  file: string;
  host: string;
}

const DATABASES = ['oracle', 'postgresql', 'mysql', 'sqlite', 'sql-server', 'sap', 'crm'] as const;
const SQL = ['sql-read', 'sql-write'] as const;
const customers = [
  'Brüder Mahler OHG',
  'Łódź Tekstylia',
  'Sørensen & Søn',
  'Casa Núñez',
  'O’Riordan Ltd',
  '株式会社みなと',
  'متجر النخيل',
];

const kind = (
  id: string,
  rest: Partial<FailureKind> & Pick<FailureKind, 'class' | 'code' | 'template' | 'message'>,
): FailureKind => ({
  id,
  steps: [],
  connectors: [],
  weight: 1,
  isPartial: false,
  tries: 1,
  extraMs: 0,
  types: ['StepFailed'],
  ...rest,
});

/** The catalogue. Order matters: runs refer to kinds by place. */
export const failureKinds: readonly FailureKind[] = [
  kind('credential-expired', {
    class: 'credential',
    code: 'ORA-28001',
    template: 'The password has expired',
    steps: SQL,
    connectors: ['oracle'],
    weight: 0,
    tries: 3,
    extraMs: 36_000,
    types: ['StepFailed', 'LogonRefused', 'SQLException'],
    message: ({ connector }) => `ORA-28001: The password has expired for the account INTEGRATION on ${connector}`,
  }),
  kind('credential-refused', {
    class: 'credential',
    code: '28P01',
    template: 'Password authentication failed for user <str>',
    steps: SQL,
    connectors: ['postgresql', 'mysql', 'sql-server', 'sap', 'crm', 'sqlite'],
    weight: 0,
    tries: 3,
    extraMs: 36_000,
    types: ['StepFailed', 'LogonRefused', 'SQLException'],
    message: ({ connector }) => `Password authentication failed for user "integration_${connector.toLowerCase()}"`,
  }),
  kind('disk-full', {
    class: 'disk',
    code: 'ENOSPC',
    template: 'No space left on <path>',
    weight: 0,
    types: ['StepFailed', 'IOException'],
    message: ({ random }) => `No space left on /var/spool/daymark/work/${random.between(1_000, 9_999)}.part`,
  }),
  kind('throttled', {
    class: 'throttled',
    code: 'HTTP 429',
    template: 'Too many requests, retry after <num>',
    steps: ['http'],
    connectors: ['http'],
    weight: 1,
    tries: 4,
    extraMs: 52_000,
    types: ['StepFailed', 'HttpStatusException'],
    message: ({ random }) => `Too many requests, retry after ${random.between(10, 60)}`,
  }),
  kind('unavailable', {
    class: 'target-failed',
    code: 'HTTP 503',
    template: 'Service unavailable',
    steps: ['http'],
    connectors: ['http'],
    weight: 5,
    tries: 3,
    extraMs: 18_000,
    types: ['StepFailed', 'HttpStatusException'],
    message: ({ host }) => `Service unavailable: ${host} answered 503 with an empty body`,
  }),
  kind('field-empty', {
    class: 'target-refused',
    code: 'HTTP 422',
    template: 'Field <str> must not be empty',
    steps: ['http', 'sql-write', 'queue-write'],
    weight: 7,
    isPartial: true,
    types: ['StepFailed', 'RecordRefused'],
    message: ({ random }) =>
      `Field "${random.pick(['vatNumber', 'costCentre', 'deliveryDate', 'iban', 'unit'])}" must not be empty`,
  }),
  kind('timeout', {
    class: 'timeout',
    code: 'ETIMEDOUT',
    template: 'No answer within <num>',
    steps: ['http', 'opc-read', ...SQL],
    weight: 6,
    tries: 2,
    extraMs: 60_000,
    types: ['StepFailed', 'TimeoutException', 'SocketTimeoutException'],
    message: () => 'No answer within 30000 ms',
  }),
  kind('refused', {
    class: 'connection',
    code: 'ECONNREFUSED',
    template: 'Connection to <str>: <num> refused',
    steps: ['http', 'opc-read', 'queue-read', 'queue-write', ...SQL],
    weight: 4,
    tries: 3,
    extraMs: 24_000,
    types: ['StepFailed', 'ConnectException'],
    message: ({ host, random }) => `Connection to ${host}:${random.pick([443, 1521, 5432, 3306, 5671])} refused`,
  }),
  kind('reset', {
    class: 'connection',
    code: 'ECONNRESET',
    template: 'The connection was closed by the other side',
    steps: ['http', 'opc-read', 'mail', ...SQL],
    weight: 4,
    types: ['StepFailed', 'SocketException'],
    message: () => 'The connection was closed by the other side',
  }),
  kind('columns', {
    class: 'parse',
    code: 'CSV_COLUMNS',
    template: 'Line <num> has <num> columns, expected <num>',
    steps: ['read-csv'],
    weight: 6,
    isPartial: true,
    types: ['StepFailed', 'ParseException'],
    message: ({ random, file }) =>
      `Line ${random.between(2, 900)} has ${random.between(7, 15)} columns, expected 16 (${file})`,
  }),
  kind('encoding', {
    class: 'encoding',
    code: null,
    template: 'File <path> is not in the encoding <str>, it looks like <str>',
    steps: ['read-csv', 'read-xml', 'read-json'],
    weight: 2,
    types: ['StepFailed', 'MalformedInputException'],
    message: ({ file }) => `File ${file} is not in the encoding "UTF-8", it looks like "windows-1250"`,
  }),
  kind('unknown-customer', {
    class: 'data-missing',
    code: null,
    template: 'Customer <str> not found in <str>',
    steps: ['sql-read'],
    connectors: [...DATABASES],
    weight: 6,
    isPartial: true,
    types: ['StepFailed', 'LookupEmpty'],
    message: ({ random, connector }) =>
      `Customer "${random.pick(customers)}" not found in "${connector}.SALES.CUSTOMER"`,
  }),
  kind('duplicate-key', {
    class: 'duplicate',
    code: '23505',
    template: 'Duplicate key value violates unique constraint <str>',
    steps: ['sql-write'],
    connectors: [...DATABASES],
    weight: 4,
    isPartial: true,
    types: ['StepFailed', 'RecordRefused', 'SQLException'],
    message: ({ random }) => `Duplicate key value violates unique constraint "ux_doc_${random.between(100, 999)}"`,
  }),
  kind('conversion', {
    class: 'mapping',
    code: null,
    template: 'Value <str> cannot be converted to <str>',
    steps: ['map'],
    weight: 5,
    isPartial: true,
    types: ['StepFailed', 'MappingException'],
    message: ({ random }) =>
      `Value "${random.pick(['12,5O', '31.02.2026', 'n/a', '１２３', '−4'])}" cannot be converted to "${random.pick(['decimal', 'date', 'integer'])}"`,
  }),
  kind('balance', {
    class: 'data-invalid',
    code: null,
    template: 'Total of document <str> differs from the sum of its lines by <num>',
    steps: ['validate'],
    weight: 4,
    isPartial: true,
    types: ['StepFailed', 'ValidationException'],
    message: ({ random }) =>
      `Total of document "${random.between(400_000, 499_999)}" differs from the sum of its lines by 0.0${random.between(1, 9)}`,
  }),
  kind('deadlock', {
    class: 'target-failed',
    code: '40P01',
    template: 'Deadlock detected, transaction rolled back',
    steps: ['sql-write'],
    connectors: ['postgresql', 'mysql', 'oracle', 'sql-server'],
    weight: 2,
    tries: 2,
    extraMs: 4_000,
    types: ['StepFailed', 'SQLException'],
    message: ({ random }) =>
      `Deadlock detected, transaction rolled back (processes ${random.between(9_000, 9_999)}, ${random.between(9_000, 9_999)})`,
  }),
  kind('permission', {
    class: 'permission',
    code: 'EACCES',
    template: 'Permission denied: <path>',
    steps: ['read-csv', 'read-xml', 'read-json', 'write-csv', 'write-json', 'move-file'],
    weight: 2,
    types: ['StepFailed', 'AccessDeniedException'],
    message: ({ file }) => `Permission denied: ${file}`,
  }),
  kind('session-closed', {
    class: 'connection',
    code: 'UA-80260000',
    template: 'The session was closed by the server',
    steps: ['opc-read'],
    connectors: ['opc-ua'],
    weight: 4,
    types: ['StepFailed', 'ServiceFaultException'],
    message: () => 'The session was closed by the server (BadSessionClosed)',
  }),
  kind('bad-record', {
    class: 'data-invalid',
    code: null,
    template: 'Record <num>: field <str> has the invalid value <str>',
    weight: 0,
    isPartial: true,
    types: ['StepFailed', 'ValidationException'],
    message: ({ random }) =>
      `Record ${random.between(3, 280)}: field "unit" has the invalid value "${random.pick(['PCS?', 'ＫＧ', 'бочка', ''])}"`,
  }),
  kind('duplicate-message', {
    class: 'duplicate',
    code: null,
    template: 'Duplicate of message <str>',
    weight: 0,
    types: ['Discarded'],
    message: ({ random }) => `Duplicate of message "UNB+${random.between(100_000, 999_999)}"`,
  }),
  kind('time-limit', {
    class: 'aborted',
    code: null,
    template: 'Stopped at its limit of <num>',
    weight: 0,
    types: ['RunAborted'],
    message: () => 'Stopped at its limit of 30 min',
  }),
  kind('restart', {
    class: 'aborted',
    code: null,
    template: 'The runtime was restarted while the process was running',
    weight: 0,
    types: ['RunAborted'],
    message: () => 'The runtime was restarted while the process was running',
  }),
];

/** The place of a kind in the catalogue. Throws for an id that is none. */
export function failureIndex(id: string): number {
  const index = failureKinds.findIndex((one) => one.id === id);
  if (index < 0) throw new Error(`the catalogue has no failure ${id}`);
  return index;
}
