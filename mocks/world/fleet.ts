import type { HeldProcess, RuntimeDescription } from '#contract/heartbeat.ts';
import { triggers } from '#contract/status.ts';
import { type Blueprint, blueprints, renamed, soloists, systems, type SystemName } from './blueprints.ts';
import { connectorsOf, type WorldConnector } from './connectors.ts';
import { type ConnectorRole, flows, type FlowStep } from './flows.ts';
import { hash } from './random.ts';
import { type Site, sites } from './sites.ts';
import { DAY_MS, EPOCH_AT, HOUR_MS, MINUTE_MS } from './world-date.ts';
import { type LocalTime, localTime } from './load-curve.ts';

/** A step of an assigned process, with the connector it speaks to. */
export interface AssignedStep extends Omit<FlowStep, 'role'> {
  connector: WorldConnector | null;
}

/** A process on a runtime: what runs, again and again. */
export interface Assignment {
  /** Its place in `Fleet.assignments`. */
  index: number;
  runtime: WorldRuntime;
  processId: string;
  processName: string;
  blueprint: Blueprint;
  steps: readonly AssignedStep[];
  /** Index in the contract's `triggers`. */
  trigger: number;
  /** Runs are numbered by slots of this length that begin at the epoch; `phaseMs` into the slot. */
  slotMs: number;
  phaseMs: number;
  /** A sub-process runs in the slots of this one. */
  parent: Assignment | null;
  /** Shares of runs that fail, warn and are discarded in good weather. */
  failRate: number;
  warnRate: number;
  discardRate: number;
  attemptsMax: number;
  version: number;
  /** When the version before this one was replaced. */
  versionSinceAt: number;
  /** Own randomness. */
  salt: number;
}

/** A simulated machine's facts. */
export interface WorldRuntime {
  index: number;
  id: string;
  name: string;
  site: Site;
  system: SystemName;
  environmentId: string;
  environmentName: string;
  kind: 'production' | 'test';
  local: LocalTime;
  release: string;
  platform: string;
  /** Those that its processes use, by name. */
  connectors: readonly WorldConnector[];
  assignments: Assignment[];
  enrolledAt: number;
  certificateEndsAt: number;
  startedAt: number;
}

/** Everything that stands still in the world. */
export interface Fleet {
  runtimes: readonly WorldRuntime[];
  assignments: readonly Assignment[];
}

/** Runtimes of the small world, each of which the stories touch. */
const SMALL = ['ber-erp-01', 'rtm-tms-02', 'mex-wms-01', 'mil-pos-01', 'test-erp-01'];
const PROCESSES_EACH = 9;
const PROCESSES_EACH_SMALL = 4;
/** Processes that stand on more than one production runtime, beside their home. */
const alsoOn: Readonly<Record<string, readonly [system: SystemName, name: string]>> = {
  'ber-erp-02': ['erp', 'Order to ERP'],
  'rtm-tms-01': ['tms', 'Tour plan to carrier'],
  'rtm-tms-02': ['edi', 'Carrier status EDI'],
};
/** Schedules whose place the stories need: in flight when Rotterdam falls silent, on the hour in Milan. */
const fixedPhases: Readonly<Record<string, number>> = {
  'rtm-tms-02 Tour plan to carrier': 27.5 * MINUTE_MS,
  'rtm-tms-02 Carrier status EDI': 12.6 * MINUTE_MS,
  'mil-pos-01 Stock levels to shop': 60 * MINUTE_MS,
  'sin-edi-01 Invoice archive': 25 * MINUTE_MS,
};
/** Where each system's processes have their bare names. */
const homes: Readonly<Record<SystemName, string>> = {
  erp: 'ber',
  crm: 'ber',
  wms: 'ham',
  edi: 'rtm',
  tms: 'rtm',
  plc: 'ham',
  pos: 'mil',
  fin: 'dub',
  mdm: 'sth',
};
const platforms = [
  'Debian 12, x64',
  'Red Hat Enterprise Linux 9, x64',
  'Windows Server 2022, x64',
  'Ubuntu 24.04, arm64',
];
const behind: Readonly<Record<string, string>> = {
  'mex-wms-01': '4.11.4',
  'gdn-plc-01': '4.12.0',
  'lyo-edi-01': '4.12.0',
  'rtm-tms-01': '4.12.0',
  'nyc-crm-01': '4.12.0',
  'sin-tms-01': '4.12.0',
  'pnq-plc-01': '4.11.4',
  'test-plc-01': '4.10.2',
};

