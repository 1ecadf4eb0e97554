import * as z from 'zod';
import { Id, Name } from '#contract/primitives.ts';
import { HttpAddress, HttpHeaders } from './credential.ts';
import { CsvDelimiter, Encoding, FileNamePattern, WorkspacePath } from './file-options.ts';
import { RetryRule } from './retry-rule.ts';

const Expression = z.string().min(1).max(20_000);
const FieldName = z.string().min(1).max(200);
const ConnectionRef = Id;

const step = { name: Name, retry: RetryRule.optional() };

/** Where a reading step finds its files: the file that started the run (default), one file, or all matching files of a folder, sorted by name. */
export const FileSource = z.union([
  z.literal('trigger'),
  z.strictObject({ path: WorkspacePath }),
  z.strictObject({ folder: WorkspacePath, pattern: FileNamePattern }),
]);
export type FileSource = z.infer<typeof FileSource>;

const reading = { ...step, from: FileSource.default('trigger'), connection: z.optional(ConnectionRef) };

/**
 * Target of a writing step. `{file}` is the name of the trigger's file without extension, `{date}` and `{time}` the start of the
 * run in UTC, `{execution}` its id.
 */
const writing = { ...step, to: WorkspacePath, connection: z.optional(ConnectionRef) };

export const ReadCsv = z.strictObject({
  kind: z.literal('read-csv'),
  ...reading,
  delimiter: CsvDelimiter.default(','),
  encoding: Encoding.default('utf-8'),
  /** `true`: the first line names the columns; a list: there is no header line. */
  header: z.union([z.literal(true), z.array(FieldName).min(1).max(1_000)]).default(true),
  trim: z.boolean().default(false),
});

export const ReadJson = z.strictObject({
  kind: z.literal('read-json'),
  ...reading,
  encoding: Encoding.default('utf-8'),
  /** `document`: one JSON text a file; `lines`: one JSON object a line, of any size. */
  format: z.enum(['document', 'lines']).default('document'),
  /** Dotted path to the list of records; without it the text itself is a list or one record. */
  records: z.string().max(400).optional(),
  maxBytes: z.int().min(1).max(500_000_000).default(100_000_000),
});

export const ReadXml = z.strictObject({
  kind: z.literal('read-xml'),
  ...reading,
  /** Dotted path of element names to the repeated element, e.g. `catalog.item`. */
  records: z.string().min(1).max(400),
  maxBytes: z.int().min(1).max(200_000_000).default(50_000_000),
});

export const WriteCsv = z.strictObject({
  kind: z.literal('write-csv'),
  ...writing,
  delimiter: CsvDelimiter.default(','),
  encoding: Encoding.default('utf-8'),
  /** Columns in order; without it the fields of the first record. */
  columns: z.array(FieldName).min(1).max(1_000).optional(),
});

export const WriteJson = z.strictObject({
  kind: z.literal('write-json'),
  ...writing,
  format: z.enum(['document', 'lines']).default('document'),
});

const ElementName = z.string().regex(/^[A-Za-z_][A-Za-z0-9_.-]{0,99}$/, 'must be an XML element name');
export const WriteXml = z.strictObject({
  kind: z.literal('write-xml'),
  ...writing,
  root: ElementName,
  record: ElementName,
});

/** JSONata over each record; the result is the new record, a list gives several records, nothing is an error. */
export const MapStep = z.strictObject({ kind: z.literal('map'), ...step, expression: Expression });

/** JSONata over each record; records for which it is not true are left out. */
export const Filter = z.strictObject({ kind: z.literal('filter'), ...step, expression: Expression });

export const FieldRule = z.strictObject({
  required: z.boolean().default(false),
  type: z.enum(['string', 'integer', 'number', 'boolean', 'date', 'date-time', 'email']).optional(),
  pattern: z
    .string()
    .max(1_000)
    .refine((text) => isRegExp(text), 'must be a regular expression')
    .optional(),
  min: z.number().optional(),
  max: z.number().optional(),
  minLength: z.int().min(0).optional(),
  maxLength: z.int().min(0).optional(),
  enum: z
    .array(z.union([z.string(), z.number(), z.boolean()]))
    .min(1)
    .max(1_000)
    .optional(),
});
export type FieldRule = z.infer<typeof FieldRule>;

