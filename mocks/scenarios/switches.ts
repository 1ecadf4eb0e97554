import type { DemoSwitch } from '#contract/demo.ts';
import type { Fleet } from '#mocks/world/fleet.ts';
import type { IncidentKind } from '#mocks/world/weather.ts';

/** What a person can do to the world while it runs. */
export interface SwitchKind {
  id: string;
  label: string;
  /** Whom it hits in this fleet, and how; null when the fleet has nobody for it. */
  aim(fleet: Fleet): { target: string; what: IncidentKind } | null;
}

/** All switches, in the order of the panel. */
export const switchKinds: readonly SwitchKind[] = [
  onRuntime('runtime-offline', 'Runtime offline', ['ham-wms-01', 'ber-erp-01'], (runtime) => ({
    kind: 'away',
    runtime,
  })),
  onRuntime('runtime-late', 'Runtime late', ['ber-crm-01', 'mil-pos-01'], (runtime) => ({
    kind: 'late',
    runtime,
    everyMs: 23_000,
    phaseAt: 0,
  })),
  onRuntime('runtime-flapping', 'Runtime flapping', ['lyo-edi-01', 'test-erp-01'], (runtime) => ({
    kind: 'flapping',
    runtime,
  })),
  onRuntime('disk-full', 'Disk full', ['atl-wms-01', 'mil-pos-01'], (runtime) => ({
    kind: 'runtime-fault',
    runtime,
    failure: 'disk-full',
  })),
  onConnector('credential-expired', 'Credential expired', ['TMS-RTM'], (connectorId) => ({
    kind: 'connector-fault',
    connectorId,
    failure: 'credential-refused',
    share: 1,
  })),
  onRuntime(
    'bad-records',
    'Bad records',
    ['dub-fin-01'],
    (runtime) => ({ kind: 'bad-records', runtime, process: 'Invoice to ledger', share: 0.9 }),
    'Invoice to ledger on dub-fin-01',
  ),
  onConnector('endpoint-throttled', 'Endpoint throttled', ['CARRIER-API', 'SHOP-API'], (connectorId) => ({
    kind: 'connector-fault',
    connectorId,
    failure: 'throttled',
    share: 0.7,
  })),
  onRuntime('flood', 'Flood of runs', ['rtm-edi-01', 'ber-erp-01'], (runtime) => ({
    kind: 'flood',
    runtime,
    factor: 30,
  })),
  {
    id: 'platform-unreachable',
    label: 'Platform unreachable',
    aim: () => ({ target: 'everybody: this page and all agents', what: { kind: 'platform-away' } }),
  },
];

/** The switches of a fleet as the panel shows them. */
export function shownSwitches(fleet: Fleet, on: ReadonlySet<string>): DemoSwitch[] {
  return switchKinds.flatMap((kind) => {
    const aimed = kind.aim(fleet);
    return aimed ? [{ id: kind.id, label: kind.label, target: aimed.target, on: on.has(kind.id) }] : [];
  });
}

function onRuntime(
  id: string,
  label: string,
  candidates: readonly string[],
  what: (runtime: string) => IncidentKind,
  target?: string,
): SwitchKind {
  return {
    id,
    label,
    aim(fleet) {
      const hit = candidates.find((name) => fleet.runtimes.some((runtime) => runtime.name === name));
      return hit === undefined ? null : { target: target ?? hit, what: what(hit) };
    },
  };
}

function onConnector(
  id: string,
  label: string,
  candidates: readonly string[],
  what: (connectorId: string) => IncidentKind,
): SwitchKind {
  return {
    id,
    label,
    aim(fleet) {
      const connectors = fleet.runtimes.flatMap((runtime) => runtime.connectors);
      const hit = candidates
        .map((wanted) => connectors.find((one) => one.id === wanted))
        .find((found) => found !== undefined);
      return hit ? { target: hit.name, what: what(hit.id) } : null;
    },
  };
}
