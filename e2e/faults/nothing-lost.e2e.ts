import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { randomFrom } from '../../src/engine/sample/shop-content.ts';
import type { Execution } from '../../src/contract/execution.ts';
import { type EngineRecord, factsOf } from '../host/engine-record.ts';
import type { LiveHost } from '../host/live-host.ts';
import { expect, liveTest } from '../live/live-test.ts';
import { measured } from '../live/measured.ts';

/* Promise 14 and invariant 6: whatever dies, and when, each execution stands in the store once, as the engine has it. */

const FILES = 5_000;
const KILLS = 20;
/** Of the moments of the kills: another seed is another run. */
const SEED = 2_026;

const test = liveTest(async (host) => {
  const definition = {
    name: 'Parcel notes',
    version: '1.0.0',
    triggers: [{ kind: 'folder', folder: 'in/parcels', pattern: '*.json', stableMs: 50 }],
    parallel: 4,
    folders: { done: 'done/parcels', failed: 'failed/parcels' },
    steps: [{ kind: 'read-json', name: 'Read note' }],
  };
  writeFileSync(join(host.workspace, 'processes/parcels.json'), JSON.stringify(definition));
});

test(`${FILES} executions, agent and platform each killed ${KILLS} times: every one is in the store exactly once`, async ({
  host,
}) => {
  test.setTimeout(300_000);
  const beganAt = Date.now();
  const random = randomFrom(SEED);
  const pause = (fromMs: number, toMs: number) =>
    new Promise((done) => setTimeout(done, fromMs + random() * (toMs - fromMs)));
  const knownAtKill: number[] = [];

  for (let kill = 0; kill < KILLS; kill += 1) {
    dropParcels(host, kill * (FILES / KILLS), FILES / KILLS);
    await pause(0, 300);
    await host.killAgent();
    await host.startAgent();
    knownAtKill.push(await grown(host, knownAtKill.at(-1) ?? 0)); // it started and sends what waited, batch after batch
    await pause(0, 60);
    await host.killPlatform();
    await host.startPlatform();
  }
  const killedAt = Date.now();
  // The last kill left the agent in its back-off of ten seconds; a start of it is the shorter way.
  await host.killAgent();
  await host.startAgent();
  await expect.poll(() => leftToDo(host), { timeout: 120_000, intervals: [500] }).toBe(0);
  const engineAt = Date.now();
  let own: EngineRecord[] = [];
  let shown: Execution[] = [];
  // Again while reports are on their way, or if a run by the clock began right between the two looks.
  await expect(async () => {
    expect(await total(host)).toBe(host.engineRecord().length);
    shown = await host.executions();
    own = host.engineRecord();
    expect(new Map(shown.map((run) => [run.id, factsOf(run)]))).toEqual(
      new Map(own.map((run) => [run.id, factsOf(run)])),
    );
    // The rollups were kept through every kill as well.
    const { states } = await host.api.call('countExecutions', { query: { last: '30d' } });
    expect(states).toMatchObject(tally(shown.map(({ state }) => state)));
    const { buckets } = await host.api.call('histogramExecutions', { query: { last: '30d', buckets: 30 } });
    const counted = buckets.flatMap((bucket) => Object.values(bucket.states));
    expect(counted.reduce((sum, runs) => sum + runs, 0)).toBe(own.length);
  }).toPass({ timeout: 60_000, intervals: [250] });
  const equalAt = Date.now();
  expect(new Set(shown.map(({ id }) => id)).size).toBe(shown.length);
  // Each file has one run that is its last, and lies in one place.
  const parcels = own.filter((run) => run.processId === 'parcels');
  const lastRuns = parcels.filter((run) => run.status === 'COMPLETE' || run.status === 'ERROR' || run.attempt === 3);
  const everyName = Array.from({ length: FILES }, (_, parcel) => parcelName(parcel));
  expect(lastRuns.map(({ fileName }) => fileName ?? '').toSorted(byText)).toEqual(everyName);
  const lying = ['done/parcels', 'failed/parcels'].flatMap((folder) => readdirSync(join(host.workspace, folder)));
  expect(lying.toSorted(byText)).toEqual(everyName);
  const { spool, exitRefused } = await host.runtimeDetail();
  expect({ lost: spool?.lost, exitRefused }).toEqual({ lost: 0, exitRefused: 0 });

  const again = parcels.filter((run) => run.status === 'ABORTED_RECOVERING').length;
  measured(
    'agent and platform killed',
    `${KILLS} times each in ${seconds(killedAt - beganAt)}, while ${knownAtKill.join(', ')} runs were known`,
  );
  measured(
    'executions',
    `${own.length} in the engine, ${shown.length} in the store, equal in id, status and counts; ${again} interrupted and run again`,
  );
  measured('all run', `${seconds(engineAt - beganAt)}; all in the store after ${seconds(equalAt - beganAt)}`);
});

function dropParcels(host: LiveHost, first: number, count: number): void {
  for (let parcel = first; parcel < first + count; parcel += 1)
    host.drop('in/parcels', parcelName(parcel), JSON.stringify([{ parcel }]));
}

function parcelName(parcel: number): string {
  return `parcel-${String(parcel).padStart(4, '0')}.json`;
}

async function total(host: LiveHost): Promise<number> {
  return (await host.api.call('countExecutions', { query: { last: '30d' } })).total;
}

/** Waits until the platform knows more than before; a while at most, since a kill needs no reason. */
async function grown(host: LiveHost, before: number): Promise<number> {
  const untilAt = Date.now() + 10_000;
  let now = await total(host);
  while (now <= before && Date.now() < untilAt) {
    await new Promise((done) => setTimeout(done, 10));
    now = await total(host);
  }
  return now;
}

/** Files that wait or are being worked on, and runs that have not ended. */
function leftToDo(host: LiveHost): number {
  const waiting = readdirSync(join(host.workspace, 'in/parcels')).length;
  const claimed = readdirSync(join(host.workspace, '.engine/work')).length;
  const inFlight = host
    .engineRecord()
    .filter(({ status }) => ['STARTED', 'ENQUEUED', 'INPROCESS'].includes(status)).length;
  return waiting + claimed + inFlight;
}

const byText = (a: string, b: string): number => (a < b ? -1 : 1);

function tally(states: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const state of states) counts[state] = (counts[state] ?? 0) + 1;
  return counts;
}

function seconds(ms: number): string {
  return `${(ms / 1_000).toFixed(1)} s`;
}