/** Builds the fleet of a seed. `small` has 5 runtimes with 20 processes, `real` 60 with 400, `empty` none. */
export function buildFleet(seed: number, size: 'empty' | 'small' | 'real'): Fleet {
  const runtimes: WorldRuntime[] = [];
  if (size === 'empty') return { runtimes, assignments: [] };
  for (const site of sites) {
    for (const [system, count] of site.systems) {
      if (!isSystem(system)) throw new Error(`the site ${site.code} names the unknown system ${system}`);
      for (let number = 1; number <= count; number++) {
        const name = `${site.code}-${system}-${String(number).padStart(2, '0')}`;
        if (size === 'small' && !SMALL.includes(name)) continue;
        runtimes.push(makeRuntime(seed, runtimes.length, name, site, system));
      }
    }
  }
  const assignments: Assignment[] = [];
  const assign = (runtime: WorldRuntime, blueprint: Blueprint, processId: string, processName: string): void => {
    const made = makeAssignment(seed, assignments.length, runtime, blueprint, processId, processName);
    assignments.push(made);
    runtime.assignments.push(made);
  };
  for (const runtime of runtimes) {
    for (const [system, blueprint] of ownBlueprints(runtime, size)) {
      const { id, name } = nameAt(runtime, system, blueprint);
      assign(runtime, blueprint, id, name);
    }
    for (const { runtime: at, id, blueprint } of size === 'real' ? soloists : []) {
      if (at === runtime.name) assign(runtime, blueprint, id, blueprint.name);
    }
  }
  for (const runtime of runtimes) {
    linkSubProcesses(runtime);
    runtime.connectors = usedConnectors(runtime);
  }
  return { runtimes, assignments };
}

function ownBlueprints(runtime: WorldRuntime, size: 'small' | 'real'): [SystemName, Blueprint][] {
  const { system, name } = runtime;
  const list = blueprints[system];
  if (size === 'small') {
    // The test runtime holds others than production, so that the small world has twenty different ones.
    const from = runtime.kind === 'test' ? PROCESSES_EACH : name === 'rtm-tms-02' ? PROCESSES_EACH : 0;
    return list.slice(from, from + PROCESSES_EACH_SMALL).map((blueprint) => [system, blueprint]);
  }
  const isSecond = /0[24]$/.test(name) && list.length >= 2 * PROCESSES_EACH;
  const own = list.slice(isSecond ? PROCESSES_EACH : 0).slice(0, PROCESSES_EACH);
  const also = alsoOn[name];
  const guests = also ? blueprints[also[0]].filter((blueprint) => blueprint.name === also[1]) : [];
  return [
    ...own.map((blueprint): [SystemName, Blueprint] => [system, blueprint]),
    ...guests.map((blueprint): [SystemName, Blueprint] => [also?.[0] ?? system, blueprint]),
  ];
}

/** What a runtime says of itself. */
export function describeRuntime(runtime: WorldRuntime, at: number): RuntimeDescription {
  const processes = runtime.assignments.map((assignment) => held(assignment, at));
  return {
    digest: hash(runtime.name, runtime.release, ...processes.map(({ id, version }) => `${id}@${version}`)).toString(16),
    release: runtime.release,
    platform: runtime.platform,
    timeZone: runtime.site.timeZone,
    site: runtime.site.name,
    tags: [runtime.system, runtime.site.region.toLowerCase().replaceAll(' ', '-')],
    processes,
    connectors: runtime.connectors.map(({ id, name, kind, product, browsable, notBrowsableBecause }) => ({
      id,
      name,
      kind,
      product,
      browsable,
      notBrowsableBecause,
    })),
  };
}

