import * as z from 'zod/mini';

/** Every code that either channel answers with, its HTTP status and a title. The page turns codes into advice (`dashboard/api/sentences.ts`). */
export const problemKinds = {
  'bad-request': { status: 400, title: 'The request is not valid' },
  'signed-out': { status: 401, title: 'Not signed in' },
  'no-certificate': { status: 401, title: 'A client certificate of this platform is needed' },
  'sign-in-refused': { status: 401, title: 'This sign-in link does not work' },
  'not-allowed': { status: 403, title: 'Your role does not allow this' },
  'token-refused': { status: 403, title: 'The enrolment token does not work' },
  'wrong-runtime': { status: 403, title: 'This belongs to another runtime' },
  'runtime-retired': { status: 403, title: 'The runtime is retired' },
  'not-found': { status: 404, title: 'There is no such thing' },
  'no-answer-kept': { status: 404, title: 'No answer is kept for this' },
  'unknown-operation': { status: 404, title: 'There is no such operation' },
  conflict: { status: 409, title: 'The state has changed meanwhile' },
  'already-ended': { status: 409, title: 'It has ended already' },
  'answer-not-wanted': { status: 410, title: 'Nobody waits for this answer any more' },
  'too-large': { status: 413, title: 'The message is too large' },
  'not-browsable': { status: 422, title: 'This connector cannot be browsed' },
  internal: { status: 500, title: 'The platform failed' },
  'store-unavailable': { status: 503, title: 'The store cannot be used now' },
} as const satisfies Record<string, { status: number; title: string }>;

export type ProblemCode = keyof typeof problemKinds;
export const problemCodes = Object.keys(problemKinds) as [ProblemCode, ...ProblemCode[]];

/** RFC 9457 problem details, sent as `application/problem+json`. */
export const Problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  /** What is wrong here, naming the field or thing; safe to show. */
  detail: z.string(),
  code: z.enum(problemCodes),
  /** Path of the offending field for `bad-request`, e.g. `query.from`. */
  field: z.nullable(z.string()),
  /** Finds this answer in the platform's log. */
  requestId: z.string(),
});
export type Problem = z.infer<typeof Problem>;

/** An expected failure: thrown by the cores, answered as a `Problem` by the platform, thrown again by the client. */
export class ProblemError extends Error {
  readonly code: ProblemCode;
  readonly field: string | null;

  constructor(code: ProblemCode, detail: string, options: { field?: string; cause?: unknown } = {}) {
    super(detail, { cause: options.cause });
    this.name = 'ProblemError';
    this.code = code;
    this.field = options.field ?? null;
  }

  get status(): number {
    return problemKinds[this.code].status;
  }
}
