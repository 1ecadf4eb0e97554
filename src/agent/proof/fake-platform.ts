import { agentOperations } from '#contract/agent-operations.ts';
import { AnswerRecord, type DeliveredRequest } from '#contract/answer.ts';
import { problemKinds, type ProblemCode } from '#contract/errors.ts';
import type { Heartbeat } from '#contract/heartbeat.ts';
import { readQuery } from '#contract/operation.ts';
import type { TrackingBatch } from '#contract/tracking.ts';
import type { ClockPort, TransportPort } from '../ports.ts';

/** A platform for specs: takes what the contract allows, remembers it, and fails on command. */
export interface FakePlatform extends TransportPort {
  beats: Heartbeat[];
  batches: TrackingBatch[];
  polls: { wait: number; bootId: string; holding?: string[] | undefined; at: number }[];
  progress: { requestId: string; done: number; total: number | null }[];
  answers: { requestId: string; records: AnswerRecord[] }[];
  enrolled: { name: string; certificateRequest: string }[];
  /** Every call in order, as `METHOD path`. */
  calls: string[];
  /** Decides before anything else: a problem code, `cut` for a lost connection, null to go on. */
  fault: (operation: string, body: unknown) => ProblemCode | 'cut' | null;
  wantsDescription: boolean;
  clockSkewMs: number;
  /** Hands these out with the held poll, or at once with the next one. */
  deliver(requests: DeliveredRequest[], cancelled?: string[]): void;
}

/** Makes it. Held polls are released by `deliver`, by their abort, or by `waitMs` when given: the spec's virtual timers. */
export function createFakePlatform(
  clock: ClockPort,
  sleep: (ms: number, signal: AbortSignal) => Promise<void>,
): FakePlatform {
  let queued: { requests: DeliveredRequest[]; cancelled: string[] } = { requests: [], cancelled: [] };
  let release = new AbortController();

  const platform: FakePlatform = {
    beats: [],
    batches: [],
    polls: [],
    progress: [],
    answers: [],
    enrolled: [],
    calls: [],
    fault: () => null,
    wantsDescription: false,
    clockSkewMs: 0,
    deliver(requests, cancelled = []) {
      queued = { requests: [...queued.requests, ...requests], cancelled: [...queued.cancelled, ...cancelled] };
      release.abort();
    },
    async fetch(request) {
      const url = new URL(request.url);
      platform.calls.push(`${request.method} ${url.pathname}`);
      const requestId = /\/requests\/([^/]+)\//.exec(url.pathname)?.[1] ?? '';
      const operation = url.pathname.endsWith('/progress')
        ? 'progress'
        : url.pathname.endsWith('/answer')
          ? 'answer'
          : request.method === 'GET'
            ? 'poll'
            : (url.pathname.split('/').at(-1) ?? '');
      const body: unknown =
        operation === 'answer' ? await readRecords(request) : operation === 'poll' ? null : await request.json();
      if (request.signal.aborted) throw new Error('aborted');
      const fault = platform.fault(operation, body);
      if (fault === 'cut') throw new Error('connection lost');
      if (fault !== null) return problem(fault);
      const now = clock.now() + platform.clockSkewMs;
      switch (operation) {
        case 'enrol': {
          const { name, certificateRequest } = agentOperations.enrol.body.parse(body);
          platform.enrolled.push({ name, certificateRequest });
          return Response.json({
            runtimeId: 'rt-1',
            environmentId: 'env-1',
            certificate: 'CERT',
            authority: 'CA',
            notAfterAt: now + 1e9,
          });
        }
        case 'heartbeat':
          platform.beats.push(agentOperations.heartbeat.body.parse(body));
          return Response.json({ receivedAt: now, wantsDescription: platform.wantsDescription, nextBeatMs: 5_000 });
        case 'tracking': {
          const batch = agentOperations.tracking.body.parse(body);
          platform.batches.push(batch);
          return Response.json({ batchId: batch.batchId, changed: batch.reports.length, receivedAt: now });
        }
        case 'poll': {
          const query = agentOperations.poll.query.parse(readQuery(agentOperations.poll.query, url.searchParams));
          platform.polls.push({ ...query, at: clock.now() });
          if (query.wait > 0 && queued.requests.length + queued.cancelled.length === 0)
            await sleep(query.wait, AbortSignal.any([request.signal, release.signal]));
          if (request.signal.aborted) throw new Error('aborted');
          const answer = queued;
          queued = { requests: [], cancelled: [] };
          release = new AbortController();
          return Response.json(answer);
        }
        case 'progress':
          platform.progress.push({ requestId, ...agentOperations.progress.body.parse(body) });
          return new Response(null, { status: 204 });
        default:
          platform.answers.push({ requestId, records: body as AnswerRecord[] });
          return new Response(null, { status: 204 });
      }
    },
  };
  return platform;
}

function problem(code: ProblemCode): Response {
  const { status, title } = problemKinds[code];
  const body = { type: 'about:blank', title, status, detail: title, code, field: null, requestId: 'q1' };
  return Response.json(body, { status, headers: { 'content-type': 'application/problem+json' } });
}

async function readRecords(request: Request): Promise<AnswerRecord[]> {
  const unzipped = request.body?.pipeThrough(new DecompressionStream('gzip'));
  const text = await new Response(unzipped ?? null).text();
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => AnswerRecord.parse(JSON.parse(line)));
}
