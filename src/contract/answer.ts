import * as z from 'zod/mini';
import { Count, Id, Instant } from './primitives.ts';
import { ErrorClass } from './failure.ts';
import { SchemaObject } from './connector.ts';
import { RequestSubject } from './request.ts';

/** Severity of a log line. */
export const logLevels = ['debug', 'info', 'warn', 'error'] as const;
export const LogLevel = z.enum(logLevels);
export type LogLevel = z.infer<typeof LogLevel>;

/** One line of an execution's log. `text` may hold line breaks (stack traces) and anything hostile. */
export const LogLine = z.strictObject({
  t: z.literal('line'),
  at: Instant,
  level: LogLevel,
  /** Number of the step it belongs to, null outside steps. */
  step: z.nullable(z.int().check(z.gte(1), z.lte(500))),
  text: z.string().check(z.maxLength(20_000_000)),
});
export type LogLine = z.infer<typeof LogLine>;

/** The full story of a failure: only ever sent because a person asked. */
export const ErrorDetails = z.strictObject({
  t: z.literal('error'),
  at: Instant,
  class: ErrorClass,
  code: z.nullable(z.string().check(z.maxLength(100))),
  message: z.string().check(z.maxLength(100_000)),
  step: z.nullable(z.int()),
  stepName: z.nullable(z.string()),
  connectorId: z.nullable(Id),
  document: z.nullable(z.strictObject({ number: Count, fileName: z.nullable(z.string()), record: z.nullable(Count) })),
  stack: z.nullable(z.string().check(z.maxLength(200_000))),
  /** Outermost first. */
  causes: z
    .array(
      z.strictObject({ type: z.string().check(z.maxLength(200)), message: z.string().check(z.maxLength(100_000)) }),
    )
    .check(z.maxLength(20)),
});
export type ErrorDetails = z.infer<typeof ErrorDetails>;

/**
 * An answer is a stream of these records, one JSON text a line: first `head`, then lines, objects or one error, then `end`;
 * or `refused` or `failed` in place of the rest. Parsed record by record at the agent's exit and again by the platform.
 */
export const AnswerRecord = z.discriminatedUnion('t', [
  z.strictObject({
    t: z.literal('head'),
    kind: z.enum(['execution-log', 'execution-error', 'connector-browse']),
    at: Instant,
  }),
  LogLine,
  z.strictObject({ t: z.literal('object'), object: SchemaObject }),
  ErrorDetails,
  z.strictObject({ t: z.literal('progress'), done: Count, total: z.nullable(Count) }),
  z.strictObject({ t: z.literal('refused'), reason: z.string().check(z.maxLength(500)) }),
  z.strictObject({ t: z.literal('failed'), reason: z.string().check(z.maxLength(500)) }),
  z.strictObject({ t: z.literal('end'), items: Count, cut: z.nullable(z.string().check(z.maxLength(300))) }),
]);
export type AnswerRecord = z.infer<typeof AnswerRecord>;

/** A request as the runtime receives it. It never learns more about the person than a name for its own ledger. */
export const DeliveredRequest = z.object({
  id: z.string(),
  subject: RequestSubject,
  askedBy: z.string(),
  expiresAt: Instant,
});
export type DeliveredRequest = z.infer<typeof DeliveredRequest>;

/** Answer to a held poll: new work, and the ids of delivered requests that people cancelled meanwhile. */
export const PollAnswer = z.object({
  requests: z.array(DeliveredRequest),
  cancelled: z.array(z.string()),
});
export type PollAnswer = z.infer<typeof PollAnswer>;
