import { ProblemError } from '#contract/errors.ts';
import type { RuntimeSummary } from '#contract/runtime.ts';
import type { FleetWord } from '#contract/status.ts';
import type { Core } from '#platform/core.ts';
import type { LiveRuntime } from '#platform/fleet/live-runtime.ts';
import { ended } from '#platform/requests/lifecycle.ts';
import type { ConsoleHandlers } from '#platform/routing/handlers.ts';
import { personOf } from './admission.ts';
import { fleetCounts, fleetView, summaryOf } from './fleet-view.ts';
import { runtimeDetail } from './runtime-detail.ts';
import { plainWindow, resolveWindow } from './window.ts';

const PAGE = 100;

/** Worst first: what a person should look at before the rest. */
const severity: Record<FleetWord, number> = {
  failing: 0,
  offline: 1,
  degraded: 2,
  late: 3,
  never: 4,
  paused: 5,
  ok: 6,
  retired: 7,
};

type Handlers = Pick<
  ConsoleHandlers,
  'listRuntimes' | 'getRuntime' | 'pauseRuntime' | 'resumeRuntime' | 'retireRuntime'
>;
type Sort = 'status' | 'name' | 'contact' | 'runs' | 'failed' | 'release' | 'certificate';

export function runtimeHandlers(core: Core): Handlers {
  return {
    async listRuntimes({ query }) {
      const window = resolveWindow(query, core.now());
      const view = await fleetView(core, window);
      const words = (query.q ?? '').toLowerCase().split(/\s+/).filter(Boolean);
      const hits = view.runtimes
        .map((one) => summaryOf(core, view, one))
        .filter((row) => {
          const text =
            `${row.name} ${row.id} ${row.site ?? ''} ${row.environmentName} ${row.tags.join(' ')}`.toLowerCase();
          return (
            (!query.word || query.word.includes(row.status.word)) &&
            (!query.environment || query.environment.includes(row.environmentId)) &&
            (!query.tag || query.tag.every((tag) => row.tags.includes(tag))) &&
            words.every((word) => text.includes(word))
          );
        });
      const sign = query.direction === 'descending' ? -1 : 1;
      const byKey = compareBy(query.sort ?? 'status');
      hits.sort((a, b) => sign * byKey(a, b) || compareText(a.name, b.name));
      const offset = query.offset ?? 0;
      return {
        window: plainWindow(window),
        asOfAt: view.now,
        total: hits.length,
        fleet: fleetCounts(view.runtimes),
        environments: core.fleet.environments().map(({ id, name }) => ({
          id,
          name,
          runtimes: view.runtimes.filter(({ runtime }) => runtime.record.environmentId === id).length,
        })),
        releases: releasesOf(view.runtimes.map(({ runtime }) => runtime)),
        rows: hits.slice(offset, offset + (query.limit ?? PAGE)),
      };
    },
    getRuntime: ({ params, query }) =>
      runtimeDetail(core, findRuntime(core, params.runtimeId), resolveWindow(query, core.now())),
    async pauseRuntime({ params, body }, context) {
      const runtime = findRuntime(core, params.runtimeId);
      const now = core.now();
      if (body.untilAt <= now)
        throw new ProblemError('bad-request', 'The pause must end in the future.', { field: 'body.untilAt' });
      await change(core, runtime, {
        pause: { by: personOf(context).name, fromAt: now, untilAt: body.untilAt, note: body.note },
      });
      return runtimeDetail(core, runtime, resolveWindow({}, now));
    },
    async resumeRuntime({ params }) {
      const runtime = findRuntime(core, params.runtimeId);
      await change(core, runtime, { pause: null });
      return runtimeDetail(core, runtime, resolveWindow({}, core.now()));
    },
    async retireRuntime({ params }) {
      const runtime = findRuntime(core, params.runtimeId);
      if (runtime.record.retiredAt !== null)
        throw new ProblemError('runtime-retired', `${runtime.record.name} was retired already.`);
      await change(core, runtime, { retiredAt: core.now(), pause: null });
      core.options.log('info', 'runtime-retired', { runtimeId: runtime.record.id });
      await endRequestsOf(core, runtime);
      core.desk.wake(runtime.record.id); // ends its held poll
      return runtimeDetail(core, runtime, resolveWindow({}, core.now()));
    },
  };
}

async function change(core: Core, runtime: LiveRuntime, change: Partial<LiveRuntime['record']>): Promise<void> {
  await core.fleet.update(runtime, change);
  await core.fleet.noteChanges(core.now());
  core.hints.say({ type: 'runtimes', runtimeIds: [runtime.record.id] });
}

/** Nobody will come to fetch or answer them any more. */
async function endRequestsOf(core: Core, { record }: LiveRuntime): Promise<void> {
  for (const { number, runtimeId } of await core.store.requests.open()) {
    if (runtimeId !== record.id) continue;
    await core.desk.advance(number, (current) => ended(current, 'failed', `${record.name} was retired.`, core.now()));
    core.desk.stopIntake(number);
    await core.store.answers.discard(number);
  }
}

function findRuntime(core: Core, id: string): LiveRuntime {
  const runtime = core.fleet.get(id);
  if (!runtime) throw new ProblemError('not-found', `There is no runtime ${id}.`);
  return runtime;
}

function releasesOf(runtimes: readonly LiveRuntime[]): { release: string; runtimes: number }[] {
  const counts = new Map<string, number>();
  for (const { record } of runtimes) {
    const release = record.description?.release;
    if (release && record.retiredAt === null) counts.set(release, (counts.get(release) ?? 0) + 1);
  }
  return [...counts]
    .map(([release, count]) => ({ release, runtimes: count }))
    .sort((a, b) => b.runtimes - a.runtimes || compareText(a.release, b.release));
}

/** Ascending order of each column; for `status` that is worst first. */
function compareBy(sort: Sort): (a: RuntimeSummary, b: RuntimeSummary) => number {
  switch (sort) {
    case 'status':
      return (a, b) => severity[a.status.word] - severity[b.status.word];
    case 'name':
      return (a, b) => compareText(a.name, b.name);
    case 'contact':
      return (a, b) => (a.status.lastContactAt ?? 0) - (b.status.lastContactAt ?? 0);
    case 'runs':
      return (a, b) => a.runs - b.runs;
    case 'failed':
      return (a, b) => a.failed - b.failed;
    case 'release':
      return (a, b) => compareText(a.release ?? '', b.release ?? '');
    case 'certificate':
      return (a, b) => (a.certificateEndsAt ?? 0) - (b.certificateEndsAt ?? 0);
  }
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
