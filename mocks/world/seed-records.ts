import { OFFLINE_AFTER_MS } from '#contract/rules.ts';
import type { EnvironmentRecord, PersonRecord, RuntimeRecord, Store } from '#platform/index.ts';
import type { Scenario } from '#mocks/scenarios/scenarios.ts';
import { describeRuntime, type Fleet, type WorldRuntime } from './fleet.ts';
import { fingerprintOf } from './network.ts';
import { hash } from './random.ts';
import type { Weather } from './weather.ts';
import { DAY_MS } from './world-date.ts';

/** People of the world. The page signs in as the first. */
export const people: readonly PersonRecord[] = [
  { id: 'p-lindqvist', name: 'A. Lindqvist', role: 'administrator' },
  { id: 'p-nowak', name: 'T. Nowak', role: 'support' },
  { id: 'p-ito', name: 'S. Ito', role: 'developer' },
  { id: 'p-ricci', name: 'M. Ricci', role: 'support' },
];

/** Agents beat five seconds apart; each has its own place in that time, so that they do not call in step. */
export function beatPhaseMs(runtime: WorldRuntime): number {
  return (runtime.index * 2_087) % 5_000;
}

/** Until when the platform has heard of a runtime at the opening of the world. */
export function lastContactAt(runtime: WorldRuntime, weather: Weather, nowAt: number): number {
  const away = weather.awaySince(runtime, nowAt);
  if (away !== null) return Math.min(nowAt, away);
  const way = weather.way(runtime, nowAt);
  if (way.kind === 'waits') return way.sinceAt;
  return nowAt - 5_000 + beatPhaseMs(runtime);
}

/** Writes what the platform knows of people, environments and runtimes when the world opens. */
export async function seedRecords(
  store: Store,
  fleet: Fleet,
  weather: Weather,
  scenario: Scenario,
  nowAt: number,
  isEmpty: boolean,
): Promise<void> {
  for (const person of people) await store.records.put('person', person.id, person);
  for (const environment of environmentsOf(fleet, isEmpty))
    await store.records.put('environment', environment.id, environment);
  for (const runtime of fleet.runtimes) {
    await store.records.put('runtime', runtime.id, recordOf(runtime, weather, scenario, nowAt));
    await seedContacts(store, runtime, weather, scenario, nowAt);
  }
}

function environmentsOf(fleet: Fleet, isEmpty: boolean): EnvironmentRecord[] {
  if (isEmpty) return [{ id: 'prod', name: 'Production', kind: 'production' }];
  const found = new Map<string, EnvironmentRecord>();
  for (const { environmentId, environmentName, kind } of fleet.runtimes) {
    found.set(environmentId, { id: environmentId, name: environmentName, kind });
  }
  return [...found.values()];
}

function recordOf(runtime: WorldRuntime, weather: Weather, scenario: Scenario, nowAt: number): RuntimeRecord {
  const contactAt = lastContactAt(runtime, weather, nowAt);
  const pause = scenario.pauses.find((one) => one.runtime === runtime.name);
  const endsAt = scenario.certificates.find((one) => one.runtime === runtime.name)?.endsAt ?? runtime.certificateEndsAt;
  return {
    id: runtime.id,
    name: runtime.name,
    environmentId: runtime.environmentId,
    enrolledAt: runtime.enrolledAt,
    retiredAt: null,
    certificate: {
      serial: hash(runtime.name, 'serial').toString(16).toUpperCase(),
      fingerprint: fingerprintOf(runtime),
      notBeforeAt: endsAt - 180 * DAY_MS,
      notAfterAt: endsAt,
    },
    description: describeRuntime(runtime, contactAt),
    describedAt: runtime.startedAt,
    beat: {
      receivedAt: contactAt,
      bootId: `boot-${hash(runtime.name, 'boot').toString(36)}`,
      startedAt: runtime.startedAt,
      clockSkewMs: weather.clockSkewMs(runtime, contactAt),
      degraded: weather.isDiskFull(runtime, contactAt) ? ['disk-full'] : [],
      spool: { waiting: 0, bytes: 0, lost: 0 },
      exitRefused: 0,
      inFlightCount: 0,
    },
    lastContactAt: contactAt,
    pause: pause ? { by: pause.by, fromAt: pause.fromAt, untilAt: pause.untilAt, note: pause.note } : null,
  };
}

/** Past changes of contact: from the outages that there were, and the words that the scenario has come to. */
async function seedContacts(
  store: Store,
  runtime: WorldRuntime,
  weather: Weather,
  scenario: Scenario,
  nowAt: number,
): Promise<void> {
  const runtimeId = runtime.id;
  await store.contacts.append({ runtimeId, at: runtime.enrolledAt, contact: 'connected', word: 'ok' });
  for (const { fromAt, toAt } of weather.outages(runtime, 0, nowAt)) {
    const lostAt = fromAt + OFFLINE_AFTER_MS;
    if (lostAt >= Math.min(nowAt, toAt ?? nowAt)) continue;
    await store.contacts.append({ runtimeId, at: lostAt, contact: 'offline', word: 'offline' });
    if (toAt !== null && toAt < nowAt)
      await store.contacts.append({ runtimeId, at: toAt, contact: 'connected', word: 'ok' });
  }
  for (const { runtime: name, at, word } of scenario.words) {
    if (name !== runtime.name || at > nowAt) continue;
    await store.contacts.append({ runtimeId, at, contact: word === 'late' ? 'late' : 'connected', word });
  }
}
