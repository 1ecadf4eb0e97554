import { isLost } from '#platform/derive/contact.ts';
import type { EnvironmentRecord, RuntimeRecord } from '#platform/records.ts';
import type { Store } from '#platform/store/store.ts';
import { isRuntimeLost, type LiveRuntime, liveRuntime, statusOf } from './live-runtime.ts';

/** How many of a runtime's newest outcomes its health is judged by. */
const OUTCOMES_KEPT = 50;
/** Beats are written down this often: after a crash the platform is wrong about a last contact by at most this. */
const FLUSH_EVERY_MS = 10_000;

/** All runtimes and environments, in memory: statuses are derived from it on every page and every tick. */
export interface Fleet {
  /** Every runtime, retired ones too, by name. */
  all(): LiveRuntime[];
  get(id: string): LiveRuntime | undefined;
  /** The runtime that holds this certificate. Colons and case of the fingerprint do not matter. */
  byFingerprint(fingerprint: string): LiveRuntime | undefined;
  environments(): EnvironmentRecord[];
  environment(id: string): EnvironmentRecord | undefined;
  /** Writes an environment down, new or changed. */
  putEnvironment(environment: EnvironmentRecord): Promise<void>;
  /** Writes a new runtime down. False when its id is taken. */
  add(record: RuntimeRecord): Promise<boolean>;
  /** Changes what is written of a runtime. */
  update(runtime: LiveRuntime, change: Partial<RuntimeRecord>): Promise<void>;
  /** Gives a runtime another certificate; the one before is refused from now on. */
  recertify(runtime: LiveRuntime, certificate: RuntimeRecord['certificate']): Promise<void>;
  /** It called: it is in contact. */
  touch(runtime: LiveRuntime, now: number): void;
  /** Reads again how its newest runs ended. */
  refreshOutcomes(runtime: LiveRuntime): Promise<void>;
  /** Runtimes whose runs in flight are `unknown`. */
  lostIds(now: number): string[];
  /** Writes changes of contact and word down; resolves to the runtimes that changed. */
  noteChanges(now: number): Promise<string[]>;
  /** Writes down what is only in memory: what is due, or everything. */
  flush(now: number, everything?: boolean): Promise<void>;
}

/** Reads the fleet from the store. */
export async function loadFleet(store: Store, now: number): Promise<Fleet> {
  const environments = new Map<string, EnvironmentRecord>();
  for (const { value } of await store.records.list<EnvironmentRecord>('environment')) environments.set(value.id, value);
  const runtimes = new Map<string, LiveRuntime>();
  for (const { value } of await store.records.list<RuntimeRecord>('runtime'))
    runtimes.set(value.id, liveRuntime(value));
  const byFingerprint = new Map([...runtimes.values()].map((runtime) => [fingerprintOf(runtime.record), runtime]));

  for (const change of await store.contacts.list(null, now + 1, now + 1)) {
    const runtime = runtimes.get(change.runtimeId);
    if (!runtime) continue;
    runtime.shown = { contact: change.contact, word: change.word, at: change.at };
    // The platform was away for a moment only: to this runtime nothing happened.
    if (!isLost(change.contact) && !isRuntimeLost(runtime, now)) runtime.connectedSinceAt = change.at;
  }
  let lastFlushAt = now;

  const refreshOutcomes = async (runtime: LiveRuntime) => {
    runtime.outcomes = await store.executions.recentOutcomes(runtime.record.id, OUTCOMES_KEPT);
  };
  const write = async (runtime: LiveRuntime) => {
    runtime.record = { ...runtime.record, lastContactAt: runtime.lastContactAt, beat: runtime.beat };
    runtime.isDirty = false;
    await store.records.put('runtime', runtime.record.id, runtime.record);
  };
  for (const runtime of runtimes.values()) {
    await refreshOutcomes(runtime);
    const figures = await store.executions.processFigures(runtime.record.id, now, now);
    for (const [processId, { last }] of figures) if (last) runtime.lastStarts.set(processId, last.startedAt);
  }

  return {
    all: () => [...runtimes.values()].sort((a, b) => compareText(a.record.name, b.record.name)),
    get: (id) => runtimes.get(id),
    byFingerprint: (fingerprint) => byFingerprint.get(normalFingerprint(fingerprint)),
    environments: () => [...environments.values()].sort((a, b) => compareText(a.name, b.name)),
    environment: (id) => environments.get(id),
    async putEnvironment(environment) {
      await store.records.put('environment', environment.id, environment);
      environments.set(environment.id, environment);
    },
    async add(record) {
      if ((await store.records.put('runtime', record.id, record, 0)) === null) return false;
      const runtime = liveRuntime(record);
      runtimes.set(record.id, runtime);
      byFingerprint.set(fingerprintOf(record), runtime);
      return true;
    },
    async update(runtime, change) {
      runtime.record = { ...runtime.record, ...change };
      await write(runtime);
    },
    async recertify(runtime, certificate) {
      const former = fingerprintOf(runtime.record);
      runtime.record = { ...runtime.record, certificate };
      await write(runtime);
      byFingerprint.delete(former);
      byFingerprint.set(fingerprintOf(runtime.record), runtime);
    },
    touch(runtime, at) {
      if (runtime.connectedSinceAt === null || isRuntimeLost(runtime, at)) runtime.connectedSinceAt = at;
      runtime.lastContactAt = Math.max(runtime.lastContactAt ?? 0, at);
      runtime.closedAt = null;
      runtime.isDirty = true;
    },
    refreshOutcomes,
    lostIds: (at) =>
      [...runtimes.values()].filter((runtime) => isRuntimeLost(runtime, at)).map((runtime) => runtime.record.id),
    async noteChanges(at) {
      const changed: string[] = [];
      for (const runtime of runtimes.values()) {
        const status = statusOf(runtime, at);
        if (runtime.shown?.word === status.word && runtime.shown.contact === status.contact) continue;
        const change = {
          runtimeId: runtime.record.id,
          // when only the contact behind the word changed, `sinceAt` is that of the word
          at: runtime.shown?.word === status.word ? at : Math.max(status.sinceAt ?? at, runtime.shown?.at ?? 0),
          contact: status.contact,
          word: status.word,
        };
        await store.contacts.append(change);
        runtime.shown = { contact: change.contact, word: change.word, at: change.at };
        changed.push(change.runtimeId);
      }
      return changed;
    },
    async flush(at, everything = false) {
      if (!everything && at - lastFlushAt < FLUSH_EVERY_MS) return;
      lastFlushAt = at;
      for (const runtime of runtimes.values()) if (runtime.isDirty) await write(runtime);
    },
  };
}

function fingerprintOf(record: RuntimeRecord): string {
  return normalFingerprint(record.certificate.fingerprint);
}

function normalFingerprint(fingerprint: string): string {
  return fingerprint.replaceAll(':', '').toLowerCase();
}

/** Plain code unit order: the same on every host, whatever its locale. */
function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
