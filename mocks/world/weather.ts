import type { Assignment, Fleet, WorldRuntime } from './fleet.ts';
import { failureIndex } from './failures.ts';
import { hash, randomStream } from './random.ts';
import { DAY_MS, EPOCH_AT, HOUR_MS, MINUTE_MS } from './world-date.ts';

/** Something that happens to machines, endpoints or the network from an instant on, until another or for good. */
export interface Incident {
  fromAt: number;
  toAt: number | null;
  what: IncidentKind;
}

export type IncidentKind =
  /** Runs with a step at this connector fail in this way, with this probability. `runtime` limits it to one. */
  | { kind: 'connector-fault'; connectorId: string; failure: string; share: number; runtime?: string }
  /** Every run on the runtime fails in this way. */
  | { kind: 'runtime-fault'; runtime: string; failure: string }
  /** The machine works, its way to the platform is cut. */
  | { kind: 'away'; runtime: string }
  /** Calls of the runtime get through for a moment every `everyMs` only. */
  | { kind: 'late'; runtime: string; everyMs: number; phaseAt: number }
  /** The way is cut and restored, again and again. */
  | { kind: 'flapping'; runtime: string }
  /** The runtime restarts: what was in flight is aborted. */
  | { kind: 'restart'; runtime: string }
  /** The process does not start although it should. */
  | { kind: 'silent'; runtime: string; process: string }
  /** Runs of the process take this many times longer. */
  | { kind: 'slow'; runtime: string; process: string; factor: number }
  /** Single records of the process are refused, in this share of its runs. */
  | { kind: 'bad-records'; runtime: string; process: string; share: number }
  /** Far more arrives at the runtime than usual. */
  | { kind: 'flood'; runtime: string; factor: number }
  /** The machine's clock is wrong. */
  | { kind: 'clock-skew'; runtime: string; byMs: number }
  /** Nothing reaches the platform: neither agents nor the page. */
  | { kind: 'platform-away' };

/** How a flapping runtime comes and goes. */
const FLAP_IN_MS = 50_000;
const FLAP_OUT_MS = 40_000;

/** What a call of a runtime meets on its way at an instant. */
export type Way = { kind: 'open' } | { kind: 'cut' } | { kind: 'waits'; untilAt: number };

/** All incidents, past and present, and what they mean at an instant. */
export interface Weather {
  /** What breaks a run of this assignment that starts at an instant: a failure, and the step at which it strikes; null for none. */
  fault(assignment: Assignment, at: number, draw: number): { failure: number; step: number } | null;
  /** Multiple of the usual duration. */
  slowness(assignment: Assignment, at: number): number;
  isSilent(assignment: Assignment, at: number): boolean;
  /** Runs in the place of one. */
  flood(runtime: WorldRuntime, at: number): number;
  /** The most of that at any time in `[fromAt, toAt)`. */
  floodWithin(runtime: WorldRuntime, fromAt: number, toAt: number): number;
  /** The first restart of the runtime in `(fromAt, toAt)`; null for none. */
  restartBetween(runtime: WorldRuntime, fromAt: number, toAt: number): number | null;
  isDiskFull(runtime: WorldRuntime, at: number): boolean;
  clockSkewMs(runtime: WorldRuntime, at: number): number;
  way(runtime: WorldRuntime, at: number): Way;
  isPlatformAway(at: number): boolean;
  /** Since when the runtime has been away without a break; null when it is not. */
  awaySince(runtime: WorldRuntime, at: number): number | null;
  /** Times out of contact in `[fromAt, toAt)`, by start. */
  outages(runtime: WorldRuntime, fromAt: number, toAt: number): { fromAt: number; toAt: number | null }[];
  /** Begins an incident now; gives the way to end it. */
  begin(what: IncidentKind, at: number): (at: number) => void;
}

