import type { RequestSubject } from '#contract/request.ts';
import type { Agent } from '#agent/index.ts';
import type { Platform, Store, StoredRequest } from '#platform/index.ts';
import type { Fleet } from './fleet.ts';
import type { Machine } from './machine.ts';
import { runId } from './run-ids.ts';
import type { Run, Runs } from './runs.ts';
import { people } from './seed-records.ts';
import type { VirtualTime } from './virtual-time.ts';
import { berlin, HOUR_MS, SECOND_MS } from './world-date.ts';

/** What earlier questions need: the platform that takes them, and the agents that answer. */
export interface RequestSeeding {
  store: Store;
  platform: Platform;
  time: VirtualTime;
  fleet: Fleet;
  runs: Runs;
  agents: readonly { agent: Agent; machine: Machine }[];
  startAt: number;
  scenario: string;
}

/** An answer is waited for this long; all of these come sooner. */
const PATIENCE_MS = 90 * SECOND_MS;

/**
 * Questions of the days before. Those with a kept answer are really asked and really answered, by the same platform and agents, with
 * the clock set back; those that ended without one are written down as they ended. Gives the runtimes that answered.
 */
export async function seedRequests(world: RequestSeeding): Promise<ReadonlySet<string>> {
  const answered = new Set<string>();
  const failedOrder = findRun(world, 'ber-erp-01', 'Order to ERP', berlin(0, '08:15:00'));
  const oldFailure = findRun(world, 'mex-wms-01', 'Picking orders', berlin(-9, '12:00:00'));
  const archived = findRun(world, 'gru-erp-01', 'Credit limits', berlin(0, '00:10:00'));
  const lost = findRun(world, 'rtm-tms-02', 'Tour plan to carrier', berlin(0, '09:30:00'));
  const cast = (place: number) => {
    const person = people[place] ?? people[0];
    return { personId: person?.id ?? '', name: person?.name ?? '' };
  };

  await askForReal(world, answered, 'A. Lindqvist', berlin(-1, '18:02:51'), 'ber-erp-01', {
    kind: 'connector-browse',
    runtimeId: 'ber-erp-01',
    connectorId: 'ERP01',
  });
  await write(world, 'ber-crm-01', 'connector-browse', 'CRM', 'Schema of CRM', cast(1), berlin(-1, '18:20:40'), {
    state: 'cancelled',
    endedAt: berlin(-1, '18:20:51'),
    deliveredAt: berlin(-1, '18:20:42'),
    reason: 'Cancelled by T. Nowak.',
  });
  if (oldFailure)
    await write(
      world,
      'mex-wms-01',
      'execution-error',
      runId(oldFailure.number),
      `Error details of run ${runId(oldFailure.number)}`,
      cast(0),
      berlin(0, '04:58:11'),
      {
        state: 'failed',
        deliveredAt: berlin(0, '04:58:13'),
        endedAt: berlin(0, '04:58:14'),
        reason: 'The log of that run was rotated away; 7 days are kept on mex-wms-01.',
      },
    );
  if (archived)
    await write(
      world,
      'gru-erp-01',
      'execution-log',
      runId(archived.number),
      `Log of run ${runId(archived.number)}`,
      cast(3),
      berlin(0, '02:40:00'),
      {
        state: 'expired',
        endedAt: berlin(0, '05:40:00'),
        reason: 'gru-erp-01 did not come to fetch it before the deadline.',
      },
    );
  await write(
    world,
    'dub-fin-01',
    'connector-browse',
    'PAYROLL-DUB',
    'Schema of Payroll Dublin',
    cast(2),
    berlin(0, '09:40:02'),
    {
      state: 'refused',
      deliveredAt: berlin(0, '09:40:05'),
      endedAt: berlin(0, '09:40:06'),
      reason: 'Payroll Dublin is not on the list of dub-fin-01, set by Finance IT on 3 March.',
    },
  );
  if (failedOrder) {
    const executionId = runId(failedOrder.number);
    await askForReal(world, answered, 'A. Lindqvist', berlin(0, '09:57:40'), 'ber-erp-01', {
      kind: 'execution-log',
      executionId,
    });
    if (failedOrder.failure >= 0)
      await askForReal(world, answered, 'S. Ito', berlin(0, '09:58:20'), 'ber-erp-01', {
        kind: 'execution-error',
        executionId,
      });
  }
  if (lost && world.scenario === 'night-outage')
    await write(
      world,
      'rtm-tms-02',
      'execution-log',
      runId(lost.number),
      `Log of run ${runId(lost.number)}`,
      cast(1),
      berlin(0, '09:59:20'),
      {
        state: 'queued',
      },
    );
  return answered;
}

