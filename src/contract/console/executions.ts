import * as z from 'zod/mini';
import type { OperationShape } from '../operation.ts';
import {
  DocumentPage,
  ExecutionCounts,
  ExecutionDetail,
  ExecutionField,
  ExecutionHistogram,
  ExecutionPage,
  FieldValues,
} from '../execution.ts';
import { executionFilterShape, executionOrderShape } from '../filter.ts';
import { Cursor, Id } from '../primitives.ts';

const Limit = z.optional(z.int().check(z.gte(1), z.lte(500)));

/** Operations about executions: every filter runs on the platform over the whole set. */
export const executionsOperations = {
  listExecutions: {
    channel: 'console',
    method: 'GET',
    path: '/api/v1/executions',
    summary: 'A page of the filtered executions',
    query: z.strictObject({
      ...executionFilterShape,
      ...executionOrderShape,
      cursor: z.optional(Cursor),
      limit: Limit,
    }),
    answer: ExecutionPage,
    errors: ['signed-out', 'bad-request'],
    role: 'viewer',
  },
  countExecutions: {
    channel: 'console',
    method: 'GET',
    path: '/api/v1/executions/counts',
    summary: 'Counts by state over the whole filtered set',
    query: z.strictObject(executionFilterShape),
    answer: ExecutionCounts,
    errors: ['signed-out', 'bad-request'],
    role: 'viewer',
  },
  histogramExecutions: {
    channel: 'console',
    method: 'GET',
    path: '/api/v1/executions/histogram',
    summary: 'Runs by start time and state over the whole filtered set',
    query: z.strictObject({ ...executionFilterShape, buckets: z.optional(z.int().check(z.gte(1), z.lte(200))) }),
    answer: ExecutionHistogram,
    errors: ['signed-out', 'bad-request'],
    role: 'viewer',
  },
  listFieldValues: {
    channel: 'console',
    method: 'GET',
    path: '/api/v1/executions/values/:field',
    summary: 'Values of a field with counts, for typeahead',
    params: z.object({ field: ExecutionField }),
    query: z.strictObject({
      ...executionFilterShape,
      contains: z.optional(z.string().check(z.maxLength(200))),
      limit: Limit,
    }),
    answer: FieldValues,
    errors: ['signed-out', 'bad-request'],
    role: 'viewer',
  },
  getExecution: {
    channel: 'console',
    method: 'GET',
    path: '/api/v1/executions/:executionId',
    summary: 'One execution in full',
    params: z.object({ executionId: Id }),
    answer: ExecutionDetail,
    errors: ['signed-out', 'bad-request', 'not-found'],
    role: 'viewer',
  },
  listDocuments: {
    channel: 'console',
    method: 'GET',
    path: '/api/v1/executions/:executionId/documents',
    summary: 'Documents of an execution, failed ones first, then by number',
    params: z.object({ executionId: Id }),
    query: z.strictObject({ cursor: z.optional(Cursor), limit: Limit }),
    answer: DocumentPage,
    errors: ['signed-out', 'bad-request', 'not-found'],
    role: 'viewer',
  },
} as const satisfies Record<string, OperationShape>;
