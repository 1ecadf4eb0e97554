import type { TransportPort } from '#agent/index.ts';
import type { Platform } from '#platform/index.ts';
import type { WorldRuntime } from './fleet.ts';
import { hash } from './random.ts';
import type { VirtualTime } from './virtual-time.ts';
import type { Weather } from './weather.ts';

/** The ways between the runtimes and the platform. */
export interface Network {
  transportOf(runtime: WorldRuntime): TransportPort;
  /** Breaks what hangs on ways that are cut now: held polls and answers on their way. */
  breakCutWays(): void;
  /** Calls that the platform is working on and that are about to be answered, uploads included. */
  busyCalls(): number;
  /** Messages on their way to the platform. */
  travelling(): number;
}

/** What a message takes from each part of the world. */
const latencyMs: Record<WorldRuntime['site']['region'], number> = {
  Europe: 18,
  Americas: 96,
  'Asia Pacific': 160,
  Test: 6,
};
/** How long it takes to notice that there is no way. */
const CUT_NOTICED_MS = 400;

/** The fingerprint of a runtime's simulated client certificate. */
export function fingerprintOf(runtime: WorldRuntime): string {
  return Array.from({ length: 8 }, (_, part) =>
    hash(runtime.name, 'certificate', part).toString(16).padStart(8, '0'),
  ).join('');
}

/** Makes the network. Agents call the platform's own door for agents, as a listener would. */
export function createNetwork(
  platform: Platform,
  weather: Weather,
  time: VirtualTime,
  answersAtRest: Readonly<{ count: number }>,
): Network {
  const hanging = new Map<AbortController, WorldRuntime>();
  let busy = 0;
  let uploads = 0;
  let travelling = 0;

  const call = async (runtime: WorldRuntime, request: Request): Promise<Response> => {
    const way = weather.way(runtime, time.now());
    if (way.kind === 'cut') {
      await time.sleep(CUT_NOTICED_MS, request.signal);
      throw new Error('there is no way to the platform');
    }
    if (way.kind === 'waits') {
      await time.sleep(way.untilAt - time.now(), request.signal);
    } else {
      travelling += 1;
      await time.sleep(latencyMs[runtime.site.region], request.signal);
      travelling -= 1;
    }
    if (request.signal.aborted) throw new Error('the call was given up');
    const peer = { fingerprint: fingerprintOf(runtime) };
    const path = new URL(request.url).pathname;
    const isUpload = path.endsWith('/answer');
    const mayHang = path.endsWith('/requests') || isUpload;
    if (!mayHang) {
      busy += 1;
      try {
        return await platform.agentFetch(request, peer);
      } finally {
        busy -= 1;
      }
    }
    const cut = new AbortController();
    hanging.set(cut, runtime);
    if (isUpload) uploads += 1;
    try {
      const init: RequestInit & { duplex: 'half' } = {
        signal: AbortSignal.any([request.signal, cut.signal]),
        duplex: 'half',
      };
      const response = await platform.agentFetch(new Request(request, init), peer);
      if (cut.signal.aborted) throw new Error('the way to the platform broke');
      return response;
    } finally {
      hanging.delete(cut);
      if (isUpload) uploads -= 1;
    }
  };

  return {
    transportOf: (runtime) => ({ fetch: (request) => call(runtime, request) }),
    breakCutWays() {
      for (const [cut, runtime] of hanging) if (weather.way(runtime, time.now()).kind === 'cut') cut.abort();
    },
    // An upload whose machine takes its time (it sleeps) is not being worked on.
    busyCalls: () => busy + Math.max(0, uploads - answersAtRest.count),
    travelling: () => travelling,
  };
}
