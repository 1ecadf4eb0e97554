import type { ErrorDetails } from '#contract/answer.ts';
import { documentCount, fileOf } from './documents.ts';
import { type FailureKind, failureKinds } from './failures.ts';
import { mixNumbers, randomStream } from './random.ts';
import type { Run } from './runs.ts';

const packages = [
  'engine.run',
  'engine.step',
  'connector.pool',
  'connector.session',
  'transport.tls',
  'transport.socket',
  'map.expression',
];
const methods = ['execute', 'open', 'read', 'write', 'invoke', 'next', 'accept', 'apply', 'await', 'dispatch'];

/** The full message of a failed run, with its values: what only leaves because somebody asked. */
export function failureMessage(run: Run): string {
  const connector = run.assignment.steps[run.step]?.connector ?? null;
  const random = randomStream(mixNumbers(run.assignment.salt, run.number, 501));
  const file = fileOf(run, 1);
  return kindOf(run).message({
    random,
    connector: connector?.name ?? 'the workspace',
    file: file ? `${file.directory}/${file.fileName}` : '/work/current.part',
    host: `${(connector?.id ?? 'localhost').toLowerCase()}.internal.example`,
  });
}

/** The stack of a failed run, as its engine prints it. */
export function stackOf(run: Run): string {
  const random = randomStream(mixNumbers(run.assignment.salt, run.number, 502));
  const kind = kindOf(run);
  const message = failureMessage(run);
  const lines = [`${kind.types[0] ?? 'StepFailed'}: step ${run.step + 1} of ${run.assignment.steps.length} failed`];
  for (const [depth, type] of kind.types.entries()) {
    if (depth > 0) lines.push(`Caused by: ${type}: ${message}`);
    const frames = depth === kind.types.length - 1 ? random.between(14, 26) : random.between(3, 7);
    for (let frame = 0; frame < frames; frame++) {
      lines.push(
        `    at ${random.pick(packages)}.${random.pick(methods)}(${random.pick(['Session', 'Step', 'Pool', 'Reader', 'Target'])}:${random.between(20, 900)})`,
      );
    }
  }
  return lines.join('\n');
}

/** Everything that a person gets to see of a failure. */
export function errorDetails(run: Run): ErrorDetails {
  const kind = kindOf(run);
  const step = run.assignment.steps[run.step];
  const message = failureMessage(run);
  const file = fileOf(run, 1);
  const isOneDocument = kind.isPartial && documentCount(run) > 0;
  return {
    t: 'error',
    at: run.startedAt + run.durationMs,
    class: kind.class,
    code: kind.code,
    message,
    step: run.step < 0 ? null : run.step + 1,
    stepName: step?.name ?? null,
    connectorId: step?.connector?.id ?? null,
    document: isOneDocument ? { number: 1, fileName: file?.fileName ?? null, record: 1 + (run.number % 280) } : null,
    stack: stackOf(run),
    causes: kind.types.map((type, depth) => ({
      type,
      message: depth === 0 ? `Step "${step?.name ?? '?'}" failed` : message,
    })),
  };
}

function kindOf(run: Run): FailureKind {
  const kind = failureKinds[run.failure];
  if (!kind) throw new Error('a run without a failure has no details');
  return kind;
}
