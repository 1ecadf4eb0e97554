import type { RuntimeStatus, RuntimeSummary, FleetCounts } from '#contract/runtime.ts';
import { type FleetWord, fleetWords } from '#contract/status.ts';
import type { Core } from '#platform/core.ts';
import { contactStrip, stripCells } from '#platform/derive/strip.ts';
import { type LiveRuntime, statusOf } from '#platform/fleet/live-runtime.ts';
import type { StoredContactChange, StripCounts } from '#platform/store/store.ts';
import { everyExecution } from './execution-query.ts';
import { relativeWindowMs } from '#contract/primitives.ts';
import type { ResolvedWindow } from './window.ts';

/** More runtimes than a fleet has: counts are wanted of all. */
const RUNTIMES_MAX = 100_000;

/** Runtimes with their status at one instant and their figures over one window: read once for a page, then looked up. */
export interface FleetView {
  now: number;
  window: ResolvedWindow;
  runtimes: { runtime: LiveRuntime; status: RuntimeStatus }[];
  strips: Map<string, StripCounts>;
  changes: Map<string, StoredContactChange[]>;
  inFlight: Map<string, number>;
}

/** Reads what a page about some runtimes (null: all) needs. */
export async function fleetView(
  core: Core,
  window: ResolvedWindow,
  only: LiveRuntime | null = null,
): Promise<FleetView> {
  const now = core.now();
  const runtimes = (only ? [only] : core.fleet.all()).map((runtime) => ({ runtime, status: statusOf(runtime, now) }));
  const strips = await core.store.executions.strips(window.fromAt, window.toAt, window.bucketMs);
  const changes = new Map<string, StoredContactChange[]>();
  for (const change of await core.store.contacts.list(only ? [only.record.id] : null, window.fromAt, window.toAt + 1)) {
    const list = changes.get(change.runtimeId) ?? [];
    list.push(change);
    changes.set(change.runtimeId, list);
  }
  return { now, window, runtimes, strips, changes, inFlight: await inFlightCounts(core, now, only) };
}

/** A runtime as its row shows it. */
export function summaryOf(
  core: Core,
  view: FleetView,
  { runtime, status }: FleetView['runtimes'][number],
): RuntimeSummary {
  const { record } = runtime;
  const environment = core.fleet.environment(record.environmentId);
  const { fromAt, toAt, bucketMs } = view.window;
  const counts = view.strips.get(record.id);
  const buckets = { fromAt, bucketMs, count: Math.ceil((toAt - fromAt) / bucketMs), now: view.now };
  return {
    id: record.id,
    name: record.name,
    site: record.description?.site ?? null,
    environmentId: record.environmentId,
    environmentName: environment?.name ?? record.environmentId,
    environmentKind: environment?.kind ?? 'production',
    tags: record.description?.tags ?? [],
    status,
    release: record.description?.release ?? null,
    certificateEndsAt: record.certificate.notAfterAt,
    runs: sum(counts?.runs),
    failed: sum(counts?.failed),
    inFlight: view.inFlight.get(record.id) ?? 0,
    strip: stripCells(contactStrip(view.changes.get(record.id) ?? [], buckets), counts),
  };
}

/** Counts by chip word; they add up to all runtimes. */
export function fleetCounts(runtimes: FleetView['runtimes']): FleetCounts {
  const words = Object.fromEntries(fleetWords.map((word) => [word, 0])) as Record<FleetWord, number>; // every key is there
  for (const { status } of runtimes) words[status.word] += 1;
  return { total: runtimes.length, words };
}

async function inFlightCounts(core: Core, now: number, only: LiveRuntime | null): Promise<Map<string, number>> {
  const query = {
    ...everyExecution(core, { fromAt: Math.max(0, now - relativeWindowMs['30d']), toAt: now + 1 }),
    state: { include: ['running' as const, 'unknown' as const], exclude: [] },
    runtime: { include: only ? [only.record.id] : [], exclude: [] },
  };
  const values = await core.store.executions.values(query, 'runtime', '', RUNTIMES_MAX);
  return new Map(values.map(({ value, runs }) => [value, runs]));
}

export function sum(values: readonly number[] | undefined): number {
  return (values ?? []).reduce((total, value) => total + value, 0);
}
