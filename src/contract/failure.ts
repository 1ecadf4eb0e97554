import * as z from 'zod/mini';

/** What kind of thing went wrong, in the words of the field. Drives grouping now and "who acts" later. */
export const errorClasses = [
  'connection',
  'credential',
  'permission',
  'not-found',
  'timeout',
  'throttled',
  'target-refused',
  'target-failed',
  'data-invalid',
  'data-missing',
  'duplicate',
  'parse',
  'encoding',
  'mapping',
  'schema',
  'disk',
  'limit',
  'configuration',
  'aborted',
  'internal',
  'unknown',
] as const;
export const ErrorClass = z.enum(errorClasses);
export type ErrorClass = z.infer<typeof ErrorClass>;

/** A code as its system prints it (`ORA-28001`, `23505`, `HTTP 422`, `ENOENT`): short, no free text. */
export const ErrorCode = z.string().check(z.regex(/^[A-Z0-9][A-Z0-9_-]{0,15}([ .:-][A-Z0-9_-]{1,15}){0,3}$/));

/**
 * The reason of a failure as it may leave a runtime by itself: a class, a code and the *template* of the message, its values
 * slotted out as `<str>`, `<num>`, `<path>`, ... No data value is ever in it (invariant 4, `template.ts`).
 */
export const FailureReport = z.strictObject({
  class: ErrorClass,
  code: z.nullable(ErrorCode),
  template: z.string().check(z.minLength(1), z.maxLength(300)),
  /** Number of the step that failed, from 1; null when the run failed outside its steps. */
  step: z.nullable(z.int().check(z.gte(1), z.lte(500))),
  /** The connector that the step spoke to, if any. */
  connectorId: z.nullable(z.string().check(z.regex(/^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$/))),
});
export type FailureReport = z.infer<typeof FailureReport>;

/** A failure as the console shows it: the report plus the group that the platform put it in. */
export const Failure = z.object({
  class: ErrorClass,
  code: z.nullable(z.string()),
  template: z.string(),
  step: z.nullable(z.int()),
  stepName: z.nullable(z.string()),
  connectorId: z.nullable(z.string()),
  connectorName: z.nullable(z.string()),
  /** `F-12`: failures with the same fingerprint are one group. */
  groupId: z.string(),
  /** `v1:` and 16 hex digits; the version is part of it, so a better rule never mixes with an older one. */
  fingerprint: z.string(),
});
export type Failure = z.infer<typeof Failure>;
