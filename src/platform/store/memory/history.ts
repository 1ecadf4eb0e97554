import { executionState, executionStatuses, type VisualState, visualStates } from '#contract/status.ts';
import { ABORTED, FAILED, rowOfExecution } from '../agreement.ts';
import type { StoredExecutionRow } from '../store.ts';
import type { Outcomes } from './outcomes.ts';
import type { Relations } from './relations.ts';
import type { Runs } from './runs.ts';

/** A chain of attempts is followed this far; a longer one is somebody playing. */
const ATTEMPTS_FOLLOWED = 200;

export function recentRunsOf(
  runs: Runs,
  runtimeId: string,
  processId: string,
  startedAtOrBefore: number,
  limit: number,
): StoredExecutionRow[] {
  const rows = runs.findPair(runtimeId, processId)?.entry.rows;
  if (!rows) return [];
  const { startedAt } = runs.columns;
  const end = rows.firstWhere((row) => startedAt[row]! > startedAtOrBefore);
  return Array.from(rows.rows.subarray(Math.max(0, end - limit), end))
    .reverse()
    .map((row) => rowAt(runs, row));
}

export function lastSuccessOf(
  runs: Runs,
  runtimeId: string,
  processId: string,
  startedBefore: number,
): StoredExecutionRow | null {
  const rows = runs.findPair(runtimeId, processId)?.entry.rows;
  if (!rows) return null;
  const { startedAt } = runs.columns;
  for (let at = rows.firstWhere((row) => startedAt[row]! >= startedBefore) - 1; at >= 0; at--) {
    if (runs.isSuccess(rows.at(at))) return rowAt(runs, rows.at(at));
  }
  return null;
}

export function relativesOf(
  runs: Runs,
  relations: Relations,
  id: string,
): { children: StoredExecutionRow[]; attempts: StoredExecutionRow[] } {
  const found = new Set([id]);
  const waiting = [id];
  const attempts: number[] = [];
  for (let next = waiting.shift(); next !== undefined && attempts.length < ATTEMPTS_FOLLOWED; next = waiting.shift()) {
    const row = runs.rowOf(next);
    const before = row < 0 ? null : runs.executionAt(row).retryOf;
    const linked = relations.retriesOf(next).map((retry) => runs.idOf(retry));
    for (const other of before === null ? linked : [before, ...linked]) {
      if (found.has(other)) continue;
      found.add(other);
      waiting.push(other);
      const otherRow = runs.rowOf(other);
      if (otherRow >= 0) attempts.push(otherRow);
    }
  }
  const inOrder = (rows: number[]): StoredExecutionRow[] => rows.sort(runs.byStart).map((row) => rowAt(runs, row));
  return { children: inOrder(relations.childrenOf(id)), attempts: inOrder(attempts) };
}

export function recentOutcomesOf(
  runs: Runs,
  outcomes: Outcomes,
  runtimeId: string,
  limit: number,
): { processId: string; state: VisualState; endedAt: number }[] {
  const runtime = runs.runtimes.find(runtimeId);
  if (runtime < 0) return [];
  const list = outcomes.of(runtime);
  return Array.from(list.rows.subarray(Math.max(0, list.length - limit), list.length))
    .reverse()
    .map((row) => ({
      processId: runs.processes[runs.columns.process[row]!]!.id,
      state: visualStates[runs.stateOf(row)]!,
      endedAt: runs.endOf(row),
    }));
}

export function inFlightOf(runs: Runs, runtimeId: string, limit: number): StoredExecutionRow[] {
  const runtime = runs.runtimes.find(runtimeId);
  return Array.from(runs.inFlight)
    .filter((row) => runs.columns.runtime[row] === runtime)
    .sort((a, b) => runs.byStart(b, a))
    .slice(0, limit)
    .map((row) => rowAt(runs, row));
}

export function processFiguresOf(
  runs: Runs,
  runtimeId: string,
  fromAt: number,
  toAt: number,
): Map<string, { runs: number; failed: number; last: { startedAt: number; state: VisualState } | null }> {
  const { startedAt, status } = runs.columns;
  const figures = new Map<
    string,
    { runs: number; failed: number; last: { startedAt: number; state: VisualState } | null }
  >();
  for (const pair of runs.pairsOfRuntime[runs.runtimes.find(runtimeId)] ?? []) {
    const { rows, idNumber } = runs.pairs[pair]!;
    if (rows.length === 0) continue;
    const newest = rows.at(rows.length - 1);
    const end = rows.firstWhere((row) => startedAt[row]! >= toAt);
    let failed = 0;
    const first = Math.min(
      end,
      rows.firstWhere((row) => startedAt[row]! >= fromAt),
    );
    for (let at = first; at < end; at++) {
      const state = runs.stateOf(rows.at(at));
      if (state === FAILED || state === ABORTED) failed++;
    }
    figures.set(runs.processIds.at(idNumber), {
      runs: end - first,
      failed,
      last: { startedAt: startedAt[newest]!, state: executionState(executionStatuses[status[newest]!]!, false) },
    });
  }
  return figures;
}

function rowAt(runs: Runs, row: number): StoredExecutionRow {
  return rowOfExecution(runs.executionAt(row));
}
