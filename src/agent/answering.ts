import type { AnswerRecord, DeliveredRequest } from '#contract/answer.ts';
import { createBackoff } from './backoff.ts';
import type { Exit } from './exit.ts';
import { isTurnedDown, outcomeInWords } from './outcome.ts';
import type { AgentOptions } from './ports.ts';

/** Answers in work at a time; the others wait in hand. */
const CONCURRENT_MAX = 4;
const ATTEMPTS_MAX = 10;
const ANSWER_TIMEOUT_MS = 3_600_000;
const PROGRESS_TIMEOUT_MS = 15_000;
/** Progress is told at most this often ... */
const PROGRESS_EVERY_MS = 1_000;
/** ... and at least this often while the runtime works, well below WORKING_SILENCE_MS. */
const PROGRESS_ALIVE_MS = 30_000;

/** The requests that an agent has in hand. */
export interface Answering {
  take(request: DeliveredRequest): void;
  /** A person does not want it any more. */
  cancel(requestId: string): void;
  /** Ids in hand: waiting or in work. */
  holding(): string[];
  /** Aborts all and resolves when nothing runs. */
  stop(): Promise<void>;
}

interface Work {
  request: DeliveredRequest;
  controller: AbortController;
}

/** Makes it: asks the runtime, streams what it says through the exit, tells progress meanwhile. */
export function createAnswering(
  ports: Pick<AgentOptions, 'runtime' | 'timers' | 'clock' | 'random' | 'log'>,
  exit: Exit,
): Answering {
  const inHand = new Map<string, Work>();
  const waiting: Work[] = [];
  const running = new Set<Promise<void>>();

  const startNext = (): void => {
    while (running.size < CONCURRENT_MAX) {
      const work = waiting.shift();
      if (!work) return;
      const run = answer(work)
        .catch((error: unknown) =>
          ports.log('error', 'an answer failed', { request: work.request.id, reason: String(error) }),
        )
        .finally(() => {
          inHand.delete(work.request.id);
          running.delete(run);
          startNext();
        });
      running.add(run);
    }
  };

  async function answer({ request, controller }: Work): Promise<void> {
    const { signal } = controller;
    const backoff = createBackoff(ports.random);
    let isReplaced = false;
    for (let attempt = 1; attempt <= ATTEMPTS_MAX && !signal.aborted; attempt += 1) {
      const progress = createProgress(request, controller);
      await progress.tell(); // marks it as being worked on
      if (signal.aborted) return;
      const telling = progress.run();
      const records = isReplaced ? turnedDown() : withoutProgress(ports.runtime.answer(request, signal), progress.note);
      const outcome = await exit.leave(
        { operation: 'answer', requestId: request.id, records },
        { signal, timeoutMs: ANSWER_TIMEOUT_MS },
      );
      progress.end();
      await telling;
      if (outcome.kind === 'answered' || outcome.kind === 'aborted') return;
      const reason = outcomeInWords(outcome);
      if (isTurnedDown(outcome) && !isReplaced) {
        // The asker hears of it: the runtime's answer is replaced by one sentence.
        ports.log('error', 'the platform did not take an answer', { request: request.id, reason });
        isReplaced = true;
        continue;
      }
      if (outcome.kind === 'problem' && outcome.status < 500) {
        ports.log('info', 'an answer is not wanted any more', { request: request.id, reason });
        return;
      }
      const afterMs = backoff.failed();
      ports.log('warn', 'an answer did not arrive, trying again', { request: request.id, reason, afterMs });
      await ports.timers.sleep(afterMs, signal);
    }
  }

  /** Tells progress through its own operation, and notices there that nobody wants the answer any more. */
  function createProgress(request: DeliveredRequest, controller: AbortController) {
    const ended = new AbortController();
    const untilEnded = AbortSignal.any([ended.signal, controller.signal]);
    let latest: { done: number; total: number | null } = { done: 0, total: null };
    let isNew = true;
    let toldAt = 0;
    const tell = async (): Promise<void> => {
      isNew = false;
      toldAt = ports.clock.now();
      const outcome = await exit.leave(
        { operation: 'progress', requestId: request.id, body: latest },
        { signal: controller.signal, timeoutMs: PROGRESS_TIMEOUT_MS },
      );
      if (outcome.kind === 'problem' && outcome.status < 500 && outcome.status !== 400) {
        ports.log('info', 'an answer is not wanted any more', { request: request.id, reason: outcomeInWords(outcome) });
        controller.abort();
      }
    };
    return {
      tell,
      note: (progress: { done: number; total: number | null }): void => {
        latest = progress;
        isNew = true;
      },
      async run(): Promise<void> {
        for (;;) {
          await ports.timers.sleep(PROGRESS_EVERY_MS, untilEnded);
          if (untilEnded.aborted) return;
          if (isNew || ports.clock.now() - toldAt >= PROGRESS_ALIVE_MS) await tell();
        }
      },
      end: () => ended.abort(),
    };
  }

  return {
    take(request) {
      if (inHand.has(request.id)) return;
      const work = { request, controller: new AbortController() };
      inHand.set(request.id, work);
      waiting.push(work);
      startNext();
    },
    cancel(requestId) {
      const work = inHand.get(requestId);
      if (!work) return;
      ports.log('info', 'a request was cancelled', { request: requestId });
      work.controller.abort();
      const place = waiting.indexOf(work);
      if (place < 0) return; // in work: its own end takes it out of hand
      waiting.splice(place, 1);
      inHand.delete(requestId);
    },
    holding: () => [...inHand.keys()],
    async stop() {
      for (const work of waiting.splice(0)) inHand.delete(work.request.id);
      for (const { controller } of inHand.values()) controller.abort();
      await Promise.all(running);
    },
  };
}

async function* withoutProgress(
  records: AsyncIterable<AnswerRecord>,
  note: (progress: { done: number; total: number | null }) => void,
): AsyncGenerator<AnswerRecord> {
  for await (const record of records) {
    if (record.t === 'progress') note({ done: record.done, total: record.total });
    else yield record;
  }
}

async function* turnedDown(): AsyncGenerator<AnswerRecord> {
  yield { t: 'failed', reason: 'The platform did not take the answer of the runtime' };
}
