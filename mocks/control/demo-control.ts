import type { DemoControl, DemoState } from '#contract/demo.ts';
import { readWorldChoice, writeWorldChoice } from '#mocks/scenarios/world-address.ts';
import { DEFAULT_TIME, timeOfInstant } from '#mocks/world/world-date.ts';
import type { WorldBridge } from '#mocks/worker/world-bridge.ts';

/** The scenario panel's control over the bridge. `address` gives the page's own address at the moment. */
export function createDemoControl(bridge: WorldBridge, first: DemoState, address: () => string): DemoControl {
  let state = first;
  const listeners = new Set<() => void>();
  bridge.onState((next) => {
    state = next;
    for (const listener of listeners) listener();
  });
  return {
    state: () => state,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    command: (command) => bridge.command(command),
    shareUrl() {
      const on = state.switches.filter((one) => one.on).map(({ id }) => id);
      const choice = {
        scenario: state.scenario,
        seed: state.seed,
        size: state.size,
        t: timeOfInstant(state.nowAt),
        on,
      };
      return withSearch(address(), writeWorldChoice(choice));
    },
    openUrl({ scenario, size, seed }) {
      const now = readWorldChoice(new URL(address()).search);
      const search = writeWorldChoice({
        scenario: scenario ?? now.scenario,
        size: size ?? now.size,
        seed: seed ?? now.seed,
        t: DEFAULT_TIME,
        on: [],
      });
      const url = new URL(withSearch(address(), search));
      // Without a hash, so that going there loads the page even when nothing else differs.
      url.hash = '';
      return url.href;
    },
  };
}

function withSearch(address: string, search: string): string {
  const url = new URL(address);
  url.search = search;
  return url.href.replaceAll('%3A', ':');
}
