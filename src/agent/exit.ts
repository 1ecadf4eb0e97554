import { agentOperations, type AgentOperationName, type AgentOperations } from '#contract/agent-operations.ts';
import { PollAnswer, type AnswerRecord, type DeliveredRequest } from '#contract/answer.ts';
import { fillPath, writeQuery, type OperationAnswer, type OperationShape } from '#contract/operation.ts';
import { TRACKING_BODY_MAX_BYTES } from '#contract/rules.ts';
import { ExecutionReport } from '#contract/tracking.ts';
import type * as z from 'zod/mini';
import { encodeAnswer, issueOf } from './answer-stream.ts';
import { fieldPaths } from './field-paths.ts';
import { createLedgerWriter, digestOf, type LedgerCategory, type LedgerLine } from './ledger.ts';
import { parseJson, readProblem, unreachable, type Outcome } from './outcome.ts';
import type { AgentOptions } from './ports.ts';
import { reduceTemplate } from './template.ts';

/** The automatic list (promise 12). Everything else needs the id of a person's request that the platform delivered. */
const automatic: Partial<Record<AgentOperationName, LedgerCategory>> = {
  enrol: 'enrolment',
  heartbeat: 'online-status',
  tracking: 'tracking',
  poll: 'poll',
};

/** Requests are remembered up to this number; an agent holds a handful at a time. */
const GRANTS_MAX = 1_000;

type Body<N extends AgentOperationName> = AgentOperations[N] extends { body: z.ZodMiniType }
  ? z.input<AgentOperations[N]['body']>
  : never;

/** A message that wants to leave. */
export type Leaving =
  | { operation: 'enrol'; body: Body<'enrol'> }
  | { operation: 'heartbeat'; body: Body<'heartbeat'> }
  | { operation: 'tracking'; body: Body<'tracking'> }
  | { operation: 'poll'; query: z.input<AgentOperations['poll']['query']> }
  | { operation: 'progress'; requestId: string; body: Body<'progress'> }
  | { operation: 'answer'; requestId: string; records: AsyncIterable<AnswerRecord> };

type Answer<M extends Leaving> = OperationAnswer<AgentOperations[M['operation']]>;

/** The one way out of the runtime (invariant 4). */
export interface Exit {
  /**
   * Lets one message out and gives what the platform answered. Parsed with the strict schema of its operation, tied to a person's
   * request unless it is on the automatic list, bounded, written to the ledger first. Never throws.
   */
  leave<M extends Leaving>(
    message: M,
    options: { signal: AbortSignal; timeoutMs: number },
  ): Promise<Outcome<Answer<M>>>;
  /** Messages that were refused since the start. */
  refused(): number;
}

