import type { AnswerRecord, DeliveredRequest } from '#contract/answer.ts';
import { errorDetails } from './error-details.ts';
import type { Fleet, WorldRuntime } from './fleet.ts';
import { failureKinds } from './failures.ts';
import { logLines } from './run-log.ts';
import { numberOfRunId } from './run-ids.ts';
import type { Run, Runs } from './runs.ts';
import { failureOf } from './runs.ts';
import { schemaObjects } from './schemas.ts';
import type { VirtualTime } from './virtual-time.ts';
import type { Weather } from './weather.ts';
import { DAY_MS } from './world-date.ts';

/** Logs are kept on the machine for this many days. */
const LOG_DAYS = 7;
/** What reading takes: lines and objects a second. */
const LINES_A_SECOND = 4_000;
const OBJECTS_A_SECOND = 610;
const PIECE = 200;

/** The world as an answering machine sees it. */
interface Surroundings {
  fleet: Fleet;
  runs: Runs;
  time: VirtualTime;
  weather: Weather;
  runtime: WorldRuntime;
  /** Counts answers whose machine takes its time at this moment. */
  answersAtRest: { count: number };
}

/** Answers a person's question as the machine would: after some time, with progress, or with a reason why not. */
export async function* answerAs(
  world: Surroundings,
  request: DeliveredRequest,
  signal: AbortSignal,
): AsyncGenerator<AnswerRecord> {
  const { subject } = request;
  await rest(world, subject.kind === 'execution-error' ? 500 : 900, signal);
  if (signal.aborted) return;
  if (subject.kind === 'connector-browse') yield* browse(world, subject.connectorId, signal);
  else yield* tellOfRun(world, subject.kind, subject.executionId, signal);
}

async function* tellOfRun(
  world: Surroundings,
  kind: 'execution-log' | 'execution-error',
  executionId: string,
  signal: AbortSignal,
): AsyncGenerator<AnswerRecord> {
  const { runtime, time } = world;
  const run = findRun(world, executionId);
  if (!run || run.startedAt > time.now()) {
    yield { t: 'failed', reason: `${runtime.name} knows no run ${executionId}.` };
    return;
  }
  if (time.now() - run.startedAt > LOG_DAYS * DAY_MS) {
    yield {
      t: 'failed',
      reason: `The log of that run was rotated away; ${LOG_DAYS} days are kept on ${runtime.name}.`,
    };
    return;
  }
  if (kind === 'execution-error') {
    if (!failureOf(run)) {
      yield { t: 'failed', reason: 'This run did not fail: there are no error details.' };
      return;
    }
    yield { t: 'head', kind, at: time.now() };
    yield errorDetails(run);
    yield { t: 'end', items: 1, cut: null };
    return;
  }
  yield { t: 'head', kind, at: time.now() };
  let items = 0;
  for (const line of logLines(run, time.now())) {
    yield line;
    items += 1;
    if (items % PIECE !== 0) continue;
    yield { t: 'progress', done: items, total: null };
    await rest(world, (PIECE / LINES_A_SECOND) * 1_000, signal);
    if (signal.aborted) return;
  }
  yield { t: 'end', items, cut: null };
}

async function* browse(world: Surroundings, connectorId: string, signal: AbortSignal): AsyncGenerator<AnswerRecord> {
  const { runtime, time } = world;
  const connector = runtime.connectors.find((one) => one.id === connectorId);
  if (!connector) {
    yield { t: 'failed', reason: `${runtime.name} has no connector ${connectorId}.` };
    return;
  }
  const refusal = connector.refusal ?? connector.notBrowsableBecause;
  if (refusal !== null) {
    yield { t: 'refused', reason: refusal };
    return;
  }
  const fault = failureKinds[world.weather.endpointFault(runtime, connector.id, time.now()) ?? -1];
  if (fault) {
    yield {
      t: 'failed',
      reason: `${connector.name} cannot be read now: ${[fault.code, fault.template].join(' ').trim()}.`,
    };
    return;
  }
  yield { t: 'head', kind: 'connector-browse', at: time.now() };
  let items = 0;
  for (const object of schemaObjects(connector)) {
    yield { t: 'object', object };
    items += 1;
    if (items % PIECE !== 0) continue;
    yield { t: 'progress', done: items, total: connector.objects };
    await rest(world, (PIECE / OBJECTS_A_SECOND) * 1_000, signal);
    if (signal.aborted) return;
  }
  yield { t: 'end', items, cut: null };
}

async function rest({ time, answersAtRest }: Surroundings, ms: number, signal: AbortSignal): Promise<void> {
  answersAtRest.count += 1;
  await time.sleep(ms, signal);
  answersAtRest.count -= 1;
}

function findRun({ runs, fleet, runtime }: Surroundings, executionId: string): Run | null {
  const number = numberOfRunId(executionId);
  const run = number === null ? null : runs.byNumber(number, fleet.assignments);
  return run?.assignment.runtime === runtime ? run : null;
}
