import { NORMAL_MIN_RUNS } from '#contract/rules.ts';
import type { RuntimeDetail } from '#contract/runtime.ts';
import type { Core } from '#platform/core.ts';
import { degradedReasons } from '#platform/derive/health.ts';
import { isRuntimeLost, type LiveRuntime } from '#platform/fleet/live-runtime.ts';
import { fleetView, summaryOf } from './fleet-view.ts';
import { plainWindow, type ResolvedWindow } from './window.ts';

const CHANGES_MAX = 50;

/** Everything the screen of one runtime shows. */
export async function runtimeDetail(core: Core, runtime: LiveRuntime, window: ResolvedWindow): Promise<RuntimeDetail> {
  const view = await fleetView(core, window, runtime);
  const only = view.runtimes[0];
  if (!only) throw new Error('a view of one runtime has that runtime');
  const { record, beat } = runtime;
  return {
    summary: summaryOf(core, view, only),
    window: plainWindow(window),
    asOfAt: view.now,
    enrolledAt: record.enrolledAt,
    platform: record.description?.platform ?? null,
    timeZone: record.description?.timeZone ?? null,
    agentStartedAt: beat?.startedAt ?? null,
    clockSkewMs: beat?.clockSkewMs ?? null,
    degraded: beat ? degradedReasons(beat) : [],
    spool: beat?.spool ?? null,
    exitRefused: beat?.exitRefused ?? null,
    certificate: record.certificate,
    pause: record.pause && record.pause.untilAt > view.now ? record.pause : null,
    processes: await processesOf(core, runtime, window),
    connectors: record.description?.connectors ?? [],
    describedAt: record.describedAt,
    contactChanges: await newestChanges(core, runtime, view.now),
  };
}

async function processesOf(
  core: Core,
  runtime: LiveRuntime,
  window: ResolvedWindow,
): Promise<RuntimeDetail['processes']> {
  const { record } = runtime;
  const isLost = isRuntimeLost(runtime, core.now());
  const figures = await core.store.executions.processFigures(record.id, window.fromAt, window.toAt);
  return Promise.all(
    (record.description?.processes ?? []).map(async (process) => {
      const figure = figures.get(process.id);
      const normal = await core.normals.of(record.id, process.id);
      return {
        ...process,
        runs: figure?.runs ?? 0,
        failed: figure?.failed ?? 0,
        lastRunAt: figure?.last?.startedAt ?? null,
        lastState: figure?.last?.state === 'running' && isLost ? 'unknown' : (figure?.last?.state ?? null),
        normalMs: normal && normal.runs >= NORMAL_MIN_RUNS ? Math.round(normal.medianMs) : null,
      };
    }),
  );
}

/** Since enrolment, not only in the window: the last outage is worth knowing when it was a week ago. */
async function newestChanges(
  core: Core,
  { record }: LiveRuntime,
  now: number,
): Promise<RuntimeDetail['contactChanges']> {
  const changes = await core.store.contacts.list([record.id], 0, now + 1);
  return changes
    .slice(-CHANGES_MAX)
    .reverse()
    .map(({ at, contact, word }) => ({ at, contact, word }));
}
