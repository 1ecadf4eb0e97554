import type { Incident, IncidentKind } from '#contract/overview.ts';
import { groupIncident } from './group-incident.ts';
import type { IncidentFacts } from './incident-facts.ts';
import {
  certificateIncident,
  degradedIncident,
  failingIncident,
  lateIncident,
  offlineIncidents,
} from './runtime-incidents.ts';
import { silentIncidents, slowIncident, stuckIncident } from './work-incidents.ts';

/** How bad a kind is in itself; events add up to 15 to it. Two kinds a step apart never change places by a few events. */
const weights: Record<IncidentKind, number> = {
  'runtime-offline': 100,
  'runtime-failing': 90,
  'failing-group': 75,
  'process-silent': 60,
  'runtime-degraded': 45,
  'runs-slow': 35,
  'runtime-late': 30,
  'request-stuck': 25,
  'certificate-ending': 20,
};
/** What fails on several runtimes comes before one runtime that is lost. */
const WIDE = 35;
const INCIDENTS_MAX = 50;

/** An incident on its way: what it is about, and whether only test environments have it. */
export interface Weighed {
  incident: Incident;
  isTest: boolean;
  /** It reaches beyond one runtime: what they have in common, an endpoint or a process, is at fault, and more will fail. */
  isWide?: boolean;
}

/**
 * What needs attention, worst first: events folded by their common cause. Runs of a runtime that fails everything are that runtime's
 * incident, requests that wait for a lost runtime are that loss. Test environments come after production, they do not shout.
 */
export function deriveIncidents(facts: IncidentFacts): { incidents: Incident[]; folded: number } {
  const failing = new Set(facts.runtimes.filter(({ status }) => status.word === 'failing').map(({ id }) => id));
  const isFolded = (group: IncidentFacts['groups'][number]) =>
    group.onlyRuntimeId !== null && failing.has(group.onlyRuntimeId);
  const weighed: Weighed[] = [
    ...offlineIncidents(facts),
    ...facts.runtimes.flatMap((runtime) => {
      switch (runtime.status.word) {
        case 'failing':
          return [
            failingIncident(
              runtime,
              facts.groups.filter((group) => group.onlyRuntimeId === runtime.id),
              facts.now,
            ),
          ];
        case 'degraded':
          return [degradedIncident(runtime, facts.now)];
        case 'late':
          return [lateIncident(runtime, facts.now)];
        default:
          return [];
      }
    }),
    ...facts.runtimes.flatMap((runtime) => certificateIncident(runtime, facts) ?? []),
    ...facts.groups.filter((group) => group.unrecovered > 0 && !isFolded(group)).map((group) => groupIncident(group)),
    ...silentIncidents(facts),
    ...facts.slow.map((slow) => slowIncident(slow)),
    ...facts.stuck.filter((request) => !request.isWaitingForRuntime).map((request) => stuckIncident(request, facts)),
  ];
  const ranked = weighed.sort(
    (a, b) => Number(a.isTest) - Number(b.isTest) || score(b) - score(a) || b.incident.lastAt - a.incident.lastAt,
  );
  const incidents = ranked.map(({ incident }) => incident).slice(0, INCIDENTS_MAX);
  return { incidents, folded: incidents.reduce((sum, { events }) => sum + events, 0) };
}

function score({ incident: { kind, events }, isWide = false }: Weighed): number {
  return weights[kind] + (isWide ? WIDE : 0) + Math.min(15, 2 * Math.log2(1 + events));
}
