import type { AnswerRecord, DeliveredRequest } from '#contract/answer.ts';
import type { RuntimeDescription } from '#contract/heartbeat.ts';
import type { ExecutionReport } from '#contract/tracking.ts';
import type { JournaledReport, RuntimePort } from '../runtime.ts';

/** A runtime for specs: reports what it is told to, answers what it is told to. */
export interface FakeRuntime extends RuntimePort {
  description: RuntimeDescription;
  /** Puts reports in the journal and says so. */
  report(...reports: ExecutionReport[]): void;
  forgotten: number;
  redescribe(description: Partial<RuntimeDescription>): void;
  answerWith: (request: DeliveredRequest, signal: AbortSignal) => AsyncIterable<AnswerRecord>;
}

/** Makes it, with an empty journal. */
export function createFakeRuntime(): FakeRuntime {
  const journal: JournaledReport[] = [];
  const listeners = new Set<() => void>();
  const describers = new Set<() => void>();
  const runtime: FakeRuntime = {
    description: {
      digest: 'd1',
      release: '1.0.0',
      platform: 'spec',
      timeZone: 'Europe/Berlin',
      site: null,
      tags: [],
      processes: [],
      connectors: [],
    },
    forgotten: 0,
    answerWith: async function* () {
      yield { t: 'refused', reason: 'nothing to say' };
    },
    report(...reports) {
      for (const report of reports) journal.push({ position: journal.length + 1, report });
      for (const listener of listeners) listener();
    },
    redescribe(change) {
      runtime.description = { ...runtime.description, ...change };
      for (const listener of describers) listener();
    },
    describe: async () => runtime.description,
    degraded: async () => [],
    inFlight: async () => [],
    reportsSince: async (position, limit) => journal.filter((each) => each.position > position).slice(0, limit),
    async forget(position) {
      runtime.forgotten = position;
    },
    onReport(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    onDescriptionChange(listener) {
      describers.add(listener);
      return () => describers.delete(listener);
    },
    answer: (request, signal) => runtime.answerWith(request, signal),
  };
  return runtime;
}

/** A valid report of a failed run. */
export function makeReport(executionId: string, template = 'Customer <str> not found'): ExecutionReport {
  return {
    executionId,
    revision: 1,
    processId: 'p1',
    processName: 'Orders',
    processVersion: null,
    status: 'ERROR',
    trigger: 'manual',
    startedAt: 1_000,
    endedAt: 2_000,
    attempt: 1,
    attemptsMax: 1,
    retryOf: null,
    workId: 'p1',
    parentId: null,
    in: 1,
    out: 0,
    errors: 1,
    warnings: 0,
    bytes: 10,
    failure: { class: 'data-missing', code: null, template, step: 1, connectorId: null },
    steps: [],
    documents: [],
  };
}