/** True where a schedule starts a process, false where it is called or something comes. */
export function isScheduled({ blueprint: { cadence } }: Assignment): boolean {
  return cadence.kind === 'every' || cadence.kind === 'daily';
}

/** The version of a process at an instant, as its set names it. */
export function versionAt(assignment: Assignment, at: number): string {
  return `v${at >= assignment.versionSinceAt ? assignment.version : assignment.version - 1}`;
}

function held(assignment: Assignment, at: number): HeldProcess {
  const connectorIds = new Set(assignment.steps.flatMap(({ connector }) => (connector ? [connector.id] : [])));
  return {
    id: assignment.processId,
    name: assignment.processName,
    version: versionAt(assignment, at),
    trigger: triggers[assignment.trigger] ?? 'manual',
    schedule: scheduleText(assignment),
    everyMs: isScheduled(assignment) ? assignment.slotMs : null,
    connectorIds: [...connectorIds].toSorted(),
  };
}

function scheduleText({ blueprint, parent }: Assignment): string {
  const { cadence, noun } = blueprint;
  switch (cadence.kind) {
    case 'every':
      return cadence.minutes % 60 === 0 ? `every ${cadence.minutes / 60} h` : `every ${cadence.minutes} min`;
    case 'daily':
      return `daily at ${String(cadence.hour).padStart(2, '0')}:00`;
    case 'arrives':
      return `when ${noun} arrive`;
    case 'called':
      return `called by ${parent?.processName ?? 'another process'}`.slice(0, 200);
  }
}

function makeRuntime(seed: number, index: number, name: string, site: Site, system: SystemName): WorldRuntime {
  const isTest = site.region === 'Test';
  const draw = hash(seed, name, 'runtime');
  return {
    index,
    id: name,
    name,
    site,
    system,
    environmentId: isTest ? 'test' : `prod-${site.region.toLowerCase().replaceAll(' ', '-')}`,
    environmentName: isTest ? 'Test' : `Production, ${site.region}`,
    kind: isTest ? 'test' : 'production',
    local: localTime(site.timeZone),
    release: behind[name] ?? '4.12.1',
    platform: platforms[draw % platforms.length] ?? 'Linux',
    connectors: [],
    assignments: [],
    enrolledAt: EPOCH_AT - (40 + (draw % 300)) * DAY_MS,
    certificateEndsAt: EPOCH_AT + (33 + 45 + (draw % 62)) * DAY_MS + (draw % 86_400) * 1_000,
    startedAt: EPOCH_AT + (18 + (draw % 12)) * DAY_MS + (draw % 20) * HOUR_MS,
  };
}

function makeAssignment(
  seed: number,
  index: number,
  runtime: WorldRuntime,
  blueprint: Blueprint,
  processId: string,
  processName: string,
): Assignment {
  const salt = hash(seed, runtime.name, processId);
  const draw = (part: string) => hash(salt, part) / 4_294_967_296;
  const { cadence } = blueprint;
  const slotMs = slotOf(blueprint, runtime.kind);
  const isFlaky = draw('flaky') < 0.05;
  const isOnDemand = cadence.kind === 'arrives' || cadence.kind === 'called';
  return {
    index,
    runtime,
    processId,
    processName,
    blueprint,
    steps: stepsOf(runtime, blueprint),
    trigger: triggers.indexOf(
      cadence.kind === 'arrives' ? 'listener' : cadence.kind === 'called' ? 'sub-process' : 'schedule',
    ),
    slotMs,
    phaseMs: phaseOf(blueprint, runtime, draw('phase')),
    parent: null,
    // What fails on a file or a message stays failed until somebody acts, so on an ordinary day little of it does.
    failRate: (isFlaky ? 0.015 + draw('fail') * 0.02 : 0.0006 + draw('fail') * 0.0022) * (isOnDemand ? 0.1 : 1),
    warnRate: draw('warny') < 0.12 ? 0.06 + draw('warn') * 0.08 : 0.004 + draw('warn') * 0.008,
    discardRate: blueprint.flow === 'interchange' ? 0.02 * draw('discard') : 0,
    attemptsMax: cadence.kind === 'every' && cadence.minutes <= 30 ? 1 : cadence.kind === 'called' ? 1 : 3,
    version: 2 + Math.floor(draw('version') * 38),
    versionSinceAt: EPOCH_AT + Math.floor(draw('since') * 31) * DAY_MS + 58 * MINUTE_MS + 16 * HOUR_MS,
    salt,
  };
}

