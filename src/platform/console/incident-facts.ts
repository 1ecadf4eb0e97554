import { SLOW_FACTOR } from '#contract/rules.ts';
import type { Core } from '#platform/core.ts';
import type {
  GroupFacts,
  IncidentFacts,
  RuntimeFacts,
  SilentFacts,
  SlowFacts,
  StuckFacts,
} from '#platform/derive/incident-facts.ts';
import { isLost } from '#platform/derive/contact.ts';
import { awayShares } from '#platform/derive/strip.ts';
import { SILENT_FACTOR } from '#platform/derive/work-incidents.ts';
import { isRuntimeLost, type LiveRuntime } from '#platform/fleet/live-runtime.ts';
import { requestId } from '#platform/requests/titles.ts';
import type { ExecutionQuery, StateCounts } from '#platform/store/store.ts';
import { everyExecution } from './execution-query.ts';
import type { FleetView } from './fleet-view.ts';
import { totalOf } from './state-counts.ts';

const GROUPS_MAX = 30;
const SILENT_MAX = 20;
const SLOW_MAX = 3;
/** A slow run now and then is life; this many are worth a line. */
const SLOW_RUNS_MIN = 3;
/** A request moves on within this time when its runtime is in contact. */
const STUCK_AFTER_MS = 60_000;

/** Reads what the incidents of a window are derived from. */
export async function incidentFacts(core: Core, view: FleetView): Promise<IncidentFacts> {
  const { fromAt, toAt, bucketMs } = view.window;
  const buckets = Math.ceil((toAt - fromAt) / bucketMs);
  const query = everyExecution(core, view.window);
  const testIds = core.fleet
    .environments()
    .filter(({ kind }) => kind === 'test')
    .map(({ id }) => id);
  const production = await groupsOf(
    core,
    { ...query, environment: { include: [], exclude: testIds } },
    bucketMs,
    false,
  );
  const known = new Set(production.map(({ groupId }) => groupId));
  const test =
    testIds.length === 0
      ? []
      : await groupsOf(core, { ...query, environment: { include: testIds, exclude: [] } }, bucketMs, true);
  return {
    now: view.now,
    fromAt,
    bucketMs,
    buckets,
    runtimes: view.runtimes.map((one) => runtimeFacts(core, view, one, buckets)),
    groups: [...production, ...test.filter(({ groupId }) => !known.has(groupId))],
    silent: await silentProcesses(core, view, query),
    slow: await slowProcesses(core, query, bucketMs),
    stuck: await stuckRequests(core, view.now),
  };
}

function runtimeFacts(
  core: Core,
  view: FleetView,
  { runtime, status }: FleetView['runtimes'][number],
  buckets: number,
): RuntimeFacts {
  const { record } = runtime;
  const counts = view.strips.get(record.id);
  const zeros = Array.from({ length: buckets }, () => 0);
  return {
    id: record.id,
    name: record.name,
    environmentId: record.environmentId,
    isTest: isTest(core, runtime),
    status,
    certificateEndsAt: record.certificate.notAfterAt,
    inFlight: view.inFlight.get(record.id) ?? 0,
    awayTrace: awayShares(view.changes.get(record.id) ?? [], { ...view.window, count: buckets, now: view.now }),
    failedTrace: counts?.failed ?? zeros,
    runsTrace: counts?.runs ?? zeros,
  };
}

async function groupsOf(core: Core, query: ExecutionQuery, bucketMs: number, test: boolean): Promise<GroupFacts[]> {
  const groups = (await core.store.executions.groups({ ...query, recovered: false }, bucketMs, GROUPS_MAX)).filter(
    ({ unrecovered }) => unrecovered > 0,
  );
  return Promise.all(
    groups.map(async ({ buckets, ...group }) => {
      const example = await core.store.executions.get(group.exampleExecutionId);
      const runtime = example ? core.fleet.get(example.runtimeId) : undefined;
      const connector = runtime?.record.description?.connectors.find(({ id }) => id === group.connectorId);
      return {
        ...group,
        isTest: test,
        connectorName: connector?.name ?? group.connectorId,
        processName: example?.processName ?? 'A process',
        onlyRuntimeId: group.runtimes === 1 ? (example?.runtimeId ?? null) : null,
        trace: buckets,
      };
    }),
  );
}

