import type { DemoSize, DemoState } from '#contract/demo.ts';
import type { AgentLogPort } from '#agent/index.ts';
import {
  createMemoryStore,
  createPlatform,
  type Platform,
  type PlatformLog,
  type Store,
  type Timers,
} from '#platform/index.ts';
import { scenarios } from '#mocks/scenarios/scenarios.ts';
import { shownSwitches, switchKinds } from '#mocks/scenarios/switches.ts';
import type { WorldChoice } from '#mocks/scenarios/world-address.ts';
import { agentOf } from './agents.ts';
import { simulatedAuthority } from './authority.ts';
import { buildFleet, type Fleet, type WorldRuntime } from './fleet.ts';
import { createMachine } from './machine.ts';
import { createNetwork, type Network } from './network.ts';
import { generatePast } from './past.ts';
import { hash } from './random.ts';
import { createRuns, type Runs } from './runs.ts';
import { beatPhaseMs, people, seedRecords } from './seed-records.ts';
import { seedRequests } from './seed-requests.ts';
import { createVirtualTime } from './virtual-time.ts';
import { createWeather, usualIncidents } from './weather.ts';
import { DAY_MS, instantOfTime } from './world-date.ts';

/** What the world takes from whoever runs it. */
export interface WorldOptions {
  choice: WorldChoice;
  /** Resolves after pending promises, streams and messages had a turn: `setImmediate` or a message to oneself. */
  turn: () => Promise<void>;
  /** Time of the open pages: real, also while the world stands still. */
  pageTimers: Timers;
  log: PlatformLog;
}

/** The bundled world: real platform, real agents, simulated machines, on a clock that somebody else turns. */
export interface World {
  fleet: Fleet;
  runs: Runs;
  platform: Platform;
  store: Store;
  now(): number;
  /** A one-time code by which the page signs in. */
  signInCode: string;
  /** Answers a call of the page. Rejects while the platform is unreachable, as a network does. */
  fetch(request: Request): Promise<Response>;
  /** Whether calls of the page get through now. */
  isReachable(): boolean;
  /** Moves the world on by `ms`; what lies within `grainMs` happens together. */
  advance(ms: number, grainMs: number): Promise<void>;
  /** Moves it by `ms` in one go: agents beat once. */
  leap(ms: number): Promise<void>;
  setSpeed(speed: DemoState['speed']): void;
  /** Turns a switch. Throws for an id that is none. */
  turnSwitch(id: string, on: boolean): void;
  state(): DemoState;
  stop(): Promise<void>;
}

/** Days of the past, by size. */
const pastDays: Record<DemoSize, number> = { empty: 0, small: 7, real: 30 };
const RELEASE = '0.1.0';
/** The platform looks at the clock this often, by the world's time and as far as the grain allows. */
const TICK_EVERY_MS = 500;
const FIRST_BEATS_MS = 800;
/** Computing that takes more turns of the event loop than this is not waited for: time goes on. */
const TURNS_MAX = 5_000;
/** Messages are let arrive before and after a leap, in steps of this length. */
const ARRIVE_STEP_MS = 25;
const ARRIVE_STEPS_MAX = 60;

