import * as z from 'zod/mini';
import type { OperationShape } from '../operation.ts';
import { ErrorDetails, LogLevel } from '../answer.ts';
import { LogMatches, LogOutline, LogPage } from '../log.ts';
import { Count, Cursor, Id, Instant } from '../primitives.ts';
import { NewRequest, Request, RequestKind, RequestState } from '../request.ts';

const RequestId = z.string().check(z.regex(/^R-[1-9][0-9]{0,11}$/));
const Limit = z.optional(z.int().check(z.gte(1), z.lte(500)));
const lineFilter = {
  /** Levels to keep; all when absent. */
  level: z.optional(z.array(LogLevel)),
  /** Only lines of this step. */
  step: z.optional(z.int().check(z.gte(1))),
} as const;

/** Operations about questions to runtimes and their kept answers. */
export const requestsOperations = {
  createRequest: {
    channel: 'console',
    method: 'POST',
    path: '/api/v1/requests',
    summary:
      'Ask a runtime for a log, error details or a schema; joins an open request for the same, returns a kept answer unless `fresh`',
    body: NewRequest,
    answer: Request,
    errors: ['signed-out', 'not-allowed', 'bad-request', 'not-found', 'not-browsable', 'runtime-retired'],
    role: 'support',
  },
  listRequests: {
    channel: 'console',
    method: 'GET',
    path: '/api/v1/requests',
    summary: 'Requests, open ones first, then newest first',
    query: z.strictObject({
      state: z.optional(z.array(RequestState)),
      kind: z.optional(z.array(RequestKind)),
      runtime: z.optional(z.array(Id)),
      mine: z.optional(z.boolean()),
      cursor: z.optional(Cursor),
      limit: Limit,
    }),
    answer: z.object({
      asOfAt: Instant,
      total: Count,
      open: Count,
      mine: Count,
      unsuccessful: Count,
      rows: z.array(Request),
      next: z.nullable(Cursor),
    }),
    errors: ['signed-out', 'bad-request'],
    role: 'viewer',
  },
  getRequest: {
    channel: 'console',
    method: 'GET',
    path: '/api/v1/requests/:requestId',
    summary: 'One request as it stands',
    params: z.object({ requestId: RequestId }),
    answer: Request,
    errors: ['signed-out', 'bad-request', 'not-found'],
    role: 'viewer',
  },
  cancelRequest: {
    channel: 'console',
    method: 'POST',
    path: '/api/v1/requests/:requestId/cancel',
    summary: 'Withdraw an open request',
    params: z.object({ requestId: RequestId }),
    answer: Request,
    errors: ['signed-out', 'not-allowed', 'bad-request', 'not-found', 'already-ended'],
    role: 'support',
  },
  getErrorDetails: {
    channel: 'console',
    method: 'GET',
    path: '/api/v1/requests/:requestId/error',
    summary: 'The kept error details',
    params: z.object({ requestId: RequestId }),
    answer: ErrorDetails,
    errors: ['signed-out', 'not-allowed', 'bad-request', 'not-found', 'no-answer-kept'],
    role: 'support',
  },
  getLogOutline: {
    channel: 'console',
    method: 'GET',
    path: '/api/v1/requests/:requestId/log',
    summary: 'A kept log, described',
    params: z.object({ requestId: RequestId }),
    answer: LogOutline,
    errors: ['signed-out', 'not-allowed', 'bad-request', 'not-found', 'no-answer-kept'],
    role: 'support',
  },
  getLogLines: {
    channel: 'console',
    method: 'GET',
    path: '/api/v1/requests/:requestId/log/lines',
    summary: 'Lines of a kept log from a position of the filtered log',
    params: z.object({ requestId: RequestId }),
    query: z.strictObject({ ...lineFilter, position: z.optional(Count), limit: Limit }),
    answer: LogPage,
    errors: ['signed-out', 'not-allowed', 'bad-request', 'not-found', 'no-answer-kept'],
    role: 'support',
  },
  searchLog: {
    channel: 'console',
    method: 'GET',
    path: '/api/v1/requests/:requestId/log/matches',
    summary: 'Search a whole kept log',
    params: z.object({ requestId: RequestId }),
    query: z.strictObject({
      ...lineFilter,
      q: z.string().check(z.minLength(1), z.maxLength(500)),
      regex: z.optional(z.boolean()),
      caseSensitive: z.optional(z.boolean()),
    }),
    answer: LogMatches,
    errors: ['signed-out', 'not-allowed', 'bad-request', 'not-found', 'no-answer-kept'],
    role: 'support',
  },
  downloadLog: {
    channel: 'console',
    method: 'GET',
    path: '/api/v1/requests/:requestId/log/text',
    summary: 'A kept log as plain text, full or filtered',
    params: z.object({ requestId: RequestId }),
    query: z.strictObject(lineFilter),
    stream: 'text-answer',
    errors: ['signed-out', 'not-allowed', 'bad-request', 'not-found', 'no-answer-kept'],
    role: 'support',
  },
} as const satisfies Record<string, OperationShape>;
