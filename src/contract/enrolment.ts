import * as z from 'zod/mini';
import { Id, Instant, Name } from './primitives.ts';

/** First words of a runtime: a one-time token and a certificate signing request. The private key stays where it was made. */
export const EnrolmentRequest = z.strictObject({
  token: z.string().check(z.minLength(20), z.maxLength(200)),
  name: Name,
  /** PKCS#10, PEM, P-256. */
  certificateRequest: z.string().check(z.minLength(100), z.maxLength(8_000)),
});
export type EnrolmentRequest = z.infer<typeof EnrolmentRequest>;

export const EnrolmentAnswer = z.object({
  runtimeId: Id,
  environmentId: Id,
  /** PEM, for mutual TLS from now on. */
  certificate: z.string(),
  /** PEM of the platform's own CA, pinned by the agent. */
  authority: z.string(),
  notAfterAt: Instant,
});
export type EnrolmentAnswer = z.infer<typeof EnrolmentAnswer>;

/** A one-time permission to enrol. Its secret is shown once, when it is made. */
export const EnrolmentToken = z.object({
  id: Id,
  environmentId: Id,
  environmentName: z.string(),
  /** Runtimes may only take names that match, e.g. `ber-*`; `*` allows any. */
  namePattern: z.string(),
  createdAt: Instant,
  createdBy: z.string(),
  expiresAt: Instant,
  state: z.enum(['open', 'used', 'expired', 'revoked']),
  usedBy: z.nullable(z.object({ runtimeId: Id, runtimeName: z.string(), usedAt: Instant })),
  revokedAt: z.nullable(Instant),
});
export type EnrolmentToken = z.infer<typeof EnrolmentToken>;
