import { ProblemError } from '#contract/errors.ts';
import { isOpen, type RequestSubject } from '#contract/request.ts';
import { REQUEST_DEADLINE_MS } from '#contract/rules.ts';
import { isInFlight } from '#contract/status.ts';
import type { Core } from '#platform/core.ts';
import type { LiveRuntime } from '#platform/fleet/live-runtime.ts';
import type { StoredExecution, StoredRequest } from '#platform/store/store.ts';
import { joined } from './lifecycle.ts';
import { requestTitle } from './titles.ts';

interface Question {
  kind: StoredRequest['kind'];
  runtime: LiveRuntime;
  subjectId: string;
  title: string;
  /** The run it is about, if it is about one. */
  execution: StoredExecution | null;
}

/**
 * Asks a runtime something for a person: joins an open request for the same, gives back one whose answer is kept and still the whole
 * story (unless `fresh`), or makes a new one and wakes the runtime's held poll.
 */
export function askRuntime(
  core: Core,
  subject: RequestSubject,
  person: { personId: string; name: string },
  fresh: boolean,
): Promise<StoredRequest> {
  const subjectKey =
    subject.kind === 'connector-browse' ? `${subject.runtimeId}:${subject.connectorId}` : subject.executionId;
  return core.oneAtATime(`ask:${subject.kind}:${subjectKey}`, async () => {
    const question = await findQuestion(core, subject);
    const { kind, runtime, subjectId } = question;
    const newest = await core.store.requests.newest(kind, runtime.record.id, subjectId);
    if (newest && isOpen(newest.state)) {
      const together = await core.desk.advance(newest.number, (current) =>
        isOpen(current.state) ? joined(current, person, core.now()) : null,
      );
      if (together) return together;
    }
    const kept = fresh ? null : await keptAnswer(core, question);
    return kept ?? (await ask(core, question, person));
  });
}

async function ask(
  core: Core,
  { kind, runtime, subjectId, title }: Question,
  person: { personId: string; name: string },
): Promise<StoredRequest> {
  const now = core.now();
  const request = await core.store.requests.add({
    kind,
    runtimeId: runtime.record.id,
    subjectId,
    title,
    state: 'queued',
    reason: null,
    askedBy: person,
    askedAt: now,
    joined: [],
    expiresAt: now + REQUEST_DEADLINE_MS,
    deliveredAt: null,
    deliveredToBoot: null,
    deliveries: 0,
    workingAt: null,
    endedAt: null,
    progress: null,
    answer: null,
  });
  core.desk.say(request);
  core.desk.wake(runtime.record.id);
  return request;
}

/** The newest answered request about the same, if its answer is kept and was made after the run had ended. */
async function keptAnswer(
  core: Core,
  { kind, runtime, subjectId, execution }: Question,
): Promise<StoredRequest | null> {
  const answered = await core.store.requests.newest(kind, runtime.record.id, subjectId, 'answered');
  if (!answered?.answer) return null;
  const isPartial =
    execution !== null && (isInFlight(execution.status) || answered.answer.receivedAt < execution.reportedAt);
  if (isPartial) return null;
  return (await core.store.answers.description(answered.number)) === null ? null : answered;
}

async function findQuestion(core: Core, subject: RequestSubject): Promise<Question> {
  if (subject.kind !== 'connector-browse') {
    const execution = await core.store.executions.get(subject.executionId);
    if (!execution)
      throw new ProblemError('not-found', `There is no execution ${subject.executionId}.`, {
        field: 'body.subject.executionId',
      });
    const runtime = activeRuntime(core, execution.runtimeId);
    return {
      kind: subject.kind,
      runtime,
      subjectId: execution.id,
      title: requestTitle(subject.kind, execution.id),
      execution,
    };
  }
  const runtime = activeRuntime(core, subject.runtimeId);
  const connector = runtime.record.description?.connectors.find((one) => one.id === subject.connectorId);
  if (!connector)
    throw new ProblemError('not-found', `${runtime.record.name} has no connector ${subject.connectorId}.`, {
      field: 'body.subject.connectorId',
    });
  if (!connector.browsable)
    throw new ProblemError('not-browsable', connector.notBrowsableBecause ?? `${connector.name} cannot be browsed.`);
  return {
    kind: subject.kind,
    runtime,
    subjectId: connector.id,
    title: requestTitle(subject.kind, connector.name),
    execution: null,
  };
}

function activeRuntime(core: Core, id: string): LiveRuntime {
  const runtime = core.fleet.get(id);
  if (!runtime) throw new ProblemError('not-found', `There is no runtime ${id}.`, { field: 'body.subject.runtimeId' });
  if (runtime.record.retiredAt !== null)
    throw new ProblemError('runtime-retired', `${runtime.record.name} was retired and will not come to fetch it.`);
  return runtime;
}
