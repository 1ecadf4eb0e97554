import type { Incident } from '#contract/overview.ts';
import { CERTIFICATE_WARN_MS } from '#contract/rules.ts';
import type { GroupFacts, IncidentFacts, RuntimeFacts } from './incident-facts.ts';
import type { Weighed } from './incidents.ts';
import { countWords, instantWords, spanWords } from './words.ts';

/** Runtimes of one environment that were lost within this time have one cause: a network, a site, a platform. */
const LOST_TOGETHER_MS = 60_000;
const NAMES_SHOWN = 3;

/** Lost runtimes, those lost together folded into one. Runs that nobody knows of and requests that wait for them are part of it. */
export function offlineIncidents(facts: IncidentFacts): Weighed[] {
  const lost = facts.runtimes
    .filter(({ status }) => status.word === 'offline')
    .sort((a, b) => compareText(a.environmentId, b.environmentId) || lostAt(a, facts) - lostAt(b, facts));
  const together: RuntimeFacts[][] = [];
  for (const runtime of lost) {
    const last = together[together.length - 1];
    const before = last?.[last.length - 1];
    const isSame =
      before?.environmentId === runtime.environmentId &&
      lostAt(runtime, facts) - lostAt(before, facts) <= LOST_TOGETHER_MS;
    if (last && isSame) last.push(runtime);
    else together.push([runtime]);
  }
  return together.flatMap((runtimes) => offlineIncident(runtimes, facts) ?? []);
}

function offlineIncident(runtimes: RuntimeFacts[], facts: IncidentFacts): Weighed | null {
  const [first] = runtimes;
  if (!first) return null;
  const ids = new Set(runtimes.map(({ id }) => id));
  const waiting = facts.stuck.filter((request) => request.isWaitingForRuntime && ids.has(request.runtimeId)).length;
  const inFlight = runtimes.reduce((sum, runtime) => sum + runtime.inFlight, 0);
  const sinceAt = lostAt(first, facts);
  const names = runtimes
    .slice(0, NAMES_SHOWN)
    .map(({ name }) => name)
    .join(', ');
  const others = runtimes.length > NAMES_SHOWN ? ` and ${runtimes.length - NAMES_SHOWN} more` : '';
  const parts = [
    countWords(runtimes.length, 'runtime'),
    ...(inFlight > 0 ? [`${countWords(inFlight, 'run')} unknown`] : []),
    ...(waiting > 0 ? [`${countWords(waiting, 'request')} waiting`] : []),
  ];
  return {
    isTest: first.isTest,
    incident: {
      ...base(first, facts.now),
      id: `runtime:${first.id}:offline`,
      kind: 'runtime-offline',
      title:
        runtimes.length === 1 ? `${first.name} is out of contact` : `${runtimes.length} runtimes are out of contact`,
      extent: parts.join(', '),
      evidence:
        runtimes.length === 1
          ? `last heard of ${instantWords(sinceAt, facts.now)}, ${first.status.because}`
          : `${names}${others}, since ${instantWords(sinceAt, facts.now)}`,
      sinceAt,
      events: runtimes.length + inFlight + waiting,
      trace: first.awayTrace.map(
        (_, index) => runtimes.reduce((sum, runtime) => sum + (runtime.awayTrace[index] ?? 0), 0) / runtimes.length,
      ),
    },
  };
}

/** A runtime whose unrelated processes all fail; the groups that only it has are folded in. */
export function failingIncident(runtime: RuntimeFacts, groups: readonly GroupFacts[], now: number): Weighed {
  const runs = groups.reduce((sum, group) => sum + group.unrecovered, 0);
  const [worst] = [...groups].sort((a, b) => b.unrecovered - a.unrecovered);
  return {
    isTest: runtime.isTest,
    incident: {
      ...base(runtime, now),
      id: `runtime:${runtime.id}:failing`,
      kind: 'runtime-failing',
      title: `${runtime.name} fails every run`,
      extent: runs > 0 ? `${countWords(runs, 'run')}, ${countWords(groups.length, 'kind')} of failure` : '1 runtime',
      evidence: worst ? `${runtime.status.because}; most often: ${worst.template}` : (runtime.status.because ?? ''),
      events: Math.max(1, runs),
      trace: runtime.failedTrace,
    },
  };
}

/** A runtime that says itself, or whose clock says, that it is not well. */
export function degradedIncident(runtime: RuntimeFacts, now: number): Weighed {
  return {
    isTest: runtime.isTest,
    incident: {
      ...base(runtime, now),
      id: `runtime:${runtime.id}:degraded`,
      kind: 'runtime-degraded',
      title: `${runtime.name} is degraded`,
      extent: '1 runtime',
      evidence: runtime.status.because ?? '',
      trace: runtime.failedTrace,
    },
  };
}

/** A runtime that missed beats and may come back by itself. */
export function lateIncident(runtime: RuntimeFacts, now: number): Weighed {
  return {
    isTest: runtime.isTest,
    incident: {
      ...base(runtime, now),
      id: `runtime:${runtime.id}:late`,
      kind: 'runtime-late',
      title: `${runtime.name} is late`,
      extent: '1 runtime',
      evidence: runtime.status.because ?? '',
      trace: runtime.awayTrace,
    },
  };
}

/** A certificate that ends soon or has ended; null while there is time. */
export function certificateIncident(runtime: RuntimeFacts, facts: IncidentFacts): Weighed | null {
  const leftMs = runtime.certificateEndsAt - facts.now;
  if (runtime.status.word === 'retired' || leftMs > CERTIFICATE_WARN_MS) return null;
  const isOver = leftMs <= 0;
  return {
    isTest: runtime.isTest,
    incident: {
      ...base(runtime, facts.now),
      id: `runtime:${runtime.id}:certificate`,
      kind: 'certificate-ending',
      state: isOver ? 'failed' : 'warn',
      word: isOver ? 'expired' : 'expiring',
      title: `Certificate of ${runtime.name} ${isOver ? 'has ended' : `ends in ${spanWords(leftMs)}`}`,
      extent: '1 runtime',
      evidence: `ends ${instantWords(runtime.certificateEndsAt, facts.now)}`,
      sinceAt: Math.min(facts.now, runtime.certificateEndsAt - CERTIFICATE_WARN_MS),
      trace: runtime.runsTrace,
    },
  };
}

/** What every incident of a runtime has in common. */
function base(
  runtime: RuntimeFacts,
  now: number,
): Omit<Incident, 'id' | 'kind' | 'title' | 'extent' | 'evidence' | 'trace'> {
  const { status } = runtime;
  return {
    state: status.state,
    word: status.word,
    sinceAt: status.sinceAt ?? now,
    lastAt: now,
    events: 1,
    target: { screen: 'runtime', runtimeId: runtime.id },
  };
}

function lostAt(runtime: RuntimeFacts, facts: IncidentFacts): number {
  return runtime.status.lastContactAt ?? runtime.status.sinceAt ?? facts.now;
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
