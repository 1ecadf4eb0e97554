import * as z from 'zod/mini';
import type { OperationShape } from '../operation.ts';
import { Connector, SchemaObject, SchemaObjectPage } from '../connector.ts';
import { Count, Cursor, Id, Instant, RelativeWindow, Window } from '../primitives.ts';

const Limit = z.optional(z.int().check(z.gte(1), z.lte(500)));
const windowQuery = { last: z.optional(RelativeWindow), from: z.optional(Instant), to: z.optional(Instant) } as const;

/** Operations about connectors and their kept schemas. */
export const connectorsOperations = {
  listConnectors: {
    channel: 'console',
    method: 'GET',
    path: '/api/v1/connectors',
    summary: 'Connectors of the fleet or of one runtime, by name',
    query: z.strictObject({
      ...windowQuery,
      runtime: z.optional(z.array(Id)),
      q: z.optional(z.string().check(z.maxLength(200))),
    }),
    answer: z.object({ window: Window, asOfAt: Instant, total: Count, rows: z.array(Connector) }),
    errors: ['signed-out', 'bad-request'],
    role: 'viewer',
  },
  getConnector: {
    channel: 'console',
    method: 'GET',
    path: '/api/v1/runtimes/:runtimeId/connectors/:connectorId',
    summary: 'One connector',
    params: z.object({ runtimeId: Id, connectorId: Id }),
    query: z.strictObject(windowQuery),
    answer: z.object({ window: Window, asOfAt: Instant, connector: Connector }),
    errors: ['signed-out', 'bad-request', 'not-found'],
    role: 'viewer',
  },
  listSchemaObjects: {
    channel: 'console',
    method: 'GET',
    path: '/api/v1/runtimes/:runtimeId/connectors/:connectorId/objects',
    summary: 'Objects of the kept schema; `q` searches object and field names over the whole snapshot',
    params: z.object({ runtimeId: Id, connectorId: Id }),
    query: z.strictObject({
      q: z.optional(z.string().check(z.maxLength(200))),
      namespace: z.optional(z.string()),
      cursor: z.optional(Cursor),
      limit: Limit,
    }),
    answer: SchemaObjectPage,
    errors: ['signed-out', 'bad-request', 'not-found', 'no-answer-kept'],
    role: 'viewer',
  },
  getSchemaObject: {
    channel: 'console',
    method: 'GET',
    path: '/api/v1/runtimes/:runtimeId/connectors/:connectorId/objects/:index',
    summary: 'One object of the kept schema with its fields',
    params: z.object({ runtimeId: Id, connectorId: Id, index: z.string().check(z.regex(/^[0-9]{1,7}$/)) }),
    answer: z.object({ index: Count, object: SchemaObject }),
    errors: ['signed-out', 'bad-request', 'not-found', 'no-answer-kept'],
    role: 'viewer',
  },
} as const satisfies Record<string, OperationShape>;
