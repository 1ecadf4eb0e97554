import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Batch } from './batch.ts';
import type { FlowStep, StepContext } from './step-context.ts';

/** Says which step an error came from; the step nearest to the cause wins. */
export class StepFailure extends Error {
  override readonly name = 'StepFailure';
  readonly step: number;
  constructor(step: number, cause: unknown) {
    super(cause instanceof Error ? cause.message : String(cause), { cause });
    this.step = step;
  }
}

/** A step of a flow, ready to run. */
export interface PreparedStep {
  context: StepContext;
  run: FlowStep;
  /** In the order of registration. */
  commits: (() => Promise<void>)[];
  rollbacks: (() => Promise<void>)[];
}

/** The event loop gets a turn at least this often, whatever a step computes: heartbeats must go on. */
const TURN_EVERY_MS = 15;

/**
 * Pulls all records through the steps, batch by batch, then commits step by step. On any error everything is rolled back in
 * reverse order, and a {@link StepFailure} is thrown.
 */
export async function runFlow(steps: PreparedStep[], now: () => number, onProgress: () => void): Promise<void> {
  const spent: number[] = [];
  let stream: AsyncIterable<Batch> = noBatches();
  for (const [index, step] of steps.entries()) stream = observed(step, stream, index, spent, now, onProgress);
  try {
    for await (const _batch of stream);
    for (const step of steps) await commit(step);
  } catch (error) {
    for (const step of steps.toReversed()) for (const rollback of step.rollbacks.toReversed()) await rollback();
    throw error;
  }
  for (const { context } of steps) finish(context);
}

async function commit(step: PreparedStep): Promise<void> {
  for (const work of step.commits) {
    try {
      await work();
    } catch (error) {
      throw new StepFailure(step.context.number, error);
    }
  }
}

function finish(context: StepContext): void {
  const report = context.execution.step(context.number);
  report.state = report.errors > 0 || report.warnings > 0 ? 'warned' : 'done';
  context.log(
    'info',
    `Done: ${report.in} in, ${report.out} out, ${report.errors} rejected, ${report.durationMs ?? 0} ms`,
  );
}

/**
 * Runs one step and keeps its report: state, start, own time (the time spent waiting for the steps before it is theirs), counts.
 */
async function* observed(
  step: PreparedStep,
  input: AsyncIterable<Batch>,
  index: number,
  spent: number[],
  now: () => number,
  onProgress: () => void,
): AsyncGenerator<Batch> {
  const { context } = step;
  const report = context.execution.step(context.number);
  // A step begins with its first records, a source at once: steps that nothing reached stay `waiting`.
  const begin = (): void => {
    report.state = 'running';
    report.startedAt ??= now();
    report.attempts = Math.max(1, report.attempts);
  };
  if (index === 0) begin();
  const iterator = step.run(context, countedInput(input, context, begin))[Symbol.asyncIterator]();
  let turnAt = now();
  try {
    for (;;) {
      context.signal.throwIfAborted();
      const before = now();
      const next = await iterator.next().finally(() => {
        spent[index] = (spent[index] ?? 0) + (now() - before);
        if (report.startedAt !== null)
          report.durationMs = Math.max(0, Math.round(spent[index] - (spent[index - 1] ?? 0)));
      });
      if (next.done) return begin();
      report.out += next.value.rows.length;
      // In every step: a filter may let nothing through to the last one.
      onProgress();
      if (now() - turnAt >= TURN_EVERY_MS) {
        await nextTurn();
        turnAt = now();
      }
      yield next.value;
    }
  } catch (error) {
    throw error instanceof StepFailure ? error : new StepFailure(context.number, error);
  } finally {
    await iterator.return?.();
  }
}

async function* countedInput(
  input: AsyncIterable<Batch>,
  context: StepContext,
  begin: () => void,
): AsyncGenerator<Batch> {
  const report = context.execution.step(context.number);
  for await (const batch of input) {
    if (report.in === 0) begin();
    report.in += batch.rows.length;
    yield batch;
  }
}

async function* noBatches(): AsyncGenerator<Batch> {}
