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
export type Way =
  | { kind: 'open' }
  | { kind: 'cut' }
  | { kind: 'waits'; untilAt: number; /** When it was open last. */ sinceAt: number };

/** All incidents, past and present, and what they mean at an instant. */
export interface Weather {
  /** What breaks a run of this assignment that starts at an instant: a failure, and the step at which it strikes; null for none. */
  fault(assignment: Assignment, at: number, draw: number): { failure: number; step: number } | null;
  /** What a machine meets that calls this connector at an instant: the place of a failure; null when it answers. */
  endpointFault(runtime: WorldRuntime, connectorId: string, at: number): number | null;
  /** Multiple of the usual duration. */
  slowness(assignment: Assignment, at: number): number;
  isSilent(assignment: Assignment, at: number): boolean;
  /** Runs in the place of one. */
  flood(assignment: Assignment, at: number): number;
  /** The most of that at any time in `[fromAt, toAt)`. */
  floodWithin(assignment: Assignment, fromAt: number, toAt: number): number;
  /** A restart of its runtime in `(fromAt, toAt)`; null for none. */
  restartBetween(assignment: Assignment, fromAt: number, toAt: number): number | null;
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

/** What can concern the runs of one assignment, so that the many questions about a run look at few incidents. */
interface Concerns {
  /** With the step at which each strikes, in the order in which they win. */
  faults: { incident: Incident; failure: number; step: number; share: number }[];
  slow: { incident: Incident; factor: number }[];
  silent: Incident[];
  floods: { incident: Incident; factor: number }[];
  restarts: number[];
}

/** Makes the weather of a list of incidents. */
export function createWeather(incidents: readonly Incident[]): Weather {
  const all: Incident[] = [...incidents];
  let known: Concerns[] = [];
  let onWays = new Map<string, Incident[]>();

  const concernsOf = (assignment: Assignment): Concerns => (known[assignment.index] ??= concernsAmong(all, assignment));
  const waysOf = (runtime: WorldRuntime): readonly Incident[] => {
    const found = onWays.get(runtime.name);
    if (found) return found;
    const made = all.filter(
      ({ what }) => what.kind === 'platform-away' || ('runtime' in what && what.runtime === runtime.name),
    );
    onWays.set(runtime.name, made);
    return made;
  };
  const find = <K extends IncidentKind['kind']>(
    runtime: WorldRuntime,
    kind: K,
    at: number,
  ): (Incident & { what: Extract<IncidentKind, { kind: K }> }) | undefined =>
    waysOf(runtime).find(
      (one): one is Incident & { what: Extract<IncidentKind, { kind: K }> } => one.what.kind === kind && isOn(one, at),
    );

  return {
    fault(assignment, at, draw) {
      for (const { incident, failure, step, share } of concernsOf(assignment).faults) {
        if (draw < share && isOn(incident, at)) return { failure, step };
      }
      return null;
    },
    endpointFault(runtime, connectorId, at) {
      for (const incident of all) {
        const { what } = incident;
        if (
          what.kind !== 'connector-fault' ||
          what.connectorId !== connectorId ||
          what.share < 1 ||
          !isOn(incident, at)
        )
          continue;
        if (what.runtime === undefined || what.runtime === runtime.name) return failureIndex(what.failure);
      }
      return null;
    },
    slowness(assignment, at) {
      for (const { incident, factor } of concernsOf(assignment).slow) if (isOn(incident, at)) return factor;
      return 1;
    },
    isSilent: (assignment, at) => concernsOf(assignment).silent.some((incident) => isOn(incident, at)),
    flood(assignment, at) {
      for (const { incident, factor } of concernsOf(assignment).floods) if (isOn(incident, at)) return factor;
      return 1;
    },
    floodWithin(assignment, fromAt, toAt) {
      let most = 1;
      for (const { incident, factor } of concernsOf(assignment).floods) {
        if (incident.fromAt < toAt && (incident.toAt ?? toAt) > fromAt) most = Math.max(most, factor);
      }
      return most;
    },
    restartBetween(assignment, fromAt, toAt) {
      for (const at of concernsOf(assignment).restarts) if (at > fromAt && at < toAt) return at;
      return null;
    },
    isDiskFull: (runtime, at) => find(runtime, 'runtime-fault', at)?.what.failure === 'disk-full',
    clockSkewMs: (runtime, at) => find(runtime, 'clock-skew', at)?.what.byMs ?? 0,
    way(runtime, at) {
      if (find(runtime, 'platform-away', at) || find(runtime, 'away', at)) return { kind: 'cut' };
      const flap = find(runtime, 'flapping', at);
      if (flap && (at - flap.fromAt) % (FLAP_IN_MS + FLAP_OUT_MS) < FLAP_OUT_MS) return { kind: 'cut' };
      const late = find(runtime, 'late', at)?.what;
      if (!late) return { kind: 'open' };
      const sinceMs = (((at - late.phaseAt) % late.everyMs) + late.everyMs) % late.everyMs;
      // A second of each round is open.
      return sinceMs < 1_000
        ? { kind: 'open' }
        : { kind: 'waits', untilAt: at + late.everyMs - sinceMs, sinceAt: at - sinceMs };
    },
    isPlatformAway: (at) => all.some((incident) => incident.what.kind === 'platform-away' && isOn(incident, at)),
    awaySince: (runtime, at) => find(runtime, 'away', at)?.fromAt ?? null,
    outages: (runtime, fromAt, toAt) =>
      waysOf(runtime)
        .filter((one) => one.what.kind === 'away' && one.fromAt < toAt && (one.toAt ?? toAt) > fromAt)
        .toSorted((a, b) => a.fromAt - b.fromAt),
    begin(what, at) {
      const incident: Incident = { fromAt: at, toAt: null, what };
      all.push(incident);
      known = [];
      onWays = new Map();
      return (endAt) => {
        incident.toAt = endAt;
      };
    },
  };
}

function concernsAmong(incidents: readonly Incident[], assignment: Assignment): Concerns {
  const found: Concerns = { faults: [], slow: [], silent: [], floods: [], restarts: [] };
  const { runtime, steps, blueprint } = assignment;
  for (const incident of incidents) {
    const { what } = incident;
    if (what.kind === 'connector-fault') {
      const step = steps.findIndex(({ connector }) => connector?.id === what.connectorId);
      const isHere = what.runtime === undefined || what.runtime === runtime.name;
      if (step >= 0 && isHere)
        found.faults.push({ incident, failure: failureIndex(what.failure), step, share: what.share });
      continue;
    }
    if (what.kind === 'platform-away' || what.runtime !== runtime.name) continue;
    if (what.kind === 'runtime-fault')
      found.faults.push({ incident, failure: failureIndex(what.failure), step: 0, share: 1 });
    else if (what.kind === 'restart') found.restarts.push(incident.fromAt);
    else if (what.kind === 'flood') found.floods.push({ incident, factor: what.factor });
    if (!('process' in what) || what.process !== blueprint.name) continue;
    const step = Math.min(1, steps.length - 1);
    if (what.kind === 'bad-records')
      found.faults.push({ incident, failure: failureIndex('bad-record'), step, share: what.share });
    else if (what.kind === 'slow') found.slow.push({ incident, factor: what.factor });
    else found.silent.push(incident);
  }
  // What strikes first in the run wins; a broken machine before everything.
  found.faults.sort((a, b) => a.step - b.step);
  return found;
}

/** Usual troubles lie in the days before the world's own, which belongs to the scenario. */
const USUAL_MS = 32.7 * DAY_MS;

/** What has always happened now and then: outages of endpoints and of ways, restarts. The same whatever the time that the world opens at. */
export function usualIncidents(seed: number, fleet: Fleet): Incident[] {
  const incidents: Incident[] = [];
  const endpoints = [
    ...new Set(fleet.runtimes.flatMap(({ connectors }) => connectors.map(({ id, kind }) => `${kind} ${id}`))),
  ].toSorted();
  for (const endpoint of endpoints) {
    const [kind = '', connectorId = ''] = endpoint.split(' ', 2);
    const failures =
      kind === 'http'
        ? ['unavailable', 'timeout', 'throttled']
        : kind === 'opc-ua'
          ? ['session-closed']
          : ['refused', 'reset', 'timeout'];
    if (/folder|queue|mail|sqlite/.test(kind)) continue;
    const random = randomStream(hash(seed, endpoint, 'outages'));
    const count = random.between(0, 2);
    for (let number = 0; number < count; number++) {
      const fromAt = EPOCH_AT + Math.floor(random.next() * USUAL_MS);
      const lastsMs = Math.round(Math.min(3 * HOUR_MS, random.longTail(14 * MINUTE_MS, 0.8)));
      const what: IncidentKind = {
        kind: 'connector-fault',
        connectorId,
        failure: random.pick(failures),
        share: 0.5 + random.next() / 2,
      };
      incidents.push({ fromAt, toAt: fromAt + lastsMs, what });
    }
  }
  for (const runtime of fleet.runtimes) {
    const random = randomStream(hash(seed, runtime.name, 'ways'));
    const cuts = random.between(0, 3);
    for (let number = 0; number < cuts; number++) {
      const fromAt = EPOCH_AT + Math.floor(random.next() * USUAL_MS);
      const lastsMs = 40_000 + Math.round(Math.min(2 * HOUR_MS, random.longTail(4 * MINUTE_MS, 0.9)));
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
