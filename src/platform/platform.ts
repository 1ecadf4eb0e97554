import { agentOperations } from '#contract/agent-operations.ts';
import { consoleOperations } from '#contract/console-operations.ts';
import { ANSWER_KEPT_DAYS, EXECUTION_KEPT_DAYS } from '#contract/rules.ts';
import { createKeptAnswers } from './answers/kept-answers.ts';
import { admitPerson } from './console/admission.ts';
import { consoleHandlers } from './console/handlers.ts';
import type { Core } from './core.ts';
import { loadFleet } from './fleet/fleet.ts';
import { createHints } from './hints.ts';
import { admitAgent } from './ingest/admission.ts';
import { agentHandlers } from './ingest/handlers.ts';
import { createNormals } from './normals.ts';
import { createOneAtATime } from './one-at-a-time.ts';
import type { AgentPeer, ConsoleCaller, Platform, PlatformOptions } from './ports.ts';
import type { SettingRecord } from './records.ts';
import { createDesk } from './requests/desk.ts';
import type { AgentContext, ConsoleContext } from './routing/handlers.ts';
import { createRouter } from './routing/router.ts';
import { createEnvironment, createToken } from './fleet/enrolment.ts';
import { createSignInCode, ensurePerson } from './console/sign-in.ts';
import { createTick } from './tick.ts';

const defaultRetention: SettingRecord = { executionDays: EXECUTION_KEPT_DAYS, answerDays: ANSWER_KEPT_DAYS };

/**
 * A platform over a store: reads the fleet, then answers. The host calls `tick` about every 500 ms.
 * @example
 * const platform = await createPlatform({ store: createMemoryStore(), clock, timers, ids, authority, log, host: 'demo', release: '0.1.0', enrolCommand: (secret) => secret });
 * const response = await platform.consoleFetch(new Request('http://localhost/api/v1/runtimes'), { bearerAllowed: true, isSecure: false });
 */
export async function createPlatform(options: PlatformOptions): Promise<Platform> {
  const { store, clock, ids, log } = options;
  const hints = createHints();
  let retention = (await store.records.get<SettingRecord>('setting', 'retention'))?.value ?? defaultRetention;
  const core: Core = {
    options,
    store,
    now: () => clock.now(),
    fleet: await loadFleet(store, clock.now()),
    hints,
    desk: createDesk(store, hints, options.timers),
    answers: createKeptAnswers(store),
    normals: createNormals(store, () => clock.now()),
    oneAtATime: createOneAtATime(),
    retention: () => retention,
    async setRetention(wanted) {
      await store.records.put('setting', 'retention', wanted);
      retention = wanted;
    },
  };
  const shared = { log, newId: () => ids.id(), parseAnswers: options.parseAnswers ?? false };
  const tick = createTick(core);
  const answerPeople = createRouter<ConsoleCaller, ConsoleContext>({
    ...shared,
    operations: consoleOperations,
    handlers: consoleHandlers(core),
    admit: (caller, operation, call) => admitPerson(core, caller, operation, call),
  });
  const answerAgents = createRouter<AgentPeer, AgentContext>({
    ...shared,
    operations: agentOperations,
    handlers: agentHandlers(core),
    admit: (peer, operation, call) => admitAgent(core, peer, operation, call),
  });

  return {
    consoleFetch: answerPeople,
    agentFetch: answerAgents,
    tick,
    createSignInLink: async (personName = 'Administrator') =>
      createSignInCode(core, await ensurePerson(core, personName)),
    ensureEnvironment: (name, kind) =>
      core.oneAtATime(
        'environments',
        async () => core.fleet.environments().find((one) => one.name === name) ?? createEnvironment(core, name, kind),
      ),
    async createEnrolmentToken(wanted) {
      const { token, secret } = await createToken(core, { namePattern: '*', ...wanted }, 'this installation');
      return { tokenId: token.id, secret, expiresAt: token.expiresAt };
    },
    async close() {
      core.desk.close();
      hints.close();
      await tick.settled();
      await core.fleet.flush(core.now(), true);
      await store.close();
    },
  };
}