/** Asks as a person does, lets the runtime's agent fetch it, and lets time pass until it is answered. */
async function askForReal(
  world: RequestSeeding,
  answered: Set<string>,
  person: string,
  at: number,
  runtime: string,
  subject: RequestSubject,
): Promise<void> {
  const { platform, time, agents, startAt, store } = world;
  const answering = agents.find(({ machine }) => machine.runtime.name === runtime)?.agent;
  if (!answering || at + PATIENCE_MS > startAt) return;
  answered.add(runtime);
  time.set(at);
  const { code } = await platform.createSignInLink(person);
  const signedIn = await call(platform, 'POST', '/api/v1/session', { code }, null);
  const { bearer } = (await signedIn.json()) as { bearer: string };
  const asked = await call(platform, 'POST', '/api/v1/requests', { subject }, bearer);
  const request = (await asked.json()) as { id: string };
  time.set(at + 3 * SECOND_MS);
  // The agent's calls wait by the world's clock, so it has to go on meanwhile.
  const stepped = answering.step();
  for (let waitedMs = 0; waitedMs < PATIENCE_MS; waitedMs += SECOND_MS) {
    await time.advance(SECOND_MS, 50);
    const kept = await store.requests.get(Number(request.id.slice(2)));
    if (kept && kept.endedAt !== null) break;
  }
  await stepped;
  await call(platform, 'DELETE', '/api/v1/session', null, bearer);
}

function call(
  platform: Platform,
  method: string,
  path: string,
  body: unknown,
  bearer: string | null,
): Promise<Response> {
  const headers = new Headers({ 'content-type': 'application/json' });
  if (bearer !== null) headers.set('authorization', `Bearer ${bearer}`);
  const init: RequestInit = body === null ? { method, headers } : { method, headers, body: JSON.stringify(body) };
  return platform.consoleFetch(new Request(`http://localhost${path}`, init), { bearerAllowed: true, isSecure: false });
}

async function write(
  { store, startAt, fleet }: RequestSeeding,
  runtimeId: string,
  kind: StoredRequest['kind'],
  subjectId: string,
  title: string,
  askedBy: StoredRequest['askedBy'],
  askedAt: number,
  rest: Partial<StoredRequest>,
): Promise<void> {
  const lastAt = rest.endedAt ?? askedAt;
  if (lastAt > startAt || !fleet.runtimes.some(({ id }) => id === runtimeId)) return;
  await store.requests.add({
    kind,
    runtimeId,
    subjectId,
    title,
    state: 'queued',
    reason: null,
    askedBy,
    askedAt,
    joined: [],
    expiresAt: askedAt + 3 * HOUR_MS,
    deliveredAt: null,
    deliveredToBoot: null,
    deliveries: rest.deliveredAt === undefined ? 0 : 1,
    workingAt: null,
    endedAt: null,
    progress: null,
    answer: null,
    ...rest,
  });
}

/** The first run of a process on a runtime that starts at or after an instant. */
function findRun({ fleet, runs }: RequestSeeding, runtime: string, process: string, at: number): Run | null {
  const assignment = fleet.assignments.find((one) => one.runtime.name === runtime && one.blueprint.name === process);
  if (!assignment) return null;
  for (let slot = runs.slotFrom(assignment, at), tries = 0; tries < 50; slot++, tries++) {
    const run = runs.first(assignment, slot);
    if (run) return run;
  }
  return null;
}
