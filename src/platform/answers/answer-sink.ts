import type { AnswerRecord } from '#contract/answer.ts';
import type { Store, StoredRequest } from '#platform/store/store.ts';
import type { ErrorDescription } from './kept-shapes.ts';
import { createLogSink } from './log-sink.ts';
import { createSchemaSink } from './schema-sink.ts';

/** Where the records of an arriving answer go. */
export interface AnswerSink {
  /** Takes a record of its kind in; false when it is of another kind. */
  accept(record: AnswerRecord): Promise<boolean>;
  /** Records taken in so far. */
  items(): number;
  /** Everything came: the description to keep, and how many chunks were put. */
  finish(bytes: number, cut: string | null): Promise<{ description: string; chunks: number }>;
}

export function createAnswerSink(store: Store, request: StoredRequest): AnswerSink {
  switch (request.kind) {
    case 'execution-log':
      return createLogSink(store, request);
    case 'connector-browse':
      return createSchemaSink(store, request);
    case 'execution-error':
      return createErrorSink();
  }
}

/** Error details are one record, kept as the description itself. */
function createErrorSink(): AnswerSink {
  let details: ErrorDescription | null = null;
  return {
    items: () => (details ? 1 : 0),
    accept(record) {
      if (record.t !== 'error' || details) return Promise.resolve(false);
      details = record;
      return Promise.resolve(true);
    },
    finish: () => Promise.resolve({ description: JSON.stringify(details), chunks: 0 }),
  };
}
