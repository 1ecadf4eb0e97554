import * as z from 'zod/mini';
import { Connector, SchemaObject, SchemaObjectPage } from './connector.ts';
import { ErrorDetails, LogLevel } from './answer.ts';
import { EnrolmentToken } from './enrolment.ts';
import { DocumentPage, ExecutionCounts, ExecutionDetail, ExecutionField, ExecutionHistogram, ExecutionPage, FieldValues } from './execution.ts';
import { executionFilterShape, executionOrderShape } from './filter.ts';
import { LogMatches, LogOutline, LogPage } from './log.ts';
import type { OperationShape } from './operation.ts';
import { Overview } from './overview.ts';
import { Count, Cursor, Id, Instant, Name, RelativeWindow, Window } from './primitives.ts';
import { NewRequest, Request, RequestKind, RequestState } from './request.ts';
import { RuntimeDetail, RuntimePage } from './runtime.ts';
import { Badges, Session, SignedIn, SignIn, SignInLink } from './session.ts';
import { Environment, NewEnrolmentToken, NewEnvironment, Retention, Settings } from './settings.ts';
import { FleetWord } from './status.ts';

const RequestId = z.string().check(z.regex(/^R-[1-9][0-9]{0,11}$/));
const Limit = z.optional(z.int().check(z.gte(1), z.lte(500)));
const windowQuery = { last: z.optional(RelativeWindow), from: z.optional(Instant), to: z.optional(Instant) } as const;
const lineFilter = {
  /** Levels to keep; all when absent. */
  level: z.optional(z.array(LogLevel)),
  /** Only lines of this step. */
  step: z.optional(z.int().check(z.gte(1))),
} as const;

