import { assertStorableKey } from '../agreement.ts';
import type { ExecutionQuery, ExecutionStore, Store } from '../store.ts';
import { createMemoryAnswers } from './answers.ts';
import { applyReports, type Tables } from './apply.ts';
import { createMemoryContacts } from './contacts.ts';
import { countsOf, groupsOf, histogramOf, stripsOf, valuesOf } from './figures.ts';
import { inFlightOf, lastSuccessOf, processFiguresOf, recentOutcomesOf, recentRunsOf, relativesOf } from './history.ts';
import { loadPast } from './load-past.ts';
import { Match } from './match.ts';
import { Normals } from './normals.ts';
import { Outcomes } from './outcomes.ts';
import { documentPage, pageOf } from './pages.ts';
import type { PastExecutions } from './past.ts';
import { createMemoryRecords } from './records.ts';
import { Relations } from './relations.ts';
import { createMemoryRequests } from './requests.ts';
import { Runs } from './runs.ts';
import { Works } from './works.ts';

/** Deletions of one `prune` call. */
const PRUNE_STEP = 2_000;

/** Batch ids remembered of each runtime. Forgetting one is harmless: revisions make a batch idempotent by themselves. */
const BATCHES_REMEMBERED = 2_000;

/**
 * A store that lives as long as its page or process: for the bundled world and for tests. Holds hundreds of thousands of runs in
 * typed arrays; `past` brings a generated history along without building an object a run.
 */
export function createMemoryStore(options: { past?: PastExecutions } = {}): Store {
  const runs = new Runs(options.past ?? null);
  const tables: Tables = {
    runs,
    outcomes: new Outcomes(runs),
    relations: new Relations(runs),
    works: new Works(runs),
  };
  loadPast(runs);
  const answers = createMemoryAnswers();
  return {
    executions: createExecutions(tables),
    requests: createMemoryRequests(),
    answers: answers.store,
    contacts: createMemoryContacts(),
    records: createMemoryRecords(),
    async stats() {
      const { order, columns } = runs;
      return {
        executions: order.length,
        oldestExecutionAt: order.length === 0 ? null : columns.startedAt[order.at(0)]!,
        answers: answers.count(),
        bytes: null,
      };
    },
    async prune({ executionsBeforeAt, answersBeforeAt }) {
      const executions = pruneExecutions(tables, executionsBeforeAt);
      const prunedAnswers = answers.prune(answersBeforeAt, PRUNE_STEP);
      return { executions, answers: prunedAnswers, more: executions === PRUNE_STEP || prunedAnswers === PRUNE_STEP };
    },
    async close() {
      // Nothing to let go of.
    },
  };
}

function createExecutions(tables: Tables): ExecutionStore {
  const { runs, outcomes, relations } = tables;
  const normals = new Normals(runs);
  const batches = new Map<string, Set<string>>();
  const matchOf = (query: ExecutionQuery): Match => new Match(runs, normals, query);
  return {
    async apply(source, batchId, receivedAt, reports) {
      assertStorableKey(source.runtimeId, 'runtimeId');
      assertStorableKey(batchId, 'batchId');
      const known = batches.get(source.runtimeId) ?? new Set<string>();
      if (known.has(batchId)) return { isDuplicate: true, applied: [] };
      const applied = applyReports(tables, source, receivedAt, reports);
      batches.set(source.runtimeId, known.add(batchId));
      for (const oldest of known) {
        if (known.size <= BATCHES_REMEMBERED) break;
        known.delete(oldest);
      }
      return { isDuplicate: false, applied };
    },
    async get(id) {
      const row = runs.rowOf(id);
      return row < 0 ? null : runs.executionAt(row);
    },
    async page(query, order, after, limit) {
      return pageOf(runs, matchOf(query), order, after, limit);
    },
    async counts(query) {
      return countsOf(runs, matchOf(query));
    },
    async histogram(query, bucketMs) {
      return histogramOf(runs, matchOf(query), query.fromAt, query.toAt, bucketMs);
    },
    async values(query, field, contains, limit) {
      return valuesOf(runs, matchOf(query), field, contains, limit);
    },
    async groups(query, bucketMs, limit) {
      return groupsOf(runs, matchOf(query), query, bucketMs, limit);
    },
    async strips(fromAt, toAt, bucketMs) {
      return stripsOf(runs, fromAt, toAt, bucketMs);
    },
    async documents(id, after, limit) {
      const row = runs.rowOf(id);
      return documentPage(row < 0 ? [] : runs.documentsOf(row), after, limit);
    },
    async recentRuns(runtimeId, processId, startedAtOrBefore, limit) {
      return recentRunsOf(runs, runtimeId, processId, startedAtOrBefore, limit);
    },
    async lastSuccess(runtimeId, processId, startedBefore) {
      return lastSuccessOf(runs, runtimeId, processId, startedBefore);
    },
    async relatives(id) {
      return relativesOf(runs, relations, id);
    },
    async recentOutcomes(runtimeId, limit) {
      return recentOutcomesOf(runs, outcomes, runtimeId, limit);
    },
    async inFlight(runtimeId, limit) {
      return inFlightOf(runs, runtimeId, limit);
    },
    async processFigures(runtimeId, fromAt, toAt) {
      return processFiguresOf(runs, runtimeId, fromAt, toAt);
    },
    async normal(runtimeId, processId, now) {
      const found = runs.findPair(runtimeId, processId);
      const normal = found ? normals.of(found.pair, now) : null;
      return normal && normal.runs > 0 ? { medianMs: normal.medianMs, runs: normal.runs } : null;
    },
  };
}

/** Deletes the oldest ended runs that started before an instant. */
function pruneExecutions(tables: Tables, beforeAt: number): number {
  const { runs, outcomes, relations, works } = tables;
  const { startedAt, pair } = runs.columns;
  const end = runs.order.firstWhere((row) => startedAt[row]! >= beforeAt);
  const gone = new Set<number>();
  for (let position = 0; position < end && gone.size < PRUNE_STEP; position++) {
    const row = runs.order.at(position);
    if (!runs.isInFlight(row)) gone.add(row);
  }
  if (gone.size === 0) return 0;
  outcomes.forget();
  for (const row of gone) {
    runs.pairs[pair[row]!]!.rows.remove(row);
    works.remove(row);
    const detail = runs.live.get(row);
    if (detail) relations.remove(row, detail);
  }
  runs.order.removeWhere(end, (row) => gone.has(row));
  for (const row of gone) runs.dropRow(row);
  return gone.size;
}