/** Makes a world and lets it begin: its first page can be asked for at once. */
export async function createWorld(options: WorldOptions): Promise<World> {
  const { choice } = options;
  const scenario = scenarios.find(({ id }) => id === choice.scenario);
  const startAt = instantOfTime(choice.t);
  if (!scenario || startAt === null) throw new Error(`there is no world ${JSON.stringify(choice)}`);

  const fleet = buildFleet(choice.seed, choice.size);
  const weather = createWeather([...usualIncidents(choice.seed, fleet), ...scenario.incidents]);
  const runs = createRuns(weather);
  const knownAt = new Map(fleet.runtimes.map((runtime) => [runtime, weather.awaySince(runtime, startAt) ?? startAt]));
  const heardUntil = (runtime: WorldRuntime): number => knownAt.get(runtime) ?? startAt;
  const past = generatePast(fleet, runs, startAt - pastDays[choice.size] * DAY_MS, heardUntil);
  const store = createMemoryStore({ past });
  await seedRecords(store, fleet, weather, scenario, startAt, choice.size === 'empty');

  const parts: { network?: Network } = {};
  const settle = async (): Promise<void> => {
    for (let quiet = 0, turns = 0; quiet < 2 && turns < TURNS_MAX; turns++) {
      await options.turn();
      quiet = (parts.network?.busyCalls() ?? 0) === 0 ? quiet + 1 : 0;
    }
  };
  const time = createVirtualTime(startAt, settle);
  let speed: DemoState['speed'] = 1;
  const platform = await createPlatform({
    store,
    clock: time,
    timers: time,
    pageTimers: options.pageTimers,
    ids: seededIds(choice.seed),
    authority: simulatedAuthority(choice.seed),
    log: options.log,
    host: 'demo',
    release: RELEASE,
    speed: () => speed,
    enrolCommand: (secret) =>
      `npm run agent -- --platform https://platform.example --workspace DIRECTORY --state DIRECTORY --name NAME --token ${secret}`,
  });
  const answersAtRest = { count: 0 };
  const network = createNetwork(platform, weather, time, answersAtRest);
  parts.network = network;

  const agentLog: AgentLogPort = (level, message, facts) => options.log(level, message, { agent: true, ...facts });
  const machines = fleet.runtimes.map((runtime) =>
    createMachine({ fleet, runs, weather, time, answersAtRest }, runtime),
  );
  const agents = machines.map((machine) => ({
    agent: agentOf(machine, { seed: choice.seed, time, network, weather, log: agentLog }),
    machine,
  }));
  const asked =
    choice.size === 'real'
      ? await seedRequests({ store, platform, time, fleet, runs, agents, startAt, scenario: scenario.id })
      : new Set<string>();
  // Who answered then has last beaten then, as far as the platform knows: a beat just before the opening mends that.
  time.set(startAt - FIRST_BEATS_MS);
  for (const { agent, machine } of agents) if (asked.has(machine.runtime.name)) void agent.start();
  await time.advance(FIRST_BEATS_MS, 50);

  const switches = new Map<string, (at: number) => void>();
  const turnSwitch = (id: string, on: boolean): void => {
    const aimed = switchKinds.find((one) => one.id === id)?.aim(fleet);
    if (!aimed) throw new Error(`there is no switch ${id} in this world`);
    if (on === switches.has(id)) return;
    if (on) {
      switches.set(id, weather.begin(aimed.what, time.now()));
    } else {
      switches.get(id)?.(time.now());
      switches.delete(id);
    }
    for (const machine of machines) machine.reconsider();
    network.breakCutWays();
  };

  for (const machine of machines) machine.start(heardUntil(machine.runtime));
  for (const { agent, machine } of agents) {
    if (!asked.has(machine.runtime.name)) void time.sleep(beatPhaseMs(machine.runtime)).then(() => agent.start());
  }
  for (const id of choice.on) turnSwitch(id, true);
  const watchWays = async (): Promise<void> => {
    for (;;) {
      network.breakCutWays();
      await time.sleep(1_000);
    }
  };
  void watchWays();
  const { code } = await platform.createSignInLink(people[0]?.name);

  let lastTickAt = startAt;
  let moving: Promise<void> | null = null;
  const move = async (how: () => Promise<void>): Promise<void> => {
    await moving;
    moving = (async () => {
      await how();
      if (time.now() - lastTickAt < TICK_EVERY_MS) return;
      lastTickAt = time.now();
      await platform.tick();
    })();
    await moving;
    moving = null;
  };
  let leaping: Promise<void> | null = null;
  /** Nothing may be on its way across a leap: it would say that it was sent long ago. */
  const arrive = async (): Promise<void> => {
    for (let step = 0; step < ARRIVE_STEPS_MAX && network.travelling() > 0; step++)
      await time.advance(ARRIVE_STEP_MS, 0);
  };

  return {
    fleet,
    runs,
    platform,
    store,
    now: () => time.now(),
    signInCode: code,
    async fetch(request) {
      // In the middle of a leap the clock is ahead of the beats: nobody may look before they have come.
      while (leaping) await leaping;
      if (weather.isPlatformAway(time.now())) throw new TypeError('the platform cannot be reached');
      return platform.consoleFetch(request, { bearerAllowed: true, isSecure: false });
    },
    isReachable: () => !weather.isPlatformAway(time.now()),
    advance: (ms, grainMs) => move(() => time.advance(ms, grainMs)),
    async leap(ms) {
      const leap = move(async () => {
        await arrive();
        await time.leap(ms);
        await arrive();
      });
      leaping = leap;
      await leap;
      if (leaping === leap) leaping = null;
    },
    setSpeed(wanted) {
      speed = wanted;
    },
    turnSwitch,
    state: () => ({
      scenario: scenario.id,
      scenarioTitle: scenario.title,
      scenarios: scenarios.map(({ id, title, text }) => ({ id, title, text })),
      seed: choice.seed,
      size: choice.size,
      nowAt: time.now(),
      speed,
      switches: shownSwitches(fleet, new Set(switches.keys())),
    }),
    async stop() {
      for (const machine of machines) machine.stop();
      await Promise.all(agents.map(({ agent }) => agent.stop()));
      await platform.close();
    },
  };
}

/** Ids and secrets of the simulated platform: the same in every world of a seed. Nothing here protects anything. */
function seededIds(seed: number): { id(): string; secret(): string } {
  let count = 0;
  const text = (length: number): string => {
    count += 1;
    let made = '';
    for (let part = 0; made.length < length; part++)
      made += hash(seed, 'id', count, part).toString(36).padStart(7, '0');
    return made.slice(0, length);
  };
  return { id: () => text(16), secret: () => text(48) };
}
