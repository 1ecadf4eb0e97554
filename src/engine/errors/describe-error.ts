import type { FailureReport } from '#contract/failure.ts';
import { catalogue } from './catalogue.ts';
import { EngineError } from './engine-error.ts';
import { RecordRefused } from './record-refused.ts';
import { recogniseDatabase } from './recognise-database.ts';
import { recogniseSystem, type Recognised } from './recognise-system.ts';

/** An error in two parts: what may leave by itself, and what stays until a person asks. */
export interface DescribedError {
  /** May leave by itself: no data value in it. */
  report: Pick<FailureReport, 'class' | 'code' | 'template'>;
  /** Trying again may help. */
  isTransient: boolean;
  /** The full story; may hold data values. */
  details: {
    message: string;
    stack: string | null;
    causes: { type: string; message: string }[];
    record: number | null;
    document: number | null;
  };
}

const CAUSES_MAX = 20;
const MESSAGE_MAX = 100_000;
const STACK_MAX = 200_000;

/**
 * Describes any thrown value. The outermost error in the cause chain that a recogniser knows decides class, code and template;
 * an unknown error gives the fixed text of `UNKNOWN`, never its own message.
 */
export function describeError(thrown: unknown): DescribedError {
  const chain = causeChain(thrown);
  const recognised = chain.map(recognise).find((found) => found !== null) ?? { key: 'UNKNOWN' as const, code: null };
  const entry = catalogue[recognised.key];
  const placed = chain.find((link) => link instanceof EngineError || link instanceof RecordRefused);
  const outermost = chain[0];
  return {
    report: { class: entry.class, code: recognised.code ?? entry.code, template: entry.template },
    isTransient: entry.transient,
    details: {
      message: messageOf(outermost ?? thrown),
      stack: outermost?.stack?.slice(0, STACK_MAX) ?? null,
      causes: chain
        .slice(1, CAUSES_MAX + 1)
        .map((link) => ({ type: link.name.slice(0, 200), message: messageOf(link) })),
      record: placed?.record ?? null,
      document: placed?.document ?? null,
    },
  };
}

/** The error and its causes, outermost first; the members of an AggregateError count as its causes. Cycles end the chain. */
function causeChain(thrown: unknown): Error[] {
  const chain: Error[] = [];
  const visit = (value: unknown): void => {
    if (!(value instanceof Error) || chain.includes(value) || chain.length > CAUSES_MAX) return;
    chain.push(value);
    visit(value.cause);
    if (value instanceof AggregateError) for (const inner of value.errors) visit(inner);
  };
  visit(thrown);
  return chain;
}

function recognise(error: Error): Recognised | null {
  if (error instanceof EngineError) return { key: error.key, code: error.code };
  if (error.name === 'TimeoutError') return { key: 'NET_TIMEOUT', code: 'ETIMEDOUT' };
  if (error.name === 'AbortError') return { key: 'RUN_STOPPED', code: 'STOPPED' };
  return recogniseDatabase(error) ?? recogniseSystem(error) ?? recogniseInternal(error);
}

/** A plain programming error, once nothing else explains it. */
function recogniseInternal(error: Error): Recognised | null {
  const isOurs = error instanceof TypeError || error instanceof RangeError || error instanceof ReferenceError;
  return isOurs && error.cause === undefined ? { key: 'INTERNAL', code: 'INTERNAL' } : null;
}

function messageOf(thrown: unknown): string {
  const text = thrown instanceof Error ? thrown.message || thrown.name : String(thrown);
  return text.slice(0, MESSAGE_MAX);
}