/** Makes the exit. Nothing else in an agent may hold its transport. */
export function createExit(
  ports: Pick<AgentOptions, 'platform' | 'transport' | 'ledger' | 'clock' | 'timers' | 'log'>,
): Exit {
  const writeLedger = createLedgerWriter(ports.ledger);
  const granted = new Map<string, DeliveredRequest>();
  let refusals = 0;

  const refuse = (
    operation: string,
    reason: string,
    isContent = true,
  ): Extract<Outcome<never>, { kind: 'refused' }> => {
    refusals += 1;
    ports.log('warn', 'the exit refused a message', { operation, reason });
    return { kind: 'refused', reason, isContent };
  };

  /** Writes the ledger; a line that cannot be kept means that nothing leaves. */
  const enter = async (line: Omit<LedgerLine, 'at'>): Promise<string | null> => {
    try {
      await writeLedger({ at: ports.clock.now(), ...line });
      return null;
    } catch (error) {
      return `the ledger cannot be written: ${error instanceof Error ? error.message : String(error)}`;
    }
  };

  const dial = async <T>(request: Request, shape: OperationShape): Promise<Outcome<T>> => {
    try {
      const response = await ports.transport.fetch(request);
      if (!response.ok) return await readProblem(response);
      if (!shape.answer) {
        await response.body?.cancel();
        return { kind: 'answered', value: undefined as T }; // the operation answers nothing
      }
      const parsed = shape.answer.safeParse(parseJson(await response.text()));
      if (parsed.success) return { kind: 'answered', value: parsed.data as T }; // the schema is that of the operation
      return {
        kind: 'problem',
        status: response.status,
        code: null,
        detail: `the answer does not fit: ${issueOf(parsed.error.issues[0])}`,
      };
    } catch (error) {
      return request.signal.aborted ? { kind: 'aborted' } : unreachable(error);
    }
  };

  /** Runs one call with a time limit on the port's timers. */
  const within = async <T>(
    options: { signal: AbortSignal; timeoutMs: number },
    call: (signal: AbortSignal) => Promise<Outcome<T>>,
  ): Promise<Outcome<T>> => {
    const limit = new AbortController();
    const done = new AbortController();
    void ports.timers
      .sleep(options.timeoutMs, AbortSignal.any([done.signal, options.signal]))
      .then(() => limit.abort());
    const outcome = await call(AbortSignal.any([limit.signal, options.signal]));
    const isTimeout = outcome.kind === 'aborted' && limit.signal.aborted && !options.signal.aborted;
    done.abort();
    return isTimeout
      ? { kind: 'unreachable', reason: `no answer within ${options.timeoutMs} ms`, isUntrusted: false }
      : outcome;
  };

  const leaveWhole = async (
    message: Exclude<Leaving, { operation: 'answer' }>,
    signal: AbortSignal,
  ): Promise<Outcome<unknown>> => {
    const { operation } = message;
    const shape: OperationShape = agentOperations[operation];
    const asked = 'requestId' in message ? granted.get(message.requestId) : undefined;
    const category = automatic[operation] ?? (asked ? 'progress' : null);
    if (category === null) return refuse(operation, 'no person asked for this');
    const schema = shape.body ?? shape.query;
    const parsed = schema?.safeParse('body' in message ? withReducedTemplates(message.body) : message.query);
    if (!parsed?.success) return refuse(operation, parsed ? issueOf(parsed.error.issues[0]) : 'not on the list');

    const isBody = 'body' in message;
    const search = isBody ? '' : `?${writeQuery(parsed.data as Record<string, unknown>)}`;
    const bytes = new TextEncoder().encode(isBody ? JSON.stringify(parsed.data) : search);
    if (bytes.byteLength > TRACKING_BODY_MAX_BYTES)
      return refuse(operation, `larger than ${TRACKING_BODY_MAX_BYTES} bytes`);
    const refusal = await enter({
      category,
      operation,
      phase: 'whole',
      bytes: bytes.byteLength,
      records: operation === 'tracking' ? (parsed.data as { reports: unknown[] }).reports.length : null,
      requestId: asked?.id ?? null,
      person: asked?.askedBy ?? 'automatic',
      fields: fieldPaths(parsed.data),
      digest: digestOf(bytes),
    });
    if (refusal !== null) return refuse(operation, refusal, false);
    const url = `${ports.platform}${fillPath(shape.path, asked ? { requestId: asked.id } : {})}${search}`;
    const init: RequestInit = isBody ? { body: bytes, headers: { 'content-type': 'application/json' } } : {};
    return dial(new Request(url, { method: shape.method, signal, ...init }), shape);
  };

  const leaveAnswer = async (
    message: Extract<Leaving, { operation: 'answer' }>,
    signal: AbortSignal,
  ): Promise<Outcome<unknown>> => {
    const asked = granted.get(message.requestId);
    if (!asked) return refuse('answer', 'no person asked for this');
    const { kind } = asked.subject;
    const line = { category: kind, operation: 'answer', requestId: asked.id, person: asked.askedBy };
    const opening = await enter({
      ...line,
      phase: 'opening',
      bytes: 0,
      records: 0,
      fields: [],
      digest: digestOf(new Uint8Array()),
    });
    if (opening !== null) return refuse('answer', opening, false);
    const { body, tally } = encodeAnswer(kind, message.records, (reason) => void refuse('answer', reason));
    const url = `${ports.platform}${fillPath(agentOperations.answer.path, { requestId: asked.id })}`;
    const outcome = await dial(await streamingRequest(url, body, signal), agentOperations.answer);
    const closing = await enter({
      ...line,
      phase: 'closing',
      bytes: tally.bytes,
      records: tally.records,
      fields: tally.fields,
      digest: tally.digest(),
    });
    if (closing !== null)
      ports.log('error', 'the closing entry of an answer is missing in the ledger', {
        request: asked.id,
        reason: closing,
      });
    return outcome;
  };

  return {
    async leave<M extends Leaving>(
      message: M,
      options: { signal: AbortSignal; timeoutMs: number },
    ): Promise<Outcome<Answer<M>>> {
      const outcome = await within(options, (signal) =>
        message.operation === 'answer' ? leaveAnswer(message, signal) : leaveWhole(message, signal),
      );
      if (message.operation === 'poll' && outcome.kind === 'answered')
        keepGrants(granted, PollAnswer.parse(outcome.value));
      return outcome as Outcome<Answer<M>>; // `dial` parsed it with the answer schema of this operation
    },
    refused: () => refusals,
  };
}

