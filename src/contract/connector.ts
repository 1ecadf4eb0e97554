import * as z from 'zod/mini';
import { ConnectorKind } from './heartbeat.ts';
import { Count, Cursor, Id, Instant } from './primitives.ts';

const Identifier = z.string().check(z.maxLength(300));

/** A column, property or element: its name, type and rules; never a value, not even a default. */
export const SchemaField = z.strictObject({
  name: Identifier,
  /** As the system prints it: `varchar(40)`, `NUMBER(12)`, `integer`, `array of object`. */
  type: z.string().check(z.maxLength(300)),
  /** null where the source cannot say. */
  nullable: z.nullable(z.boolean()),
  /** Every role it has in keys; a composite key marks each of its fields. */
  keys: z.array(z.enum(['primary', 'foreign', 'unique', 'index'])).check(z.maxLength(4)),
  /** Target of a foreign key as `schema.table.column`. */
  references: z.nullable(Identifier),
  comment: z.nullable(z.string().check(z.maxLength(2_000))),
});
export type SchemaField = z.infer<typeof SchemaField>;

export const SchemaObjectKind = z.enum(['table', 'view', 'routine', 'file', 'collection', 'operation']);
export type SchemaObjectKind = z.infer<typeof SchemaObjectKind>;

/** One table, view, file structure or collection. */
export const SchemaObject = z.strictObject({
  /** Database schema or folder it lives in; null where the source has none. */
  namespace: z.nullable(Identifier),
  name: Identifier,
  kind: SchemaObjectKind,
  comment: z.nullable(z.string().check(z.maxLength(2_000))),
  fields: z.array(SchemaField).check(z.maxLength(2_000)),
});
export type SchemaObject = z.infer<typeof SchemaObject>;

/** What is kept of the last answered browse of a connector. */
export const SnapshotSummary = z.object({
  requestId: z.string(),
  fetchedAt: Instant,
  askedBy: z.string(),
  objects: Count,
  fields: Count,
  cut: z.nullable(z.string()),
});
export type SnapshotSummary = z.infer<typeof SnapshotSummary>;

/** A connector of a runtime, as the list shows it. */
export const Connector = z.object({
  runtimeId: Id,
  runtimeName: z.string(),
  id: Id,
  name: z.string(),
  kind: ConnectorKind,
  product: z.nullable(z.string()),
  browsable: z.boolean(),
  notBrowsableBecause: z.nullable(z.string()),
  /** Names of the processes that use it, sorted. */
  usedBy: z.array(z.object({ processId: Id, processName: z.string() })),
  snapshot: z.nullable(SnapshotSummary),
  /** The open request for its schema, if there is one. */
  openRequestId: z.nullable(z.string()),
  /** The newest request for its schema, open or ended, so that a refusal or failure is said; null when nobody has asked. */
  lastRequestId: z.nullable(z.string()),
  /** Failed runs in the window whose failing step spoke to it. */
  failures: z.object({ runs: Count, lastAt: z.nullable(Instant) }),
});
export type Connector = z.infer<typeof Connector>;

/** An object of a snapshot as a row of the tree. `matches` names the fields that the search hit (empty when the object's own name did). */
export const SchemaObjectRow = z.object({
  /** Position in the snapshot, its stable id. */
  index: Count,
  namespace: z.nullable(z.string()),
  name: z.string(),
  kind: SchemaObjectKind,
  comment: z.nullable(z.string()),
  fieldCount: Count,
  matches: z.array(z.string()),
});
export type SchemaObjectRow = z.infer<typeof SchemaObjectRow>;

/** A page of a snapshot's objects, sorted by namespace, then name. */
export const SchemaObjectPage = z.object({
  snapshot: SnapshotSummary,
  /** Objects that the search hit, over the whole snapshot. */
  total: Count,
  /** Namespaces with how many of those objects each holds. */
  namespaces: z.array(z.object({ namespace: z.nullable(z.string()), objects: Count })),
  rows: z.array(SchemaObjectRow),
  next: z.nullable(Cursor),
});
export type SchemaObjectPage = z.infer<typeof SchemaObjectPage>;
