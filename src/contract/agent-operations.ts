import * as z from 'zod/mini';
import { PollAnswer } from './answer.ts';
import { EnrolmentAnswer, EnrolmentRequest } from './enrolment.ts';
import { Heartbeat, HeartbeatAnswer } from './heartbeat.ts';
import type { OperationShape } from './operation.ts';
import { Count, Id } from './primitives.ts';
import { TrackingAcknowledgement, TrackingBatch } from './tracking.ts';

const RequestId = z.string().check(z.regex(/^R-[1-9][0-9]{0,11}$/));

/**
 * Operations of the agent channel. Always called by the runtime; the platform has no way to call one. All but `enrol` need the
 * client certificate that enrolment gave. Automatic are `enrol`, `heartbeat`, `tracking` and the empty poll; everything else
 * carries the id of a person's request in its path.
 */
export const agentOperations = {
  enrol: {
    channel: 'agent',
    method: 'POST',
    path: '/agent/v1/enrol',
    summary: 'Exchange a one-time token and a CSR for a certificate',
    body: EnrolmentRequest,
    answer: EnrolmentAnswer,
    errors: ['bad-request', 'token-refused', 'too-large'],
    role: 'enrolling',
  },
  heartbeat: {
    channel: 'agent',
    method: 'POST',
    path: '/agent/v1/heartbeat',
    summary: 'Online status',
    body: Heartbeat,
    answer: HeartbeatAnswer,
    errors: ['bad-request', 'no-certificate', 'runtime-retired', 'too-large'],
    role: 'runtime',
  },
  tracking: {
    channel: 'agent',
    method: 'POST',
    path: '/agent/v1/tracking',
    summary: 'Executions that changed; acknowledged after commit, safe to repeat',
    body: TrackingBatch,
    answer: TrackingAcknowledgement,
    errors: ['bad-request', 'no-certificate', 'runtime-retired', 'wrong-runtime', 'too-large', 'store-unavailable'],
    role: 'runtime',
  },
  poll: {
    channel: 'agent',
    method: 'GET',
    path: '/agent/v1/requests',
    summary: 'Held poll: answers at once when people asked something, otherwise after `wait`',
    query: z.strictObject({
      /** Milliseconds to hold, at most POLL_HOLD_MS. */
      wait: z.int().check(z.gte(0), z.lte(60_000)),
      bootId: Id,
      /** Ids of requests that the agent has in hand: those it was given and is still answering. */
      holding: z.optional(z.array(RequestId)),
    }),
    answer: PollAnswer,
    errors: ['bad-request', 'no-certificate', 'runtime-retired'],
    role: 'runtime',
  },
  progress: {
    channel: 'agent',
    method: 'POST',
    path: '/agent/v1/requests/:requestId/progress',
    summary: 'The runtime works on it',
    params: z.object({ requestId: RequestId }),
    body: z.strictObject({ done: Count, total: z.nullable(Count) }),
    errors: ['bad-request', 'no-certificate', 'runtime-retired', 'not-found', 'wrong-runtime', 'answer-not-wanted'],
    role: 'runtime',
  },
  answer: {
    channel: 'agent',
    method: 'POST',
    path: '/agent/v1/requests/:requestId/answer',
    summary: 'The answer: NDJSON of AnswerRecord, gzip, streamed',
    params: z.object({ requestId: RequestId }),
    stream: 'ndjson-body',
    errors: [
      'bad-request',
      'no-certificate',
      'runtime-retired',
      'not-found',
      'wrong-runtime',
      'answer-not-wanted',
      'too-large',
    ],
    role: 'runtime',
  },
} as const satisfies Record<string, OperationShape>;

export type AgentOperations = typeof agentOperations;
export type AgentOperationName = keyof AgentOperations;
