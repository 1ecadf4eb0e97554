import * as z from 'zod/mini';
import type { OperationShape } from '../operation.ts';
import { EnrolmentToken } from '../enrolment.ts';
import { Id, Instant, Name } from '../primitives.ts';
import { Environment, NewEnrolmentToken, NewEnvironment, Retention, Settings } from '../settings.ts';

/** Operations of the settings page. */
export const settingsOperations = {
  listEnvironments: {
    channel: 'console',
    method: 'GET',
    path: '/api/v1/environments',
    summary: 'Environments by name',
    answer: z.object({ rows: z.array(Environment) }),
    errors: ['signed-out'],
    role: 'viewer',
  },
  createEnvironment: {
    channel: 'console',
    method: 'POST',
    path: '/api/v1/environments',
    summary: 'Make an environment',
    body: NewEnvironment,
    answer: Environment,
    errors: ['signed-out', 'not-allowed', 'bad-request', 'conflict'],
    role: 'administrator',
  },
  renameEnvironment: {
    channel: 'console',
    method: 'PATCH',
    path: '/api/v1/environments/:environmentId',
    summary: 'Rename an environment',
    params: z.object({ environmentId: Id }),
    body: z.strictObject({ name: Name }),
    answer: Environment,
    errors: ['signed-out', 'not-allowed', 'bad-request', 'not-found', 'conflict'],
    role: 'administrator',
  },
  listEnrolmentTokens: {
    channel: 'console',
    method: 'GET',
    path: '/api/v1/enrolment-tokens',
    summary: 'Enrolment tokens without their secrets, newest first',
    answer: z.object({ asOfAt: Instant, rows: z.array(EnrolmentToken) }),
    errors: ['signed-out', 'not-allowed'],
    role: 'administrator',
  },
  createEnrolmentToken: {
    channel: 'console',
    method: 'POST',
    path: '/api/v1/enrolment-tokens',
    summary: 'Make a one-time enrolment token; the secret is in this answer and nowhere else',
    body: NewEnrolmentToken,
    answer: z.object({
      token: EnrolmentToken,
      secret: z.string(),
      /** A command to run where the runtime shall live. */ command: z.string(),
    }),
    errors: ['signed-out', 'not-allowed', 'bad-request', 'not-found'],
    role: 'administrator',
  },
  revokeEnrolmentToken: {
    channel: 'console',
    method: 'DELETE',
    path: '/api/v1/enrolment-tokens/:tokenId',
    summary: 'Make an open token useless',
    params: z.object({ tokenId: Id }),
    answer: EnrolmentToken,
    errors: ['signed-out', 'not-allowed', 'not-found', 'already-ended'],
    role: 'administrator',
  },
  getSettings: {
    channel: 'console',
    method: 'GET',
    path: '/api/v1/settings',
    summary: 'Retention, limits and what is kept',
    answer: Settings,
    errors: ['signed-out'],
    role: 'viewer',
  },
  updateRetention: {
    channel: 'console',
    method: 'PATCH',
    path: '/api/v1/settings/retention',
    summary: 'Change how long things are kept; applied by the next clean-up',
    body: Retention,
    answer: Settings,
    errors: ['signed-out', 'not-allowed', 'bad-request'],
    role: 'administrator',
  },
} as const satisfies Record<string, OperationShape>;