function slotOf({ cadence }: Blueprint, kind: WorldRuntime['kind']): number {
  const stretch = kind === 'test' ? 8 : 1;
  switch (cadence.kind) {
    case 'every':
      return Math.min(DAY_MS, cadence.minutes * MINUTE_MS * stretch);
    case 'arrives':
      return cadence.minutes * MINUTE_MS * stretch;
    case 'daily':
      return DAY_MS;
    case 'called':
      return 0; // taken over from its parent
  }
}

/** Half of the schedules begin at the full hour, the others somewhere in it. */
function phaseOf({ name, cadence }: Blueprint, runtime: WorldRuntime, draw: number): number {
  const fixed = fixedPhases[`${runtime.name} ${name}`];
  if (fixed !== undefined) return fixed;
  if (cadence.kind === 'daily') return dailyPhase(cadence.hour, runtime);
  if (cadence.kind !== 'every' || cadence.minutes <= 15 || draw < 0.5) return 0;
  return Math.floor((draw - 0.5) * 2 * Math.min(60, cadence.minutes)) * MINUTE_MS;
}

/** The local hour as an offset into days that begin at 00:00 UTC, right for the world's own season. */
function dailyPhase(hour: number, runtime: WorldRuntime): number {
  const offset = runtime.local.offsetMs(EPOCH_AT + 30 * DAY_MS);
  return (((hour * HOUR_MS - offset) % DAY_MS) + DAY_MS) % DAY_MS;
}

function stepsOf(runtime: WorldRuntime, blueprint: Blueprint): AssignedStep[] {
  const byRole = connectorsOf(runtime.site, runtime.system, runtime.name);
  return flows[blueprint.flow].map(({ name, kind, role, weight }) => {
    const wanted: ConnectorRole | null = role === 'main' && blueprint.isAside ? 'side' : role;
    return {
      name: name.replace('{n}', blueprint.noun),
      kind,
      weight,
      connector: wanted ? (byRole[wanted] ?? null) : null,
    };
  });
}

/** Test runtimes run the processes of production; there the home of a system has the bare name and other sites add theirs. */
function nameAt(runtime: WorldRuntime, system: SystemName, blueprint: Blueprint): { id: string; name: string } {
  const special = renamed[runtime.name]?.[blueprint.name];
  const base = slugOf(blueprint.name);
  const isHome = runtime.kind === 'test' || runtime.site.code === homes[system];
  if (isHome) return { id: `${base}-${system}`, name: special ?? blueprint.name };
  return { id: `${base}-${runtime.site.code}`, name: special ?? `${blueprint.name}, ${runtime.site.name}` };
}

function slugOf(name: string): string {
  return name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
    .slice(0, 40);
}

function usedConnectors(runtime: WorldRuntime): WorldConnector[] {
  const used = new Map<string, WorldConnector>();
  for (const { steps } of runtime.assignments)
    for (const { connector } of steps) if (connector) used.set(connector.id, connector);
  return [...used.values()].toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

function linkSubProcesses(runtime: WorldRuntime): void {
  const parent = runtime.assignments.find(({ blueprint }) => blueprint.cadence.kind !== 'called');
  for (const child of runtime.assignments) {
    if (child.blueprint.cadence.kind !== 'called' || !parent) continue;
    child.parent = parent;
    child.slotMs = parent.slotMs;
    child.phaseMs = parent.phaseMs;
  }
}

function isSystem(text: string): text is SystemName {
  return (systems as readonly string[]).includes(text);
}
