import { createHash } from 'node:crypto';
import { statfs } from 'node:fs/promises';
import { release, type } from 'node:os';
import type { AnswerRecord, DeliveredRequest } from '#contract/answer.ts';
import type { DegradedReason, HeldConnector, HeldProcess, RuntimeDescription } from '#contract/heartbeat.ts';
import type { RuntimePort } from '#agent/runtime.ts';
import { answerError, answerLog } from './answer-execution.ts';
import { answerBrowse } from './browse/answer-browse.ts';
import type { Connection } from './definition/connection.ts';
import type { Process } from './definition/process.ts';
import type { RuntimeParts } from './runtime-parts.ts';
import { meanDistanceMs, scheduleText } from './triggers/schedule.ts';

/** Free space below which the runtime calls itself degraded: enough to end runs and keep their reports. */
const DISK_LOW_BYTES = 1_000_000_000;
const DISK_FULL_BYTES = 50_000_000;

/** The agent's runtime port on a real engine. */
export function createRuntime(parts: RuntimeParts): RuntimePort {
  const { journal, runner, definitions } = parts;
  return {
    async describe() {
      const { processes, connections } = definitions();
      const content: Omit<RuntimeDescription, 'digest'> = {
        release: parts.release,
        platform: `${type()} ${release()}, Node ${process.version}`.slice(0, 120),
        timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
        site: parts.site,
        tags: parts.tags,
        processes: [...processes.values()].map((each) => heldProcess(each, parts.now())),
        connectors: [...connections.values()].map(heldConnector),
      };
      return { digest: createHash('sha256').update(JSON.stringify(content)).digest('hex').slice(0, 40), ...content };
    },
    async degraded() {
      const reasons: DegradedReason[] = [];
      const disk = await statfs(parts.workspace.root);
      const freeBytes = disk.bavail * disk.bsize;
      if (freeBytes < DISK_FULL_BYTES) reasons.push('disk-full');
      else if (freeBytes < DISK_LOW_BYTES) reasons.push('disk-low');
      if (definitions().problems.length > 0) reasons.push('process-set-invalid');
      if (parts.troubled.size > 0) reasons.push('connector-down');
      return reasons;
    },
    async inFlight() {
      return runner.inFlight();
    },
    async reportsSince(position, limit) {
      return journal.reportsSince(position, limit);
    },
    async forget(position) {
      journal.forget(position);
    },
    onReport(listener) {
      parts.listeners.add(listener);
      return () => parts.listeners.delete(listener);
    },
    answer: (request, signal) => answer(request, signal, parts),
  };
}

function answer(request: DeliveredRequest, signal: AbortSignal, parts: RuntimeParts): AsyncIterable<AnswerRecord> {
  const { subject } = request;
  switch (subject.kind) {
    case 'execution-log':
      return answerLog(subject.executionId, signal, parts);
    case 'execution-error':
      return answerError(subject.executionId, parts);
    case 'connector-browse':
      return answerBrowse(parts.definitions().connections.get(subject.connectorId), signal, parts);
  }
}

function heldProcess(process: Process, now: number): HeldProcess {
  const [trigger] = process.triggers;
  const sentences = process.triggers.map((each) =>
    each.kind === 'schedule' ? scheduleText(each) : `when a file ${each.pattern} arrives in ${each.folder}`,
  );
  const connectorIds = process.steps.flatMap((step) =>
    'connection' in step && step.connection !== undefined ? [step.connection] : [],
  );
  // Next starts shift with the clock; a mean over a fixed start keeps the description, and its digest, the same.
  const since = Math.floor(now / 86_400_000) * 86_400_000;
  return {
    id: process.id,
    name: process.name,
    version: process.version,
    trigger: !trigger ? 'manual' : trigger.kind === 'schedule' ? 'schedule' : 'listener',
    schedule: sentences.length > 0 ? sentences.join('; ').slice(0, 200) : null,
    everyMs: trigger?.kind === 'schedule' ? meanDistanceMs(trigger, since) : null,
    connectorIds: [...new Set(connectorIds)].slice(0, 50),
  };
}

function heldConnector(connection: Connection): HeldConnector {
  const isBrowsable = connection.kind !== 'http';
  return {
    id: connection.id,
    name: connection.name,
    kind: connection.kind,
    product: connection.product ?? null,
    browsable: isBrowsable,
    notBrowsableBecause: isBrowsable ? null : 'An HTTP endpoint does not tell its structure.',
  };
}