export const Validate = z.strictObject({
  kind: z.literal('validate'),
  ...step,
  fields: z.record(FieldName, FieldRule),
  /** `fail`: the first bad record fails the run; `reject`: bad records are written to `rejects` and the run ends with a warning. */
  onInvalid: z.enum(['fail', 'reject']).default('fail'),
  /** JSON lines file for rejected records with their reasons. Same placeholders as `to`. */
  rejects: WorkspacePath.optional(),
});

export const SqlRead = z.strictObject({
  kind: z.literal('sql-read'),
  ...step,
  connection: ConnectionRef,
  query: Expression,
  timeoutMs: z.int().min(1).max(86_400_000).optional(),
});

export const SqlWrite = z.strictObject({
  kind: z.literal('sql-write'),
  ...step,
  connection: ConnectionRef,
  /** Either a table (fields of the record become columns), or a statement with `:field` parameters that runs once per record. */
  table: z.string().min(1).max(300).optional(),
  statement: Expression.optional(),
  mode: z.enum(['insert', 'upsert', 'ignore-duplicates']).default('insert'),
  /** Key columns, for `upsert`. */
  keys: z.array(FieldName).max(20).default([]),
  columns: z.array(FieldName).min(1).max(1_000).optional(),
  /** `run`: all records or none; `batch`: each batch is kept at once. */
  transaction: z.enum(['run', 'batch']).default('run'),
});

const http = {
  ...step,
  connection: z.optional(ConnectionRef),
  /** Address, or the path below the connection's base address. */
  url: z.union([HttpAddress, z.string().max(2_000).regex(/^\//, 'must be an address or begin with /')]),
  headers: HttpHeaders.default({}),
  timeoutMs: z.int().min(1).max(600_000).default(30_000),
};

/** Gets records from an address. */
export const HttpRead = z.strictObject({
  kind: z.literal('http-read'),
  ...http,
  records: z.string().max(400).optional(),
  maxBytes: z.int().min(1).max(500_000_000).default(50_000_000),
});

/** Sends each record, or each batch as a list, to an address. */
export const HttpSend = z.strictObject({
  kind: z.literal('http-send'),
  ...http,
  method: z.enum(['POST', 'PUT', 'PATCH']).default('POST'),
  each: z.enum(['record', 'batch']).default('record'),
});

/** Moves the file that started the run to a folder. */
export const MoveFile = z.strictObject({ kind: z.literal('move-file'), ...step, to: WorkspacePath });

/** Packs the file that started the run (gzip) into a folder, below a folder for the day. */
export const ArchiveFile = z.strictObject({
  kind: z.literal('archive-file'),
  ...step,
  to: WorkspacePath,
  compress: z.boolean().default(true),
});

/** One step of a process. */
export const StepDefinition = z
  .discriminatedUnion('kind', [
    ReadCsv,
    ReadJson,
    ReadXml,
    WriteCsv,
    WriteJson,
    WriteXml,
    MapStep,
    Filter,
    Validate,
    SqlRead,
    SqlWrite,
    HttpRead,
    HttpSend,
    MoveFile,
    ArchiveFile,
  ])
  .superRefine((value, context) => {
    if (value.kind === 'sql-write' && (value.table === undefined) === (value.statement === undefined)) {
      context.addIssue({ code: 'custom', path: ['table'], message: 'needs either "table" or "statement"' });
    }
    if (value.kind === 'sql-write' && value.mode === 'upsert' && value.keys.length === 0) {
      context.addIssue({ code: 'custom', path: ['keys'], message: 'upsert needs the key columns' });
    }
    if (
      (value.kind === 'http-read' || value.kind === 'http-send') &&
      value.url.startsWith('/') &&
      value.connection === undefined
    ) {
      context.addIssue({ code: 'custom', path: ['url'], message: 'a path needs an http connection' });
    }
  });
export type StepDefinition = z.infer<typeof StepDefinition>;

/** A step of one kind. */
export type StepOf<K extends StepDefinition['kind']> = Extract<StepDefinition, { kind: K }>;

/** Steps that begin a flow of records. */
export const sourceKinds: ReadonlySet<StepDefinition['kind']> = new Set([
  'read-csv',
  'read-json',
  'read-xml',
  'sql-read',
  'http-read',
]);

/** Steps that work on the trigger's file once the records before them have gone through. */
export const fileKinds: ReadonlySet<StepDefinition['kind']> = new Set(['move-file', 'archive-file']);

function isRegExp(text: string): boolean {
  try {
    return new RegExp(text, 'u') instanceof RegExp;
  } catch {
    return false;
  }
}
