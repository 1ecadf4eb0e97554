import { ProblemError } from '#contract/errors.ts';
import { executionStatuses, triggers, visualStates } from '#contract/status.ts';
import type { DocumentReport, ExecutionReport } from '#contract/tracking.ts';
import { outcomeCounter, stateIndexOf, RUNNING } from '../agreement.ts';
import type { AppliedReport, ReportToStore } from '../store.ts';
import type { Outcomes } from './outcomes.ts';
import { markBroken, markRecoveredBy, recoveredRows } from './recovery.ts';
import type { Relations } from './relations.ts';
import type { LiveDetail, Runs } from './runs.ts';
import type { Works } from './works.ts';

/** What a batch changes. */
export interface Tables {
  runs: Runs;
  outcomes: Outcomes;
  relations: Relations;
  works: Works;
}

/** Applies a batch: all of it, or nothing when one report belongs to another runtime. */
export function applyReports(
  tables: Tables,
  source: { runtimeId: string; environmentId: string },
  receivedAt: number,
  reports: readonly ReportToStore[],
): AppliedReport[] {
  const { runs } = tables;
  for (const { report } of reports) {
    const row = runs.rowOf(report.executionId);
    if (row >= 0 && runs.runtimes.at(runs.columns.runtime[row]!) !== source.runtimeId) {
      throw new ProblemError('wrong-runtime', `Execution ${report.executionId} belongs to another runtime.`);
    }
  }
  const applied: AppliedReport[] = [];
  for (const each of reports) {
    const change = applyReport(tables, source, receivedAt, each);
    if (change) applied.push(change);
  }
  return applied;
}

function applyReport(
  tables: Tables,
  source: { runtimeId: string; environmentId: string },
  receivedAt: number,
  { report, fingerprint }: ReportToStore,
): AppliedReport | null {
  const { runs } = tables;
  const known = runs.rowOf(report.executionId);
  const before = known < 0 ? undefined : runs.liveDetail(known);
  if (before && report.revision <= before.revision) {
    const isChanged = mergeDocuments(before, report);
    if (!isChanged) return null;
    if (!runs.live.has(known)) {
      tables.works.hold(known);
      runs.live.set(known, before);
      tables.relations.add(known, before);
    }
    return {
      executionId: report.executionId,
      isNew: false,
      hasEnded: false,
      state: visualStates[runs.stateOf(known)]!,
    };
  }
  const wasInFlight = known < 0 || runs.isInFlight(known);
  const row = known < 0 ? runs.addRow(report.executionId) : known;
  const orphans = known < 0 ? [] : detach(tables, row);
  const detail = detailOf(report, receivedAt, before);
  mergeDocuments(detail, report);
  writeColumns(runs, row, source, report, fingerprint);
  runs.live.set(row, detail);
  attach(tables, row);
  for (const orphan of orphans) markBroken(tables, orphan);
  const state = stateIndexOf(report.status);
  return {
    executionId: report.executionId,
    isNew: known < 0,
    hasEnded: wasInFlight && state !== RUNNING,
    state: visualStates[state]!,
  };
}

/** Takes a row out of every order. Gives the rows that lose their mark with it. */
function detach(tables: Tables, row: number): number[] {
  const { runs, outcomes, relations, works } = tables;
  const orphans = runs.isSuccess(row) ? recoveredRows(tables, row) : [];
  runs.order.remove(row);
  runs.pairs[runs.columns.pair[row]!]!.rows.remove(row);
  works.remove(row);
  runs.inFlight.delete(row);
  outcomes.remove(row);
  const detail = runs.live.get(row);
  if (detail) relations.remove(row, detail);
  return orphans;
}

function attach(tables: Tables, row: number): void {
  const { runs, outcomes, relations, works } = tables;
  runs.order.insert(row);
  runs.pairs[runs.columns.pair[row]!]!.rows.insert(row);
  works.add(row);
  if (runs.isInFlight(row)) runs.inFlight.add(row);
  else outcomes.add(row);
  const detail = runs.live.get(row);
  if (detail) relations.add(row, detail);
  markBroken(tables, row);
  if (runs.isSuccess(row)) markRecoveredBy(tables, row);
}

function writeColumns(
  runs: Runs,
  row: number,
  source: { runtimeId: string; environmentId: string },
  report: ExecutionReport,
  fingerprint: string | null,
): void {
  const { columns } = runs;
  const runtime = runs.internRuntime(source.runtimeId);
  const process = runs.internProcess(report.processId, report.processName);
  columns.startedAt[row] = report.startedAt;
  columns.endedAt[row] = report.endedAt ?? -1;
  columns.runtime[row] = runtime;
  columns.environment[row] = runs.environments.intern(source.environmentId);
  columns.process[row] = process;
  columns.pair[row] = runs.internPair(runtime, runs.processes[process]!.idNumber);
  columns.status[row] = executionStatuses.indexOf(report.status);
  columns.trigger[row] = triggers.indexOf(report.trigger);
  columns.failure[row] =
    report.failure && fingerprint !== null ? runs.internFailure({ ...report.failure, fingerprint }) : -1;
  columns.errors[row] = report.errors;
  columns.hasOwnWork[row] = report.workId === report.processId ? 0 : 1;
}

function detailOf(report: ExecutionReport, receivedAt: number, before: LiveDetail | undefined): LiveDetail {
  return {
    revision: report.revision,
    reportedAt: receivedAt,
    processVersion: report.processVersion,
    attempt: report.attempt,
    attemptsMax: report.attemptsMax,
    retryOf: report.retryOf,
    workId: report.workId,
    parentId: report.parentId,
    in: report.in,
    out: report.out,
    warnings: report.warnings,
    bytes: report.bytes,
    failureStep: report.failure?.step ?? null,
    steps: report.steps,
    documents: before?.documents ?? { written: 0, warned: 0, failed: 0, skipped: 0, inFlight: 0 },
    kept: before?.kept ?? new Map<number, { revision: number; document: DocumentReport }>(),
  };
}

/** Each document is kept as the newest revision that spoke of it said, whatever the order of arrival. */
function mergeDocuments(detail: LiveDetail, report: ExecutionReport): boolean {
  let isChanged = false;
  for (const document of report.documents) {
    const known = detail.kept.get(document.number);
    if (known && known.revision >= report.revision) continue;
    if (known) detail.documents[outcomeCounter[known.document.outcome]]--;
    detail.documents[outcomeCounter[document.outcome]]++;
    detail.kept.set(document.number, { revision: report.revision, document });
    isChanged = true;
  }
  return isChanged;
}
