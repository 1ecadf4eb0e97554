import * as z from 'zod/mini';
import type { OperationShape } from '../operation.ts';
import { Overview } from '../overview.ts';
import { RelativeWindow } from '../primitives.ts';
import { Badges, Session, SignIn, SignInLink, SignedIn } from '../session.ts';

/** Operations of the session, of Now and of the event stream. */
export const sessionOperations = {
  signIn: {
    channel: 'console',
    method: 'POST',
    path: '/api/v1/session',
    summary: 'Sign in with the one-time code of a link',
    body: SignIn,
    answer: SignedIn,
    errors: ['bad-request', 'sign-in-refused'],
    role: 'anyone',
  },
  getSession: {
    channel: 'console',
    method: 'GET',
    path: '/api/v1/session',
    summary: 'Who is signed in, and the platform clock',
    answer: Session,
    errors: ['signed-out'],
    role: 'viewer',
  },
  signOut: {
    channel: 'console',
    method: 'DELETE',
    path: '/api/v1/session',
    summary: 'End this session',
    errors: ['signed-out'],
    role: 'viewer',
  },
  createSignInLink: {
    channel: 'console',
    method: 'POST',
    path: '/api/v1/session/links',
    summary: 'Make a one-time sign-in link for another browser of the same person',
    answer: SignInLink,
    errors: ['signed-out', 'not-allowed'],
    role: 'viewer',
  },
  getBadges: {
    channel: 'console',
    method: 'GET',
    path: '/api/v1/badges',
    summary: 'Figures of the rail',
    query: z.strictObject({ last: z.optional(RelativeWindow) }),
    answer: Badges,
    errors: ['signed-out', 'bad-request'],
    role: 'viewer',
  },
  getOverview: {
    channel: 'console',
    method: 'GET',
    path: '/api/v1/overview',
    summary: 'Fleet, executions by status and what needs attention, over one window',
    query: z.strictObject({ last: z.optional(RelativeWindow) }),
    answer: Overview,
    errors: ['signed-out', 'bad-request'],
    role: 'viewer',
  },
  streamEvents: {
    channel: 'console',
    method: 'GET',
    path: '/api/v1/events',
    summary: 'Hints about changes as server-sent events (see PlatformEvent)',
    stream: 'events',
    errors: ['signed-out'],
    role: 'viewer',
  },
  getOpenApi: {
    channel: 'console',
    method: 'GET',
    path: '/api/v1/openapi.json',
    summary: 'This contract as OpenAPI 3.1',
    answer: z.record(z.string(), z.unknown()),
    errors: [],
    role: 'anyone',
  },
} as const satisfies Record<string, OperationShape>;