async function silentProcesses(core: Core, view: FleetView, query: ExecutionQuery): Promise<SilentFacts[]> {
  const found: Omit<SilentFacts, 'trace'>[] = [];
  for (const { runtime, status } of view.runtimes) {
    const { connectedSinceAt, record, lastStarts } = runtime;
    if (isLost(status.contact) || status.word === 'paused' || connectedSinceAt === null) continue;
    for (const { id, name, trigger, everyMs } of record.description?.processes ?? []) {
      if (trigger !== 'schedule' || !everyMs) continue;
      // While it was out of contact, starts may have been missed for a known reason; its schedule is judged from its return on.
      const lastStartAt = Math.max(lastStarts.get(id) ?? 0, connectedSinceAt);
      if (view.now - lastStartAt <= SILENT_FACTOR * everyMs) continue;
      found.push({
        runtimeId: record.id,
        runtimeName: record.name,
        isTest: isTest(core, runtime),
        processId: id,
        processName: name,
        everyMs,
        lastStartAt,
      });
    }
  }
  found.sort((a, b) => (view.now - b.lastStartAt) / b.everyMs - (view.now - a.lastStartAt) / a.everyMs);
  return Promise.all(
    found.slice(0, SILENT_MAX).map(async (silent) => {
      const own = {
        ...query,
        runtime: { include: [silent.runtimeId], exclude: [] },
        process: { include: [silent.processId], exclude: [] },
      };
      return { ...silent, trace: totals(await core.store.executions.histogram(own, view.window.bucketMs)) };
    }),
  );
}

async function slowProcesses(core: Core, query: ExecutionQuery, bucketMs: number): Promise<SlowFacts[]> {
  // Only runs that ended well: one that failed shouts already, and waits and retries made it long.
  const slow: ExecutionQuery = { ...query, slowFactor: SLOW_FACTOR, state: { include: ['ok', 'warn'], exclude: [] } };
  const processes = (await core.store.executions.values(slow, 'process', '', SLOW_MAX)).filter(
    ({ runs }) => runs >= SLOW_RUNS_MIN,
  );
  return Promise.all(
    processes.map(async ({ value, label, runs }) => {
      const trace = totals(
        await core.store.executions.histogram({ ...slow, process: { include: [value], exclude: [] } }, bucketMs),
      );
      const at = (bucket: number) => query.fromAt + Math.max(0, bucket) * bucketMs;
      return {
        processId: value,
        processName: label,
        runs,
        firstAt: at(trace.findIndex((count) => count > 0)),
        lastAt: Math.min(query.toAt, at(trace.findLastIndex((count) => count > 0) + 1)),
        trace,
      };
    }),
  );
}

async function stuckRequests(core: Core, now: number): Promise<StuckFacts[]> {
  return (await core.store.requests.open()).flatMap((request) => {
    const runtime = core.fleet.get(request.runtimeId);
    const isWaitingForRuntime = !runtime || isRuntimeLost(runtime, now);
    const stoodAt =
      request.progress?.reportedAt ??
      request.workingAt ??
      request.deliveredAt ??
      Math.max(request.askedAt, runtime?.connectedSinceAt ?? 0);
    if (!isWaitingForRuntime && now - stoodAt < STUCK_AFTER_MS) return [];
    return [
      {
        requestId: requestId(request.number),
        title: request.title,
        runtimeId: request.runtimeId,
        runtimeName: runtime?.record.name ?? request.runtimeId,
        state: request.state,
        askedAt: request.askedAt,
        isWaitingForRuntime,
      },
    ];
  });
}

function isTest(core: Core, { record }: LiveRuntime): boolean {
  return core.fleet.environment(record.environmentId)?.kind === 'test';
}

function totals(histogram: readonly StateCounts[]): number[] {
  return histogram.map(totalOf);
}
