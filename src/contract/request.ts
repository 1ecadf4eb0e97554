import * as z from 'zod/mini';
import { Count, Id, Instant } from './primitives.ts';

/** What a person can ask of a runtime. */
export const requestKinds = ['execution-log', 'execution-error', 'connector-browse'] as const;
export const RequestKind = z.enum(requestKinds);
export type RequestKind = z.infer<typeof RequestKind>;

export const requestStates = [
  'queued',
  'delivered',
  'working',
  'answered',
  'refused',
  'failed',
  'expired',
  'cancelled',
] as const;
export const RequestState = z.enum(requestStates);
export type RequestState = z.infer<typeof RequestState>;

/** True until a request has ended. */
export function isOpen(state: RequestState): boolean {
  return state === 'queued' || state === 'delivered' || state === 'working';
}

/** What is asked about: an execution for logs and errors, a connector for its schema. */
export const RequestSubject = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('execution-log'), executionId: Id }),
  z.object({ kind: z.literal('execution-error'), executionId: Id }),
  z.object({ kind: z.literal('connector-browse'), runtimeId: Id, connectorId: Id }),
]);
export type RequestSubject = z.infer<typeof RequestSubject>;

/** Body of `createRequest`. `fresh` asks again although an answer is kept. */
export const NewRequest = z.object({ subject: RequestSubject, fresh: z.optional(z.boolean()) });
export type NewRequest = z.infer<typeof NewRequest>;

/** A question that waits for, or was answered by, a runtime. */
export const Request = z.object({
  /** `R-12` */
  id: z.string().check(z.regex(/^R-[1-9][0-9]{0,11}$/)),
  subject: RequestSubject,
  /** For people: `Log of run 7f3a`, `Schema of ERP01`. */
  title: z.string(),
  runtimeId: Id,
  runtimeName: z.string(),
  state: RequestState,
  /** Why it was refused, failed, expired or cancelled: one sentence. */
  reason: z.nullable(z.string()),
  askedBy: z.string(),
  askedAt: Instant,
  /** Others who asked the same while it was open, in order. */
  joined: z.array(z.object({ person: z.string(), joinedAt: Instant })),
  expiresAt: Instant,
  deliveredAt: z.nullable(Instant),
  /** How often it was handed to the runtime; 2 after a restart in between. */
  deliveries: Count,
  workingAt: z.nullable(Instant),
  endedAt: z.nullable(Instant),
  progress: z.nullable(
    z.object({ done: Count, total: z.nullable(Count), unit: z.enum(['lines', 'objects']), reportedAt: Instant }),
  ),
  answer: z.nullable(
    z.object({
      bytes: Count,
      /** Lines of a log, objects of a schema, 1 for error details. */
      items: Count,
      receivedAt: Instant,
      keptUntilAt: Instant,
      /** A sentence when something is missing ("cut at 2 000 000 lines"), else null. */
      cut: z.nullable(z.string()),
    }),
  ),
  /** What can honestly be said of an open request; null once it ended. */
  estimate: z.nullable(
    z.discriminatedUnion('kind', [
      /** The runtime is in contact; its poll is open or its next beat is expected at `expectedAt`. */
      z.object({ kind: z.literal('next-contact'), lastContactAt: Instant, expectedAt: Instant }),
      /** The runtime is away: delivered when it returns. */
      z.object({ kind: z.literal('when-it-returns'), awaySinceAt: z.nullable(Instant) }),
      /** The runtime has it. `usualMs` is the median of earlier answers of this kind, null when there are none. */
      z.object({ kind: z.literal('with-the-runtime'), usualMs: z.nullable(Count) }),
    ]),
  ),
});
export type Request = z.infer<typeof Request>;
