import { forgetExpired } from './console/sign-in.ts';
import type { Core } from './core.ts';
import { isRuntimeLost } from './fleet/live-runtime.ts';
import { overdue } from './requests/lifecycle.ts';
import type { StoredRequest } from './store/store.ts';

const PRUNE_EVERY_MS = 60_000;
const DAY_MS = 86_400_000;

/** What the passing of time asks for. `settled` resolves when none runs. */
export interface Tick {
  (): Promise<void>;
  settled(): Promise<void>;
}

/** Makes the tick of a platform. It never rejects: what fails is logged and tried again with the next one. */
export function createTick(core: Core): Tick {
  let running: Promise<void> | null = null;
  let pruneAt = core.now();

  const parts: [string, () => Promise<void>][] = [
    ['contacts', () => noteContacts(core)],
    ['deadlines', () => endOverdue(core)],
    ['flush', () => core.fleet.flush(core.now())],
    [
      'retention',
      async () => {
        if (core.now() < pruneAt) return;
        const isMoreLeft = await prune(core);
        if (!isMoreLeft) pruneAt = core.now() + PRUNE_EVERY_MS;
      },
    ],
  ];
  const run = async () => {
    for (const [part, work] of parts) {
      try {
        await work();
      } catch (error) {
        core.options.log('error', 'tick-failed', {
          part,
          error: error instanceof Error ? (error.stack ?? error.message) : String(error),
        });
      }
    }
  };
  const tick = () => {
    running ??= run().finally(() => {
      running = null;
    });
    return running;
  };
  return Object.assign(tick, { settled: () => running ?? Promise.resolve() });
}

async function noteContacts(core: Core): Promise<void> {
  const now = core.now();
  for (const runtime of core.fleet.all()) if (isRuntimeLost(runtime, now)) runtime.connectedSinceAt = null;
  const runtimeIds = await core.fleet.noteChanges(now);
  if (runtimeIds.length > 0) core.hints.say({ type: 'runtimes', runtimeIds });
}

async function endOverdue(core: Core): Promise<void> {
  for (const request of await core.store.requests.open()) {
    const ended = await core.desk.advance(request.number, (current) => overdueNow(core, current));
    if (!ended) continue;
    core.desk.stopIntake(request.number);
    await core.store.answers.discard(request.number);
    core.desk.wake(request.runtimeId); // the agent learns that nobody waits any more
  }
}

function overdueNow(core: Core, request: StoredRequest): StoredRequest | null {
  const runtime = core.fleet.get(request.runtimeId);
  return overdue(request, {
    now: core.now(),
    runtimeName: runtime?.record.name ?? request.runtimeId,
    connectedSinceAt: runtime?.connectedSinceAt ?? null,
    lastActivityAt: core.desk.lastActivityAt(request.number),
  });
}

/** Applies retention; true when more is left for the next tick. */
async function prune(core: Core): Promise<boolean> {
  const now = core.now();
  const { executionDays, answerDays } = core.retention();
  const pruned = await core.store.prune({
    executionsBeforeAt: now - executionDays * DAY_MS,
    answersBeforeAt: now - answerDays * DAY_MS,
  });
  if (pruned.executions + pruned.answers > 0)
    core.options.log('info', 'retention-applied', { executions: pruned.executions, answers: pruned.answers });
  if (pruned.answers > 0) core.answers.forgetAll();
  await forgetExpired(core);
  return pruned.more;
}
