import type { Overview } from '#contract/overview.ts';
import type { Core } from '#platform/core.ts';
import { deriveIncidents } from '#platform/derive/incidents.ts';
import type { ConsoleHandlers } from '#platform/routing/handlers.ts';
import { countConnectors } from './connector-list.ts';
import { everyExecution } from './execution-query.ts';
import { fleetCounts, fleetView } from './fleet-view.ts';
import { incidentFacts } from './incident-facts.ts';
import { countsOf, everyState, histogramOf, totalOf } from './state-counts.ts';
import { plainWindow, resolveWindow } from './window.ts';

const WEEK_MS = 604_800_000;

export function overviewHandlers(core: Core): Pick<ConsoleHandlers, 'getOverview'> {
  return {
    async getOverview({ query }) {
      const window = resolveWindow(query, core.now());
      const view = await fleetView(core, window);
      const all = everyExecution(core, window);
      return {
        window: plainWindow(window),
        asOfAt: view.now,
        fleet: fleetCounts(view.runtimes),
        counts: await countsOf(core, all),
        histogram: await histogramOf(core, all, window.bucketMs),
        usual: await usual(core, { fromAt: window.fromAt - WEEK_MS, toAt: window.toAt - WEEK_MS }),
        ...deriveIncidents(await incidentFacts(core, view)),
        environments: core.fleet.environments().map(({ id, name, kind }) => ({
          id,
          name,
          kind,
          runtimes: view.runtimes
            .filter(({ runtime }) => runtime.record.environmentId === id)
            .map(({ runtime, status }) => ({ id: runtime.record.id, name: runtime.record.name, status })),
        })),
        openRequests: (await core.store.requests.open()).length,
        connectors: countConnectors(core),
      };
    },
  };
}

/** The same stretch of time one week earlier; null when nothing is kept of it. */
async function usual(core: Core, window: { fromAt: number; toAt: number }): Promise<Overview['usual']> {
  if (window.fromAt < 0) return null;
  const { states } = await core.store.executions.counts(everyExecution(core, window));
  const total = totalOf(states);
  return total === 0 ? null : { window: plainWindow(window), total, states: everyState(states) };
}