/** Operations of the console channel: what people, through the dashboard, may ask of the platform. */
export const consoleOperations = {
  // --- session -----------------------------------------------------------------------------------------------------
  signIn: { channel: 'console', method: 'POST', path: '/api/v1/session', summary: 'Sign in with the one-time code of a link', body: SignIn, answer: SignedIn, errors: ['bad-request', 'sign-in-refused'], role: 'anyone' },
  getSession: { channel: 'console', method: 'GET', path: '/api/v1/session', summary: 'Who is signed in, and the platform clock', answer: Session, errors: ['signed-out'], role: 'viewer' },
  signOut: { channel: 'console', method: 'DELETE', path: '/api/v1/session', summary: 'End this session', errors: ['signed-out'], role: 'viewer' },
  createSignInLink: { channel: 'console', method: 'POST', path: '/api/v1/session/links', summary: 'Make a one-time sign-in link for another browser of the same person', answer: SignInLink, errors: ['signed-out', 'not-allowed'], role: 'viewer' },
  getBadges: { channel: 'console', method: 'GET', path: '/api/v1/badges', summary: 'Figures of the rail', query: z.strictObject({ last: z.optional(RelativeWindow) }), answer: Badges, errors: ['signed-out', 'bad-request'], role: 'viewer' },

  // --- now ---------------------------------------------------------------------------------------------------------
  getOverview: { channel: 'console', method: 'GET', path: '/api/v1/overview', summary: 'Fleet, executions by status and what needs attention, over one window', query: z.strictObject({ last: z.optional(RelativeWindow) }), answer: Overview, errors: ['signed-out', 'bad-request'], role: 'viewer' },

  // --- runtimes ----------------------------------------------------------------------------------------------------
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
  getRuntime: { channel: 'console', method: 'GET', path: '/api/v1/runtimes/:runtimeId', summary: 'One runtime in full', params: z.object({ runtimeId: Id }), query: z.strictObject(windowQuery), answer: RuntimeDetail, errors: ['signed-out', 'bad-request', 'not-found'], role: 'viewer' },
  pauseRuntime: { channel: 'console', method: 'POST', path: '/api/v1/runtimes/:runtimeId/pause', summary: 'Say that a runtime is meant to be away until a time', params: z.object({ runtimeId: Id }), body: z.strictObject({ untilAt: Instant, note: z.string().check(z.maxLength(500)) }), answer: RuntimeDetail, errors: ['signed-out', 'not-allowed', 'bad-request', 'not-found'], role: 'support' },
  resumeRuntime: { channel: 'console', method: 'DELETE', path: '/api/v1/runtimes/:runtimeId/pause', summary: 'End a planned pause now', params: z.object({ runtimeId: Id }), answer: RuntimeDetail, errors: ['signed-out', 'not-allowed', 'not-found'], role: 'support' },
  retireRuntime: { channel: 'console', method: 'POST', path: '/api/v1/runtimes/:runtimeId/retire', summary: 'Retire a runtime: its certificate is refused from now on, its history stays', params: z.object({ runtimeId: Id }), answer: RuntimeDetail, errors: ['signed-out', 'not-allowed', 'not-found', 'runtime-retired'], role: 'administrator' },

  // --- executions --------------------------------------------------------------------------------------------------
  listExecutions: { channel: 'console', method: 'GET', path: '/api/v1/executions', summary: 'A page of the filtered executions', query: z.strictObject({ ...executionFilterShape, ...executionOrderShape, cursor: z.optional(Cursor), limit: Limit }), answer: ExecutionPage, errors: ['signed-out', 'bad-request'], role: 'viewer' },
  countExecutions: { channel: 'console', method: 'GET', path: '/api/v1/executions/counts', summary: 'Counts by state over the whole filtered set', query: z.strictObject(executionFilterShape), answer: ExecutionCounts, errors: ['signed-out', 'bad-request'], role: 'viewer' },
  histogramExecutions: { channel: 'console', method: 'GET', path: '/api/v1/executions/histogram', summary: 'Runs by start time and state over the whole filtered set', query: z.strictObject({ ...executionFilterShape, buckets: z.optional(z.int().check(z.gte(1), z.lte(200))) }), answer: ExecutionHistogram, errors: ['signed-out', 'bad-request'], role: 'viewer' },
  listFieldValues: { channel: 'console', method: 'GET', path: '/api/v1/executions/values/:field', summary: 'Values of a field with counts, for typeahead', params: z.object({ field: ExecutionField }), query: z.strictObject({ ...executionFilterShape, contains: z.optional(z.string().check(z.maxLength(200))), limit: Limit }), answer: FieldValues, errors: ['signed-out', 'bad-request'], role: 'viewer' },
  getExecution: { channel: 'console', method: 'GET', path: '/api/v1/executions/:executionId', summary: 'One execution in full', params: z.object({ executionId: Id }), answer: ExecutionDetail, errors: ['signed-out', 'bad-request', 'not-found'], role: 'viewer' },
  listDocuments: { channel: 'console', method: 'GET', path: '/api/v1/executions/:executionId/documents', summary: 'Documents of an execution, failed ones first, then by number', params: z.object({ executionId: Id }), query: z.strictObject({ cursor: z.optional(Cursor), limit: Limit }), answer: DocumentPage, errors: ['signed-out', 'bad-request', 'not-found'], role: 'viewer' },

  // --- requests ----------------------------------------------------------------------------------------------------
  createRequest: { channel: 'console', method: 'POST', path: '/api/v1/requests', summary: 'Ask a runtime for a log, error details or a schema; joins an open request for the same, returns a kept answer unless `fresh`', body: NewRequest, answer: Request, errors: ['signed-out', 'not-allowed', 'bad-request', 'not-found', 'not-browsable', 'runtime-retired'], role: 'support' },
  listRequests: {
    channel: 'console',
    method: 'GET',
    path: '/api/v1/requests',
    summary: 'Requests, open ones first, then newest first',
    query: z.strictObject({ state: z.optional(z.array(RequestState)), kind: z.optional(z.array(RequestKind)), runtime: z.optional(z.array(Id)), mine: z.optional(z.boolean()), cursor: z.optional(Cursor), limit: Limit }),
    answer: z.object({ asOfAt: Instant, total: Count, open: Count, mine: Count, unsuccessful: Count, rows: z.array(Request), next: z.nullable(Cursor) }),
    errors: ['signed-out', 'bad-request'],
    role: 'viewer',
  },
  getRequest: { channel: 'console', method: 'GET', path: '/api/v1/requests/:requestId', summary: 'One request as it stands', params: z.object({ requestId: RequestId }), answer: Request, errors: ['signed-out', 'bad-request', 'not-found'], role: 'viewer' },
  cancelRequest: { channel: 'console', method: 'POST', path: '/api/v1/requests/:requestId/cancel', summary: 'Withdraw an open request', params: z.object({ requestId: RequestId }), answer: Request, errors: ['signed-out', 'not-allowed', 'bad-request', 'not-found', 'already-ended'], role: 'support' },

  // --- answers -----------------------------------------------------------------------------------------------------
  getErrorDetails: { channel: 'console', method: 'GET', path: '/api/v1/requests/:requestId/error', summary: 'The kept error details', params: z.object({ requestId: RequestId }), answer: ErrorDetails, errors: ['signed-out', 'not-allowed', 'bad-request', 'not-found', 'no-answer-kept'], role: 'support' },
  getLogOutline: { channel: 'console', method: 'GET', path: '/api/v1/requests/:requestId/log', summary: 'A kept log, described', params: z.object({ requestId: RequestId }), answer: LogOutline, errors: ['signed-out', 'not-allowed', 'bad-request', 'not-found', 'no-answer-kept'], role: 'support' },
  getLogLines: { channel: 'console', method: 'GET', path: '/api/v1/requests/:requestId/log/lines', summary: 'Lines of a kept log from a position of the filtered log', params: z.object({ requestId: RequestId }), query: z.strictObject({ ...lineFilter, position: z.optional(Count), limit: Limit }), answer: LogPage, errors: ['signed-out', 'not-allowed', 'bad-request', 'not-found', 'no-answer-kept'], role: 'support' },
  searchLog: { channel: 'console', method: 'GET', path: '/api/v1/requests/:requestId/log/matches', summary: 'Search a whole kept log', params: z.object({ requestId: RequestId }), query: z.strictObject({ ...lineFilter, q: z.string().check(z.minLength(1), z.maxLength(500)), regex: z.optional(z.boolean()), caseSensitive: z.optional(z.boolean()) }), answer: LogMatches, errors: ['signed-out', 'not-allowed', 'bad-request', 'not-found', 'no-answer-kept'], role: 'support' },
  downloadLog: { channel: 'console', method: 'GET', path: '/api/v1/requests/:requestId/log/text', summary: 'A kept log as plain text, full or filtered', params: z.object({ requestId: RequestId }), query: z.strictObject(lineFilter), stream: 'text-answer', errors: ['signed-out', 'not-allowed', 'bad-request', 'not-found', 'no-answer-kept'], role: 'support' },

  // --- connectors --------------------------------------------------------------------------------------------------
  listConnectors: { channel: 'console', method: 'GET', path: '/api/v1/connectors', summary: 'Connectors of the fleet or of one runtime, by name', query: z.strictObject({ ...windowQuery, runtime: z.optional(z.array(Id)), q: z.optional(z.string().check(z.maxLength(200))) }), answer: z.object({ window: Window, asOfAt: Instant, total: Count, rows: z.array(Connector) }), errors: ['signed-out', 'bad-request'], role: 'viewer' },
  getConnector: { channel: 'console', method: 'GET', path: '/api/v1/runtimes/:runtimeId/connectors/:connectorId', summary: 'One connector', params: z.object({ runtimeId: Id, connectorId: Id }), query: z.strictObject(windowQuery), answer: z.object({ window: Window, asOfAt: Instant, connector: Connector }), errors: ['signed-out', 'bad-request', 'not-found'], role: 'viewer' },
  listSchemaObjects: { channel: 'console', method: 'GET', path: '/api/v1/runtimes/:runtimeId/connectors/:connectorId/objects', summary: 'Objects of the kept schema; `q` searches object and field names over the whole snapshot', params: z.object({ runtimeId: Id, connectorId: Id }), query: z.strictObject({ q: z.optional(z.string().check(z.maxLength(200))), namespace: z.optional(z.string()), cursor: z.optional(Cursor), limit: Limit }), answer: SchemaObjectPage, errors: ['signed-out', 'bad-request', 'not-found', 'no-answer-kept'], role: 'viewer' },
  getSchemaObject: { channel: 'console', method: 'GET', path: '/api/v1/runtimes/:runtimeId/connectors/:connectorId/objects/:index', summary: 'One object of the kept schema with its fields', params: z.object({ runtimeId: Id, connectorId: Id, index: z.string().check(z.regex(/^[0-9]{1,7}$/)) }), answer: z.object({ index: Count, object: SchemaObject }), errors: ['signed-out', 'bad-request', 'not-found', 'no-answer-kept'], role: 'viewer' },

  // --- settings ----------------------------------------------------------------------------------------------------
  listEnvironments: { channel: 'console', method: 'GET', path: '/api/v1/environments', summary: 'Environments by name', answer: z.object({ rows: z.array(Environment) }), errors: ['signed-out'], role: 'viewer' },
  createEnvironment: { channel: 'console', method: 'POST', path: '/api/v1/environments', summary: 'Make an environment', body: NewEnvironment, answer: Environment, errors: ['signed-out', 'not-allowed', 'bad-request', 'conflict'], role: 'administrator' },
  renameEnvironment: { channel: 'console', method: 'PATCH', path: '/api/v1/environments/:environmentId', summary: 'Rename an environment', params: z.object({ environmentId: Id }), body: z.strictObject({ name: Name }), answer: Environment, errors: ['signed-out', 'not-allowed', 'bad-request', 'not-found', 'conflict'], role: 'administrator' },
  listEnrolmentTokens: { channel: 'console', method: 'GET', path: '/api/v1/enrolment-tokens', summary: 'Enrolment tokens without their secrets, newest first', answer: z.object({ asOfAt: Instant, rows: z.array(EnrolmentToken) }), errors: ['signed-out', 'not-allowed'], role: 'administrator' },
  createEnrolmentToken: {
    channel: 'console',
    method: 'POST',
    path: '/api/v1/enrolment-tokens',
    summary: 'Make a one-time enrolment token; the secret is in this answer and nowhere else',
    body: NewEnrolmentToken,
    answer: z.object({ token: EnrolmentToken, secret: z.string(), /** A command to run where the runtime shall live. */ command: z.string() }),
    errors: ['signed-out', 'not-allowed', 'bad-request', 'not-found'],
    role: 'administrator',
  },
  revokeEnrolmentToken: { channel: 'console', method: 'DELETE', path: '/api/v1/enrolment-tokens/:tokenId', summary: 'Make an open token useless', params: z.object({ tokenId: Id }), answer: EnrolmentToken, errors: ['signed-out', 'not-allowed', 'not-found', 'already-ended'], role: 'administrator' },
  getSettings: { channel: 'console', method: 'GET', path: '/api/v1/settings', summary: 'Retention, limits and what is kept', answer: Settings, errors: ['signed-out'], role: 'viewer' },
  updateRetention: { channel: 'console', method: 'PATCH', path: '/api/v1/settings/retention', summary: 'Change how long things are kept; applied by the next clean-up', body: Retention, answer: Settings, errors: ['signed-out', 'not-allowed', 'bad-request'], role: 'administrator' },

  // --- live --------------------------------------------------------------------------------------------------------
  streamEvents: { channel: 'console', method: 'GET', path: '/api/v1/events', summary: 'Hints about changes as server-sent events (see PlatformEvent)', stream: 'events', errors: ['signed-out'], role: 'viewer' },
  getOpenApi: { channel: 'console', method: 'GET', path: '/api/v1/openapi.json', summary: 'This contract as OpenAPI 3.1', answer: z.record(z.string(), z.unknown()), errors: [], role: 'anyone' },
} as const satisfies Record<string, OperationShape>;

export type ConsoleOperations = typeof consoleOperations;
export type ConsoleOperationName = keyof ConsoleOperations;
