import { createHash } from 'node:crypto';
import { executionStatuses } from '#contract/status.ts';
import { describe, expect, it } from 'vitest';
import { scenarios } from '#mocks/scenarios/scenarios.ts';
import { buildFleet } from './fleet.ts';
import { generatePast } from './past.ts';
import { numberOfRunId, runId } from './run-ids.ts';
import { reportAt } from './run-report.ts';
import { createRuns } from './runs.ts';
import { createWeather, usualIncidents } from './weather.ts';
import { berlin, DAY_MS, EPOCH_AT, HOUR_MS } from './world-date.ts';
import { ExecutionReport } from '#contract/tracking.ts';

const NOW = berlin(0, '10:02:11');

function makePast(seed: number, scenario: string) {
  const fleet = buildFleet(seed, 'real');
  const incidents = scenarios.find(({ id }) => id === scenario)?.incidents ?? [];
  const weather = createWeather([...usualIncidents(seed, fleet), ...incidents]);
  const runs = createRuns(weather);
  const past = generatePast(fleet, runs, NOW - 30 * DAY_MS, (runtime) => weather.awaySince(runtime, NOW) ?? NOW);
  return { fleet, weather, runs, past };
}

const world = makePast(7, 'night-outage');
const { past } = world;

function hashOf(made: typeof past): string {
  const { columns } = made;
  const hash = createHash('sha256');
  for (const column of [
    columns.startedAt,
    columns.durationMs,
    columns.status,
    columns.failure,
    columns.errors,
    columns.process,
  ])
    hash.update(column);
  return hash
    .update(made.idOf(0))
    .update(made.idOf(columns.length - 1))
    .digest('hex');
}

describe('the past', () => {
  it('has about 200,000 runs in 30 days', () => {
    expect(past.columns.length).toBeGreaterThan(180_000);
    expect(past.columns.length).toBeLessThan(240_000);
  });

  it('is the same for the same seed, and another for another', () => {
    const first = hashOf(past);
    expect(hashOf(makePast(7, 'night-outage').past)).toBe(first);
    expect(hashOf(makePast(8, 'night-outage').past)).not.toBe(first);
  });

  it('is in order, with ids that lead back to their rows', () => {
    const { startedAt, length } = past.columns;
    for (let row = 1; row < length; row++)
      if (startedAt[row]! < startedAt[row - 1]!) throw new Error(`row ${row} is out of order`);
    for (let row = 0; row < length; row += 997) expect(past.rowOf(past.idOf(row))).toBe(row);
    expect(past.rowOf('ffffffff')).toBe(-1);
  });

  it('has mostly good days: a few in a thousand fail, some warn, few are discarded or aborted', () => {
    const counts = new Map<string, number>();
    for (const status of past.columns.status) {
      const word = executionStatuses[status] ?? '';
      counts.set(word, (counts.get(word) ?? 0) + 1);
    }
    const share = (status: string) => (counts.get(status) ?? 0) / past.columns.length;
    expect(share('ERROR')).toBeGreaterThan(0.002);
    expect(share('ERROR')).toBeLessThan(0.02);
    expect(share('COMPLETE_WARN')).toBeGreaterThan(0.008);
    expect(counts.get('DISCARDED')).toBeGreaterThan(100);
    expect(counts.get('ABORTED')).toBeGreaterThan(10);
  });

  it('has retries, sub-processes and runs in flight', () => {
    const { retryOf, parent, durationMs } = past.columns;
    expect(retryOf.some((row) => row >= 0)).toBe(true);
    expect(parent.some((row) => row >= 0)).toBe(true);
    expect(durationMs.some((ms) => ms < 0)).toBe(true);
  });

  it('tells of a schedule that it does the same work again, and of what arrives that each is its own', () => {
    const { assignments } = world.fleet;
    const byProcess = new Map(assignments.map((assignment) => [assignment.processId, assignment]));
    const { work, process, retryOf } = past.columns;
    for (let row = 0; row < past.columns.length; row++) {
      const cadence = byProcess.get(past.processes[process[row]!]!.processId)!.blueprint.cadence.kind;
      const before = retryOf[row]!;
      const expected = cadence === 'every' || cadence === 'daily' ? -1 : before >= 0 ? work[before] : row;
      if (work[row] !== expected) throw new Error(`row ${row} works at ${work[row]} instead of ${expected}`);
    }
    expect(work.some((first, row) => first >= 0 && first !== row)).toBe(true);
    for (let row = 0; row < past.columns.length; row += 997) {
      const first = work[row]!;
      const run = world.runs.byNumber(numberOfRunId(past.idOf(row))!, assignments)!;
      const workId = first < 0 ? past.processes[process[row]!]!.processId : past.idOf(first);
      expect(reportAt(run, run.startedAt).workId).toBe(workId);
    }
  });

  it('is busier by day than by night, and on weekdays than on Sundays', () => {
    const runsIn = (fromAt: number, toAt: number) =>
      past.columns.startedAt.filter((at) => at >= fromAt && at < toAt).length;
    const day = berlin(-1, '00:00:00');
    expect(runsIn(day + 9 * HOUR_MS, day + 12 * HOUR_MS)).toBeGreaterThan(
      runsIn(day + 1 * HOUR_MS, day + 4 * HOUR_MS) * 1.1,
    );
    expect(runsIn(berlin(-1, '00:00:00'), berlin(0, '00:00:00'))).toBeGreaterThan(
      runsIn(berlin(-5, '00:00:00'), berlin(-4, '00:00:00')) * 1.1,
    );
  });

  it('tells what a runtime could tell: of one that is away, nothing since', () => {
    const lost = world.fleet.runtimes.findIndex(({ name }) => name === 'rtm-tms-02');
    const since = berlin(0, '09:57:44');
    let inFlight = 0;
    for (let row = 0; row < past.columns.length; row++) {
      if (past.columns.runtime[row] !== lost) continue;
      expect(past.columns.startedAt[row]!).toBeLessThan(since);
      if (past.columns.durationMs[row]! < 0) inFlight += 1;
    }
    expect(inFlight).toBeGreaterThan(0);
  });

  it('gives details that add up, in a form that may leave a runtime', () => {
    for (let row = 0; row < past.columns.length; row += 1_501) {
      const detail = past.detailOf(row);
      const documents = past.documentsOf(row);
      const { written, warned, failed, skipped, inFlight } = detail.documents;
      expect(documents).toHaveLength(written + warned + failed + skipped + inFlight);
    }
  });

  it('says of every run what its machine would say', () => {
    const { assignments } = world.fleet;
    for (const assignment of assignments.filter((_, index) => index % 7 === 0)) {
      const run = world.runs.first(assignment, world.runs.slotFrom(assignment, EPOCH_AT + 20 * DAY_MS));
      if (!run) continue;
      for (const at of [run.startedAt, run.startedAt + run.durationMs / 2, run.startedAt + run.durationMs]) {
        const report = reportAt(run, at);
        expect(ExecutionReport.safeParse(report).error).toBeUndefined();
        expect(report.executionId).toBe(runId(run.number));
      }
      expect(world.runs.byNumber(run.number, assignments)).toEqual(run);
    }
  });
});