/** Makes the weather of a list of incidents. */
export function createWeather(incidents: readonly Incident[]): Weather {
  const byRuntime = new Map<string, Incident[]>();
  const byConnector = new Map<string, Incident[]>();
  const platform: Incident[] = [];
  const none: Incident[] = [];
  const keep = (incident: Incident): void => {
    const { what } = incident;
    const list = what.kind === 'platform-away' ? platform : what.kind === 'connector-fault' ? listOf(byConnector, what.connectorId) : listOf(byRuntime, what.runtime);
    list.push(incident);
  };
  for (const incident of incidents) keep(incident);

  const find = <K extends IncidentKind['kind']>(list: readonly Incident[], kind: K, at: number): (Incident & { what: { kind: K } }) | undefined =>
    list.find((one): one is Incident & { what: { kind: K } } => one.what.kind === kind && isOn(one, at));
  const of = (runtime: WorldRuntime): Incident[] => byRuntime.get(runtime.name) ?? none;
  const forProcess = <K extends 'silent' | 'slow' | 'bad-records'>(assignment: Assignment, kind: K, at: number) => {
    for (const incident of of(assignment.runtime)) {
      const { what } = incident;
      if (what.kind === kind && isOn(incident, at) && (what as { process: string }).process === assignment.blueprint.name)
        return what as Extract<IncidentKind, { kind: K }>;
    }
    return undefined;
  };

  return {
    fault(assignment, at, draw) {
      const list = of(assignment.runtime);
      const broken = list.length === 0 ? undefined : find(list, 'runtime-fault', at);
      if (broken) return { failure: failureIndex((broken.what as { failure: string }).failure), step: 0 };
      for (let step = 0; step < assignment.steps.length; step++) {
        const connector = assignment.steps[step]?.connector;
        if (!connector) continue;
        for (const incident of byConnector.get(connector.id) ?? none) {
          const { what } = incident;
          if (what.kind !== 'connector-fault' || !isOn(incident, at) || draw >= what.share) continue;
          if (what.runtime !== undefined && what.runtime !== assignment.runtime.name) continue;
          return { failure: failureIndex(what.failure), step };
        }
      }
      const bad = forProcess(assignment, 'bad-records', at);
      return bad && draw < bad.share ? { failure: failureIndex('bad-record'), step: Math.min(1, assignment.steps.length - 1) } : null;
    },
    slowness: (assignment, at) => forProcess(assignment, 'slow', at)?.factor ?? 1,
    isSilent: (assignment, at) => forProcess(assignment, 'silent', at) !== undefined,
    flood(runtime, at) {
      const flood = find(of(runtime), 'flood', at)?.what;
      return flood?.kind === 'flood' ? flood.factor : 1;
    },
    floodWithin(runtime, fromAt, toAt) {
      let most = 1;
      for (const incident of of(runtime)) {
        if (incident.what.kind !== 'flood' || incident.fromAt >= toAt || (incident.toAt ?? toAt) <= fromAt) continue;
        most = Math.max(most, incident.what.factor);
      }
      return most;
    },
    restartBetween(runtime, fromAt, toAt) {
      const restart = of(runtime).find((one) => one.what.kind === 'restart' && one.fromAt > fromAt && one.fromAt < toAt);
      return restart?.fromAt ?? null;
    },
    isDiskFull(runtime, at) {
      const broken = find(of(runtime), 'runtime-fault', at)?.what;
      return broken?.kind === 'runtime-fault' && broken.failure === 'disk-full';
    },
    clockSkewMs(runtime, at) {
      const skew = find(of(runtime), 'clock-skew', at)?.what;
      return skew?.kind === 'clock-skew' ? skew.byMs : 0;
    },
    way(runtime, at) {
      const list = of(runtime);
      if (find(platform, 'platform-away', at) || find(list, 'away', at)) return { kind: 'cut' };
      const flap = find(list, 'flapping', at);
      if (flap && (at - flap.fromAt) % (FLAP_IN_MS + FLAP_OUT_MS) < FLAP_OUT_MS) return { kind: 'cut' };
      const late = find(list, 'late', at)?.what;
      if (late?.kind === 'late') {
        const sinceMs = (((at - late.phaseAt) % late.everyMs) + late.everyMs) % late.everyMs;
        // A second of each round is open.
        return sinceMs < 1_000 ? { kind: 'open' } : { kind: 'waits', untilAt: at + late.everyMs - sinceMs };
      }
      return { kind: 'open' };
    },
    isPlatformAway: (at) => find(platform, 'platform-away', at) !== undefined,
    awaySince: (runtime, at) => find(of(runtime), 'away', at)?.fromAt ?? null,
    outages: (runtime, fromAt, toAt) =>
      of(runtime)
        .filter((one) => one.what.kind === 'away' && one.fromAt < toAt && (one.toAt ?? toAt) > fromAt)
        .toSorted((a, b) => a.fromAt - b.fromAt),
    begin(what, at) {
      const incident: Incident = { fromAt: at, toAt: null, what };
      keep(incident);
      return (endAt) => {
        incident.toAt = endAt;
      };
    },
  };
}

/** Usual troubles lie in the days before the world's own, which belongs to the scenario. */
const USUAL_MS = 32.7 * DAY_MS;

/** What has always happened now and then: outages of endpoints and of ways, restarts. The same whatever the time that the world opens at. */
export function usualIncidents(seed: number, fleet: Fleet): Incident[] {
  const incidents: Incident[] = [];
  const endpoints = [...new Set(fleet.runtimes.flatMap(({ connectors }) => connectors.map(({ id, kind }) => `${kind} ${id}`)))].toSorted();
  for (const endpoint of endpoints) {
    const [kind = '', connectorId = ''] = endpoint.split(' ', 2);
    const failures = kind === 'http' ? ['unavailable', 'timeout', 'throttled'] : kind === 'opc-ua' ? ['session-closed'] : ['refused', 'reset', 'timeout'];
    if (/folder|queue|mail|sqlite/.test(kind)) continue;
    const random = randomStream(hash(seed, endpoint, 'outages'));
    const count = random.between(0, 2);
    for (let number = 0; number < count; number++) {
      const fromAt = EPOCH_AT + Math.floor(random.next() * USUAL_MS);
      const lastsMs = Math.min(3 * HOUR_MS, random.longTail(14 * MINUTE_MS, 0.8));
      const what: IncidentKind = { kind: 'connector-fault', connectorId, failure: random.pick(failures), share: 0.5 + random.next() / 2 };
      incidents.push({ fromAt, toAt: fromAt + lastsMs, what });
    }
  }
  for (const runtime of fleet.runtimes) {
    const random = randomStream(hash(seed, runtime.name, 'ways'));
    const cuts = random.between(0, 3);
    for (let number = 0; number < cuts; number++) {
      const fromAt = EPOCH_AT + Math.floor(random.next() * USUAL_MS);
      const lastsMs = 40_000 + Math.min(2 * HOUR_MS, random.longTail(4 * MINUTE_MS, 0.9));
      incidents.push({ fromAt, toAt: fromAt + lastsMs, what: { kind: 'away', runtime: runtime.name } });
    }
    const restartAt = EPOCH_AT + Math.floor(random.next() * USUAL_MS);
    incidents.push({ fromAt: restartAt, toAt: restartAt, what: { kind: 'restart', runtime: runtime.name } });
  }
  return incidents;
}

function isOn({ fromAt, toAt }: Incident, at: number): boolean {
  return at >= fromAt && (toAt === null || at < toAt);
}

function listOf(lists: Map<string, Incident[]>, key: string): Incident[] {
  const list = lists.get(key) ?? [];
  lists.set(key, list);
  return list;
}
