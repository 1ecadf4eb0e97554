import * as z from 'zod';
import { Name } from '#contract/primitives.ts';
import { CredentialSource, HttpAddress, HttpHeaders } from './credential.ts';
import { CsvDelimiter, Encoding, FileNamePattern, WorkspacePath } from './file-options.ts';

const common = {
  $schema: z.string().optional(),
  name: Name,
  /** Product and version for people, e.g. `PostgreSQL 18`. */
  product: z.string().max(100).optional(),
};

const server = {
  host: z.string().min(1).max(253),
  database: z.string().min(1).max(128),
  user: z.union([z.string().min(1).max(128), CredentialSource]),
  password: CredentialSource.optional(),
  /** Verify the server's certificate; `ca` is a file with the authority's certificate. */
  tls: z.union([z.boolean(), z.strictObject({ ca: WorkspacePath })]).default(false),
  connectTimeoutMs: z.int().min(100).max(120_000).default(10_000),
};

/** One file in `connections/`: how to reach a system. The file's name without `.json` is the connection's id. */
export const ConnectionDefinition = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('sqlite'), ...common, file: WorkspacePath }),
  z.strictObject({
    kind: z.literal('postgresql'),
    ...common,
    ...server,
    port: z.int().min(1).max(65_535).default(5_432),
  }),
  z.strictObject({ kind: z.literal('mysql'), ...common, ...server, port: z.int().min(1).max(65_535).default(3_306) }),
  z.strictObject({ kind: z.literal('http'), ...common, baseUrl: HttpAddress, headers: HttpHeaders.default({}) }),
  z.strictObject({
    kind: z.literal('csv-folder'),
    ...common,
    folder: WorkspacePath,
    pattern: FileNamePattern.default('*.csv'),
    delimiter: CsvDelimiter.default(','),
    encoding: Encoding.default('utf-8'),
    header: z.boolean().default(true),
  }),
  z.strictObject({
    kind: z.literal('json-folder'),
    ...common,
    folder: WorkspacePath,
    pattern: FileNamePattern.default('*.json'),
  }),
  z.strictObject({
    kind: z.literal('xml-folder'),
    ...common,
    folder: WorkspacePath,
    pattern: FileNamePattern.default('*.xml'),
  }),
]);
export type ConnectionDefinition = z.infer<typeof ConnectionDefinition>;

/** A connection with its id. */
export type Connection = ConnectionDefinition & { id: string };

/** Definitions of one kind. */
export type ConnectionOf<K extends Connection['kind']> = Extract<Connection, { kind: K }>;
