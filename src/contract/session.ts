import * as z from 'zod/mini';
import { Count, Instant, Role } from './primitives.ts';

/** Who is signed in, and what the shell of every page needs to start. */
export const Session = z.object({
  person: z.object({ id: z.string(), name: z.string(), role: Role }),
  expiresAt: Instant,
  /** The platform's clock, and how fast it runs (1, but for the bundled world). */
  nowAt: Instant,
  speed: z.number(),
  /** What this page looks at. */
  host: z.enum(['live', 'demo']),
  release: z.string(),
});
export type Session = z.infer<typeof Session>;

/** A one-time code from a sign-in link. */
export const SignIn = z.object({ code: z.string().check(z.minLength(20), z.maxLength(200)) });
export type SignIn = z.infer<typeof SignIn>;

/** Answer to a sign-in. `bearer` is only set on hosts that cannot keep cookies (the bundled world). */
export const SignedIn = z.object({ session: Session, bearer: z.nullable(z.string()) });
export type SignedIn = z.infer<typeof SignedIn>;

/** A one-time sign-in link, shown once. `path` is relative to the dashboard's address. */
export const SignInLink = z.object({ path: z.string(), expiresAt: Instant });
export type SignInLink = z.infer<typeof SignInLink>;

/** Figures at the right of the rail. */
export const Badges = z.object({ runtimes: Count, executions: Count, connectors: Count, openRequests: Count });
export type Badges = z.infer<typeof Badges>;
