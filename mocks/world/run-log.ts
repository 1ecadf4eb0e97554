import type { LogLevel, LogLine } from '#contract/answer.ts';
import { executionStatuses } from '#contract/status.ts';
import { documentCount, fileOf } from './documents.ts';
import { failureMessage, stackOf } from './error-details.ts';
import { versionAt } from './fleet.ts';
import { mixNumbers, type RandomStream, randomStream } from './random.ts';
import { isOverAt, stepSpans, type StepSpan } from './run-report.ts';
import { failureOf, type Run } from './runs.ts';

/** Longest part of a log that speaks of single things, a step. */
const ITEMS_MAX = 900;

/** The log of a run as far as it has been written at `at`: in time order, the same whenever it is read. */
export function* logLines(run: Run, at: number): Generator<LogLine> {
  const endAt = run.startedAt + run.durationMs;
  for (const line of allLines(run, endAt)) {
    if (line.at > at) return;
    yield line;
  }
}

function* allLines(run: Run, endAt: number): Generator<LogLine> {
  const { assignment } = run;
  const random = randomStream(mixNumbers(assignment.salt, run.number, 601));
  yield line(
    run.startedAt,
    'info',
    null,
    `run started: ${assignment.processName} ${versionAt(assignment, run.startedAt)}, attempt ${run.attempt} of ${assignment.attemptsMax}`,
  );
  yield line(
    run.startedAt + 2,
    'debug',
    null,
    `workspace ready, ${random.between(12, 480)} GB free, time zone ${assignment.runtime.site.timeZone}`,
  );
  const spans = stepSpans(run);
  for (const [index, span] of spans.entries()) yield* stepLines(run, index, span, random);
  const status = executionStatuses[run.status] ?? 'COMPLETE';
  const level: LogLevel = status === 'ERROR' || status === 'ABORTED' ? 'error' : run.warnings > 0 ? 'warn' : 'info';
  if (isOverAt(run, endAt))
    yield line(
      endAt,
      level,
      null,
      `run ended with ${status}: ${run.in} in, ${run.out} out, ${run.errors} failed, ${run.warnings} warnings`,
    );
}

function* stepLines(run: Run, index: number, span: StepSpan, random: RandomStream): Generator<LogLine> {
  const step = run.assignment.steps[index];
  if (!step) return;
  const number = index + 1;
  const fromAt = run.startedAt + span.startMs;
  const isFatal = index === run.step && failureOf(run) !== null;
  yield line(fromAt, 'info', number, `step ${number} "${step.name}" started (${step.kind})`);
  if (step.connector) {
    yield line(fromAt + 1, 'debug', number, `opening connection ${step.connector.name} (pool size 4, timeout 30 s)`);
    yield line(
      fromAt + 3,
      'debug',
      number,
      `${step.connector.product ?? step.connector.kind} answered in ${random.between(2, 48)} ms`,
    );
  }
  const items = Math.min(ITEMS_MAX, Math.max(1, run.in));
  const workMs = Math.max(1, span.durationMs * (isFatal ? 0.3 : 0.9));
  for (let item = 1; item <= items; item++) {
    const itemAt = Math.floor(fromAt + 4 + (workMs * item) / (items + 1));
    yield itemLine(run, step.kind, number, item, itemAt, random);
    if (index === run.step && item <= run.warnings)
      yield line(itemAt, 'warn', number, `record ${item}: unit missing, PCE assumed`);
  }
  if (run.in > items)
    yield line(Math.floor(fromAt + 4 + workMs), 'debug', number, `${run.in - items} further records without remarks`);
  const endAt = fromAt + span.durationMs;
  if (isFatal) yield* failureLines(run, number, Math.floor(fromAt + 5 + workMs), endAt);
  else yield line(endAt, 'info', number, `step ${number} done in ${span.durationMs} ms: ${run.in} in, ${run.in} out`);
}

function itemLine(run: Run, kind: string, step: number, item: number, at: number, random: RandomStream): LogLine {
  const draw = random.next();
  if (/^read-|move-file|write-/.test(kind)) {
    const file = item <= documentCount(run) ? fileOf(run, item) : null;
    return line(at, 'debug', step, file ? `${kind} ${file.directory}/${file.fileName}` : `${kind} record ${item}`);
  }
  if (kind === 'http') {
    const body = {
      document: item,
      sent: random.between(400, 9_000),
      answer: { status: 200, id: random.between(100_000, 999_999) },
    };
    return draw < 0.3
      ? line(at, 'debug', step, JSON.stringify(body))
      : line(at, 'debug', step, `POST /documents/${item} -> 200 in ${random.between(8, 320)} ms`);
  }
  if (kind.startsWith('sql'))
    return line(at, 'debug', step, `batch ${item}: ${random.between(1, 60)} rows in ${random.between(1, 90)} ms`);
  if (kind === 'map' && draw < 0.02)
    return line(at, 'info', step, `record ${item}: street "Ünter den Linden №${item}, 東京 / القاهرة" kept as it is`);
  return line(at, 'debug', step, `${kind} record ${item} ok`);
}

function* failureLines(run: Run, step: number, fromAt: number, endAt: number): Generator<LogLine> {
  const kind = failureOf(run);
  if (!kind) return;
  const message = failureMessage(run);
  if (kind.isPartial) {
    for (let record = 1; record <= run.errors; record++)
      yield line(fromAt + record, 'error', step, `record ${record} refused: ${message}`);
    yield line(endAt, 'warn', step, `step ${step} done with ${run.errors} refused records, the rest is written`);
    return;
  }
  if (kind.class === 'aborted' || kind.class === 'duplicate') {
    yield line(endAt, kind.class === 'aborted' ? 'error' : 'warn', step, message);
    return;
  }
  const pauseMs = Math.floor(Math.max(1, endAt - fromAt) / kind.tries);
  for (let attempt = 1; attempt <= kind.tries; attempt++) {
    const at = attempt === kind.tries ? endAt - 1 : fromAt + pauseMs * (attempt - 1);
    yield line(at, 'error', step, attempt === 1 || attempt === kind.tries ? `${message}\n${stackOf(run)}` : message);
    if (attempt < kind.tries)
      yield line(at + 1, 'warn', step, `attempt ${attempt} of ${kind.tries} failed, next in ${pauseMs} ms`);
  }
  yield line(
    endAt,
    'error',
    step,
    `step ${step} gave up after ${kind.tries} attempts, ${run.in} documents not written`,
  );
}

function line(at: number, level: LogLevel, step: number | null, text: string): LogLine {
  return { t: 'line', at, level, step, text };
}
