import * as z from 'zod/mini';
import type { OperationShape } from '../operation.ts';
import { Count, Id, Instant, RelativeWindow } from '../primitives.ts';
import { RuntimeDetail, RuntimePage } from '../runtime.ts';
import { FleetWord } from '../status.ts';

const Limit = z.optional(z.int().check(z.gte(1), z.lte(500)));
const windowQuery = { last: z.optional(RelativeWindow), from: z.optional(Instant), to: z.optional(Instant) } as const;

/** Operations about runtimes. */
export const runtimesOperations = {
  listRuntimes: {
    channel: 'console',
    method: 'GET',
    path: '/api/v1/runtimes',
    summary: 'Runtimes that match, worst first unless sorted otherwise',
    query: z.strictObject({
      ...windowQuery,
      word: z.optional(z.array(FleetWord)),
      environment: z.optional(z.array(Id)),
      tag: z.optional(z.array(z.string())),
      q: z.optional(z.string().check(z.maxLength(200))),
      sort: z.optional(z.enum(['status', 'name', 'contact', 'runs', 'failed', 'release', 'certificate'])),
      direction: z.optional(z.enum(['ascending', 'descending'])),
      offset: z.optional(Count),
      limit: Limit,
    }),
    answer: RuntimePage,
    errors: ['signed-out', 'bad-request'],
    role: 'viewer',
  },
  getRuntime: {
    channel: 'console',
    method: 'GET',
    path: '/api/v1/runtimes/:runtimeId',
    summary: 'One runtime in full',
    params: z.object({ runtimeId: Id }),
    query: z.strictObject(windowQuery),
    answer: RuntimeDetail,
    errors: ['signed-out', 'bad-request', 'not-found'],
    role: 'viewer',
  },
  pauseRuntime: {
    channel: 'console',
    method: 'POST',
    path: '/api/v1/runtimes/:runtimeId/pause',
    summary: 'Say that a runtime is meant to be away until a time',
    params: z.object({ runtimeId: Id }),
    body: z.strictObject({ untilAt: Instant, note: z.string().check(z.maxLength(500)) }),
    answer: RuntimeDetail,
    errors: ['signed-out', 'not-allowed', 'bad-request', 'not-found'],
    role: 'support',
  },
  resumeRuntime: {
    channel: 'console',
    method: 'DELETE',
    path: '/api/v1/runtimes/:runtimeId/pause',
    summary: 'End a planned pause now',
    params: z.object({ runtimeId: Id }),
    answer: RuntimeDetail,
    errors: ['signed-out', 'not-allowed', 'not-found'],
    role: 'support',
  },
  retireRuntime: {
    channel: 'console',
    method: 'POST',
    path: '/api/v1/runtimes/:runtimeId/retire',
    summary: 'Retire a runtime: its certificate is refused from now on, its history stays',
    params: z.object({ runtimeId: Id }),
    answer: RuntimeDetail,
    errors: ['signed-out', 'not-allowed', 'not-found', 'runtime-retired'],
    role: 'administrator',
  },
} as const satisfies Record<string, OperationShape>;
