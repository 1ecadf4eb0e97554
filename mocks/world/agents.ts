import { type Agent, type AgentLogPort, createAgent, createMemoryLedger, createMemorySpool } from '#agent/index.ts';
import type { Machine } from './machine.ts';
import type { Network } from './network.ts';
import { hash, randomStream } from './random.ts';
import type { VirtualTime } from './virtual-time.ts';
import type { Weather } from './weather.ts';

/** Origin that simulated agents call; nothing ever dials it. */
export const PLATFORM_ORIGIN = 'https://platform.example';
const SPOOL_BYTES = 20_000_000;
const LEDGER_ENTRIES = 300;

/** A real agent for a simulated machine, on the world's clock and network. It was enrolled in the past. */
export function agentOf(
  machine: Machine,
  world: { seed: number; time: VirtualTime; network: Network; weather: Weather; log: AgentLogPort },
): Agent {
  const { runtime } = machine;
  const { time, weather } = world;
  const random = randomStream(hash(world.seed, runtime.name, 'agent'));
  let ids = 0;
  return createAgent({
    platform: PLATFORM_ORIGIN,
    enrolment: null,
    runtime: machine,
    transport: world.network.transportOf(runtime),
    clock: { now: () => time.now() + weather.clockSkewMs(runtime, time.now()) },
    timers: { sleep: (ms, signal) => time.sleep(ms, signal) },
    random: () => random.next(),
    ids: () => `${runtime.name}-${hash(world.seed, runtime.name, ++ids).toString(36)}-${ids}`,
    spool: createMemorySpool(SPOOL_BYTES),
    ledger: createMemoryLedger(LEDGER_ENTRIES),
    keys: {
      load: async () => ({
        runtimeId: runtime.id,
        environmentId: runtime.environmentId,
        name: runtime.name,
        certificate: 'simulated',
        authority: 'simulated',
        notAfterAt: runtime.certificateEndsAt,
      }),
      makeRequest: () => Promise.reject(new Error('simulated runtimes were enrolled in the past')),
      save: async () => undefined,
    },
    log: world.log,
  });
}
