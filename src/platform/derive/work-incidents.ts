import { SLOW_FACTOR } from '#contract/rules.ts';
import type { IncidentFacts, SilentFacts, SlowFacts, StuckFacts } from './incident-facts.ts';
import type { Weighed } from './incidents.ts';
import { countWords, instantWords, spanWords } from './words.ts';

/** Silent from this many distances of the schedule on: one missed start may be a slow predecessor, two are not. */
export const SILENT_FACTOR = 2.5;

/** Scheduled processes that did not start; several of one runtime are one incident of that runtime. */
export function silentIncidents(facts: IncidentFacts): Weighed[] {
  const byRuntime = Map.groupBy(facts.silent, ({ runtimeId }) => runtimeId);
  return [...byRuntime.values()].flatMap((silent) => {
    const [first] = silent;
    if (!first) return [];
    return [silent.length === 1 ? silentIncident(first, facts.now) : silentTogether(first, silent, facts.now)];
  });
}

function silentIncident(silent: SilentFacts, now: number): Weighed {
  return {
    isTest: silent.isTest,
    incident: {
      id: `process:${silent.runtimeId}:${silent.processId}:silent`,
      kind: 'process-silent',
      state: 'warn',
      word: 'silent',
      title: `${silent.processName} does not start`,
      extent: `${countWords(missed(silent, now), 'start')} missed, ${silent.runtimeName}`,
      evidence: `every ${spanWords(silent.everyMs)}, last start ${instantWords(silent.lastStartAt, now)}`,
      sinceAt: silent.lastStartAt + silent.everyMs,
      lastAt: now,
      events: missed(silent, now),
      target: { screen: 'executions', groupId: null, processId: silent.processId, runtimeId: silent.runtimeId },
      trace: silent.trace,
    },
  };
}

function silentTogether(first: SilentFacts, silent: readonly SilentFacts[], now: number): Weighed {
  const starts = silent.reduce((sum, one) => sum + missed(one, now), 0);
  return {
    isTest: first.isTest,
    incident: {
      id: `runtime:${first.runtimeId}:silent`,
      kind: 'process-silent',
      state: 'warn',
      word: 'silent',
      title: `${silent.length} processes of ${first.runtimeName} do not start`,
      extent: `${countWords(starts, 'start')} missed`,
      evidence: silent
        .slice(0, 3)
        .map(({ processName }) => processName)
        .join(', '),
      sinceAt: Math.min(...silent.map(({ lastStartAt, everyMs }) => lastStartAt + everyMs)),
      lastAt: now,
      events: starts,
      target: { screen: 'runtime', runtimeId: first.runtimeId },
      trace: first.trace.map((_, index) => silent.reduce((sum, { trace }) => sum + (trace[index] ?? 0), 0)),
    },
  };
}

/** Runs of a process that took far longer than its normal. */
export function slowIncident(slow: SlowFacts): Weighed {
  return {
    isTest: false,
    incident: {
      id: `process:${slow.processId}:slow`,
      kind: 'runs-slow',
      state: 'warn',
      word: 'slow',
      title: `${slow.processName} is slow`,
      extent: countWords(slow.runs, 'run'),
      evidence: `at least ${SLOW_FACTOR} times the normal of the process`,
      sinceAt: slow.firstAt,
      lastAt: slow.lastAt,
      events: slow.runs,
      target: { screen: 'executions', groupId: null, processId: slow.processId, runtimeId: null },
      trace: slow.trace,
    },
  };
}

/** A request that its runtime, though in contact, does not fetch or does not begin. The trace is the share of each bucket it waited. */
export function stuckIncident(request: StuckFacts, facts: IncidentFacts): Weighed {
  return {
    isTest: false,
    incident: {
      id: `request:${request.requestId}`,
      kind: 'request-stuck',
      state: 'warn',
      word: 'stuck',
      title: request.title,
      extent: `1 request, ${request.runtimeName}`,
      evidence: `${request.state} since ${instantWords(request.askedAt, facts.now)} although the runtime is in contact`,
      sinceAt: request.askedAt,
      lastAt: facts.now,
      events: 1,
      target: { screen: 'request', requestId: request.requestId },
      trace: Array.from({ length: facts.buckets }, (_, index) => {
        const fromAt = facts.fromAt + index * facts.bucketMs;
        const ms = Math.min(fromAt + facts.bucketMs, facts.now) - Math.max(fromAt, request.askedAt);
        return Math.min(1, Math.max(0, ms / facts.bucketMs));
      }),
    },
  };
}

function missed(silent: SilentFacts, now: number): number {
  return Math.max(1, Math.floor((now - silent.lastStartAt) / silent.everyMs));
}
