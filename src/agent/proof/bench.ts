import { createAgent } from '../agent.ts';
import { createMemoryLedger } from '../memory-ledger.ts';
import { createMemorySpool } from '../memory-spool.ts';
import type { Agent, AgentLogLevel, AgentOptions, Identity } from '../ports.ts';
import { createFakePlatform } from './fake-platform.ts';
import { createFakeRuntime } from './fake-runtime.ts';
import { createVirtualTime } from './virtual-time.ts';

/** An agent on the bench of a spec: every port a fake, time virtual. `settle` lets streams and promises come to rest. */
export function createBench(settle: () => Promise<void>, change: Partial<AgentOptions> = {}) {
  const time = createVirtualTime(1_700_000_000_000, settle);
  const platform = createFakePlatform(time.clock, (ms, signal) => time.timers.sleep(ms, signal));
  const runtime = createFakeRuntime();
  const spool = createMemorySpool(1_000_000);
  const ledger = createMemoryLedger(100_000);
  const logged: { level: AgentLogLevel; message: string; facts: object }[] = [];
  const kept: { identity: Identity | null; requests: number } = { identity: null, requests: 0 };
  let ids = 0;
  const options: AgentOptions = {
    platform: 'https://platform.example:8443',
    enrolment: { token: 'a-token-of-twenty-characters', name: 'ber-01' },
    runtime,
    transport: platform,
    clock: time.clock,
    timers: time.timers,
    random: () => 0.5,
    ids: () => `id-${(ids += 1)}`,
    spool,
    ledger,
    keys: {
      load: async () => kept.identity,
      async makeRequest(name) {
        kept.requests += 1;
        return `-----BEGIN CERTIFICATE REQUEST-----\n${name}${'x'.repeat(120)}`;
      },
      async save(identity) {
        kept.identity = identity;
      },
    },
    log: (level, message, facts = {}) => void logged.push({ level, message, facts }),
    ...change,
  };
  const agent: Agent = createAgent(options);
  return { agent, options, time, platform, runtime, spool, ledger, logged, kept };
}
