import * as z from 'zod/mini';
import { Count, EnvironmentKind, Id, Name } from './primitives.ts';
import { TOKEN_DEFAULT_MINUTES, TOKEN_MAX_MINUTES } from './rules.ts';

export const Environment = z.object({ id: Id, name: z.string(), kind: EnvironmentKind, runtimes: Count });
export type Environment = z.infer<typeof Environment>;

export const NewEnvironment = z.strictObject({ name: Name, kind: EnvironmentKind });
export type NewEnvironment = z.infer<typeof NewEnvironment>;

/** Body of `createEnrolmentToken`. A name pattern is literal text with `*` for any run of characters. */
export const NewEnrolmentToken = z.strictObject({
  environmentId: Id,
  namePattern: z._default(z.string().check(z.minLength(1), z.maxLength(100), z.regex(/^[A-Za-z0-9_.*-]+$/)), '*'),
  minutes: z._default(z.int().check(z.gte(1), z.lte(TOKEN_MAX_MINUTES)), TOKEN_DEFAULT_MINUTES),
});
export type NewEnrolmentToken = z.infer<typeof NewEnrolmentToken>;

/** How long things are kept, in days. */
export const Retention = z.strictObject({
  executionDays: z.int().check(z.gte(1), z.lte(3_650)),
  answerDays: z.int().check(z.gte(1), z.lte(3_650)),
});
export type Retention = z.infer<typeof Retention>;

export const Settings = z.object({
  retention: Retention,
  /** What is kept now, so that a limit can be judged before it is set. */
  kept: z.object({
    executions: Count,
    answers: Count,
    oldestExecutionAt: z.nullable(Count),
    storeBytes: z.nullable(Count),
  }),
  limits: z.object({ heartbeatEveryMs: Count, lateAfterMs: Count, offlineAfterMs: Count, requestDeadlineMs: Count }),
});
export type Settings = z.infer<typeof Settings>;