/** What people asked is known to the exit from the platform's own answers, not from whoever calls it. */
function keepGrants(granted: Map<string, DeliveredRequest>, answer: PollAnswer): void {
  for (const id of answer.cancelled) granted.delete(id);
  for (const request of answer.requests) granted.set(request.id, request);
  for (const id of granted.keys()) {
    if (granted.size <= GRANTS_MAX) break;
    granted.delete(id);
  }
}

/** Why the exit would not let a report out, null when it would. Lets tracking find the one that spoils its batch. */
export function faultOfReport(report: unknown): string | null {
  const parsed = ExecutionReport.safeParse(withReducedTemplate(report));
  if (!parsed.success) return issueOf(parsed.error.issues[0]);
  return JSON.stringify(parsed.data).length > TRACKING_BODY_MAX_BYTES - 10_000 ? 'larger than a batch' : null;
}

/** Whatever a runtime calls a template is reduced here once more, before the schema bounds it. */
function withReducedTemplates(body: unknown): unknown {
  if (!isRecord(body) || !Array.isArray(body['reports'])) return body;
  const reports = body['reports'].map(withReducedTemplate);
  return { ...body, reports };
}

function withReducedTemplate(report: unknown): unknown {
  if (!isRecord(report) || !isRecord(report['failure']) || typeof report['failure']['template'] !== 'string')
    return report;
  return { ...report, failure: { ...report['failure'], template: reduceTemplate(report['failure']['template']) } };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A request whose body streams where the host can do that; elsewhere (Firefox and Safari in 2026) the body is collected first. */
async function streamingRequest(
  url: string,
  body: ReadableStream<Uint8Array<ArrayBuffer>>,
  signal: AbortSignal,
): Promise<Request> {
  const init = {
    method: 'POST',
    signal,
    headers: { 'content-type': 'application/x-ndjson', 'content-encoding': 'gzip' },
  };
  if (!canStreamRequests()) return new Request(url, { ...init, body: await new Response(body).arrayBuffer() });
  const streaming: RequestInit & { duplex: 'half' } = { ...init, body, duplex: 'half' };
  return new Request(url, streaming);
}

/** A host that streams asks for `duplex` and does not take the stream for text. */
function canStreamRequests(): boolean {
  let isAsked = false;
  const init = {
    method: 'POST',
    body: new ReadableStream(),
    get duplex() {
      isAsked = true;
      return 'half';
    },
  };
  return !new Request('https://platform.invalid/', init).headers.has('content-type') && isAsked;
}
