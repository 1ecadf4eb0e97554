import { AnswerRecord } from '#contract/answer.ts';
import { ProblemError } from '#contract/errors.ts';
import { isOpen } from '#contract/request.ts';
import { type AnswerSink, createAnswerSink } from '#platform/answers/answer-sink.ts';
import { recordLines } from '#platform/answers/record-lines.ts';
import type { Core } from '#platform/core.ts';
import { answered, ended, working } from '#platform/requests/lifecycle.ts';
import type { AgentHandlers } from '#platform/routing/handlers.ts';
import { bodyStream } from '#platform/routing/read-body.ts';
import type { StoredRequest } from '#platform/store/store.ts';
import { runtimeOf, wantedRequest } from './runtime-of.ts';

/** Progress is written this often while an answer streams in. */
const PROGRESS_EVERY_MS = 500;

type Ending = Extract<AnswerRecord, { t: 'end' | 'refused' | 'failed' }>;

/** An answer that breaks the agreed form: repeating it would not help, so its request fails. */
class InvalidAnswerError extends Error {}

/**
 * The answer to a request, record by record. It becomes readable only when it came whole; a stream that broke is forgotten and the
 * request stays with the runtime, which may send it again.
 */
export function answerHandler(core: Core): AgentHandlers['answer'] {
  return async ({ params }, context) => {
    const request = await wantedRequest(core, context, params.requestId);
    const body = bodyStream(context.request);
    const intake = core.desk.beginIntake(request.number);
    try {
      await takeIn(core, request, body, intake.signal);
    } catch (error) {
      // A newer upload of the same answer puts its own chunks there. One that was stopped because nobody waits any more may have put
      // its last one after what was kept of it had been discarded.
      if (!intake.signal.aborted || (await endedUnanswered(core, request.number)))
        await core.store.answers.discard(request.number);
      if (!isFault(error)) throw error;
      const reason =
        `The answer of ${runtimeOf(context).record.name} was not in the agreed form: ${error.message}`.slice(0, 500);
      await core.desk.advance(request.number, (current) => ended(current, 'failed', reason, core.now()));
      throw error instanceof ProblemError
        ? error
        : new ProblemError('bad-request', reason, { field: 'body', cause: error });
    } finally {
      intake.end();
    }
  };
}

async function takeIn(
  core: Core,
  first: StoredRequest,
  body: ReturnType<typeof bodyStream>,
  signal: AbortSignal,
): Promise<void> {
  const { answers } = core.store;
  await answers.discard(first.number); // what an earlier, broken upload left
  const sink = createAnswerSink(core.store, first);
  const progress = { total: null as number | null, savedAt: -Infinity };
  let ending: Ending | null = null;
  let records = 0;
  let bytes = 0;
  for await (const batch of recordLines(body, signal)) {
    bytes = batch.bytes;
    for (const line of batch.lines) {
      if (signal.aborted) break;
      if (ending) throw new InvalidAnswerError('records came after its end.');
      const record = readRecord(line, (records += 1));
      ending = await take(record, records, first, sink, progress);
    }
    core.desk.noteActivity(first.number, core.now());
    if (records > 0 && !ending) await saveProgress(core, first.number, progress, sink.items());
  }
  if (signal.aborted)
    throw new ProblemError('answer-not-wanted', 'Nobody waits for this answer any more, or it is being sent again.');
  if (!ending) throw new ProblemError('bad-request', 'The answer ended before its end record.', { field: 'body' });
  if (ending.t !== 'end') {
    await answers.discard(first.number);
    const { t, reason } = ending;
    await core.desk.advance(first.number, (current) => ended(current, t, reason, core.now()));
    return;
  }
  if (ending.items !== sink.items())
    throw new InvalidAnswerError(`it has ${sink.items()} records where its end says ${ending.items}.`);
  if (first.kind === 'execution-error' && sink.items() === 0)
    throw new InvalidAnswerError('the error details are missing.');
  const kept = await sink.finish(bytes, ending.cut);
  await answers.finish(first.number, kept.description, kept.chunks, core.now());
  const outcome = { bytes, items: sink.items(), cut: ending.cut };
  const done = await core.desk.advance(first.number, (current) => answered(current, core.now(), outcome));
  if (!done) throw new ProblemError('answer-not-wanted', 'The request ended while its answer came.'); // and what was kept is discarded
}

async function take(
  record: AnswerRecord,
  count: number,
  request: StoredRequest,
  sink: AnswerSink,
  progress: { total: number | null },
): Promise<Ending | null> {
  if (record.t === 'refused' || record.t === 'failed') return record;
  if (count === 1) {
    if (record.t !== 'head' || record.kind !== request.kind)
      throw new InvalidAnswerError(`it must begin with a head of kind ${request.kind}.`);
    return null;
  }
  if (record.t === 'end') return record;
  if (record.t === 'progress') progress.total = record.total;
  else if (!(await sink.accept(record)))
    throw new InvalidAnswerError(`a record of type ${record.t} does not belong into it.`);
  return null;
}

function readRecord(line: string, number: number): AnswerRecord {
  const parsed = AnswerRecord.safeParse(readJson(line));
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw new InvalidAnswerError(
    `record ${number}${issue ? `, ${issue.path.join('.') || 'type'}: ${issue.message}` : ''}.`,
  );
}

function readJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined; // refused by the schema, which names the record
  }
}

async function saveProgress(
  core: Core,
  number: number,
  progress: { total: number | null; savedAt: number },
  done: number,
): Promise<void> {
  const now = core.now();
  if (now - progress.savedAt < PROGRESS_EVERY_MS) return;
  const saved = await core.desk.advance(number, (current) => working(current, now, { done, total: progress.total }));
  if (!saved) throw new ProblemError('answer-not-wanted', 'The request ended while its answer came.');
  progress.savedAt = now;
}

async function endedUnanswered(core: Core, number: number): Promise<boolean> {
  const current = await core.store.requests.get(number);
  return current !== null && !isOpen(current.state) && current.state !== 'answered';
}

function isFault(error: unknown): error is Error {
  return error instanceof InvalidAnswerError || (error instanceof ProblemError && error.code === 'too-large');
}
