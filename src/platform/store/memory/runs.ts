import { executionStatuses, triggers } from '#contract/status.ts';
import type { DocumentReport, StepReport } from '#contract/tracking.ts';
import { ABORTED, type DocumentCounts, FAILED, OK, RUNNING, stateIndexByStatus, WARN } from '../agreement.ts';
import type { StoredExecution } from '../store.ts';
import { Dictionary, RunColumns } from './columns.ts';
import { SortedRows } from './sorted-rows.ts';
import type { PastExecutions, PastFailure } from './past.ts';

/** A process under one name. */
export interface ProcessEntry {
  /** Number in `processIds`. */
  idNumber: number;
  id: string;
  name: string;
}

/** A kind of failure and the number of its group. */
export interface FailureEntry extends PastFailure {
  group: number;
}

/** One process on one runtime. */
export interface PairEntry {
  runtime: number;
  idNumber: number;
  rows: SortedRows;
}

/** What is kept of a run beyond the columns, once it was reported live. */
export interface LiveDetail {
  revision: number;
  reportedAt: number;
  processVersion: string | null;
  attempt: number;
  attemptsMax: number;
  retryOf: string | null;
  workId: string;
  parentId: string | null;
  in: number;
  out: number;
  warnings: number;
  bytes: number;
  failureStep: number | null;
  steps: StepReport[];
  documents: DocumentCounts;
  /** By number, with the revision that each came with. */
  kept: Map<number, { revision: number; document: DocumentReport }>;
}

/**
 * All runs in memory: columns, dictionaries and the orders that questions walk. The first rows are the past (if any), derived
 * when looked at; later ones were reported. Knows nothing of batches, filters or answers.
 */
export class Runs {
  readonly columns = new RunColumns();
  readonly runtimes = new Dictionary();
  readonly environments = new Dictionary();
  readonly processIds = new Dictionary();
  readonly processes: ProcessEntry[] = [];
  /** By number of a process id: the name it was last reported under. */
  readonly newestName: string[] = [];
  readonly failures: FailureEntry[] = [];
  /** By group number - 1: its fingerprint. */
  readonly groups = new Dictionary();
  readonly pairs: PairEntry[] = [];
  readonly pairsOfRuntime: number[][] = [];
  readonly order: SortedRows;
  readonly inFlight = new Set<number>();
  readonly live = new Map<number, LiveDetail>();
  readonly past: PastExecutions | null;
  readonly pastLength: number;
  /** Rows in use or once used. */
  length = 0;

  private readonly processNumbers = new Dictionary();
  private readonly failureNumbers = new Dictionary();
  private readonly pairNumbers = new Map<number, number>();
  private readonly liveRows = new Map<string, number>();
  /** Of past rows only those asked for so far: making 200,000 texts again for each search would be its whole cost. */
  private readonly ids: string[] = [];
  private readonly freeRows: number[] = [];
  /** Past rows that were pruned; the past still knows their ids. */
  private readonly forgotten = new Set<number>();

  constructor(past: PastExecutions | null) {
    this.past = past;
    this.pastLength = past?.columns.length ?? 0;
    this.order = new SortedRows(this.byStart);
  }

  /** Order by start, ties by id. */
  readonly byStart = (a: number, b: number): number => {
    const { startedAt } = this.columns;
    return startedAt[a]! - startedAt[b]! || compareText(this.idOf(a), this.idOf(b));
  };

  idOf(row: number): string {
    return (this.ids[row] ??= row < this.pastLength ? (this.past?.idOf(row) ?? '') : '');
  }

  /** -1 when there is no such run. */
  rowOf(id: string): number {
    const row = this.liveRows.get(id);
    if (row !== undefined) return row;
    const past = this.past?.rowOf(id) ?? -1;
    return past < 0 || past >= this.pastLength || this.forgotten.has(past) || this.past?.idOf(past) !== id ? -1 : past;
  }

  /** An empty row for a new id. An id of a pruned past run comes back as a new row. */
  addRow(id: string): number {
    const row = this.freeRows.pop() ?? this.length++;
    this.columns.reserve(this.length);
    this.liveRows.set(id, row);
    this.ids[row] = id;
    return row;
  }

  /** Forgets a row that is in no order any more. */
  dropRow(row: number): void {
    this.live.delete(row);
    if (row < this.pastLength) {
      this.forgotten.add(row);
      return;
    }
    this.liveRows.delete(this.idOf(row));
    this.freeRows.push(row);
  }

  internRuntime(runtimeId: string): number {
    const runtime = this.runtimes.intern(runtimeId);
    this.pairsOfRuntime[runtime] ??= [];
    return runtime;
  }

  internProcess(id: string, name: string): number {
    const entry = this.processNumbers.intern(`${id}\u0000${name}`);
    const idNumber = this.processIds.intern(id);
    this.newestName[idNumber] = name;
    if (entry === this.processes.length) this.processes.push({ idNumber, id, name });
    return entry;
  }

  internPair(runtime: number, idNumber: number): number {
    // A number holds 2^53: room for 2^26 runtimes and as many process ids.
    const key = runtime * 67_108_864 + idNumber;
    const known = this.pairNumbers.get(key);
    if (known !== undefined) return known;
    const pair = this.pairs.push({ runtime, idNumber, rows: new SortedRows(this.byStart) }) - 1;
    this.pairNumbers.set(key, pair);
    this.pairsOfRuntime[runtime]?.push(pair);
    return pair;
  }

  /** The pair of a runtime and a process by their ids; undefined when it never ran. */
  findPair(runtimeId: string, processId: string): { pair: number; entry: PairEntry } | undefined {
    const pair = this.pairNumbers.get(this.runtimes.find(runtimeId) * 67_108_864 + this.processIds.find(processId));
    const entry = pair === undefined ? undefined : this.pairs[pair];
    return pair === undefined || !entry ? undefined : { pair, entry };
  }

  internFailure(failure: PastFailure): number {
    const { fingerprint, class: errorClass, code, template, connectorId } = failure;
    const entry = this.failureNumbers.intern(JSON.stringify([fingerprint, errorClass, code, template, connectorId]));
    if (entry === this.failures.length) {
      const group = this.groups.intern(fingerprint) + 1;
      this.failures.push({ fingerprint, class: errorClass, code, template, connectorId, group });
    }
    return entry;
  }

  /** Index in `visualStates`, taking every runtime as in contact. */
  stateOf(row: number): number {
    return stateIndexByStatus[this.columns.status[row]!]!;
  }

  isSuccess(row: number): boolean {
    const state = this.stateOf(row);
    return state === OK || state === WARN;
  }

  isBroken(row: number): boolean {
    const state = this.stateOf(row);
    return state === FAILED || state === ABORTED;
  }

  isInFlight(row: number): boolean {
    return this.stateOf(row) === RUNNING;
  }

  /** -1 in flight. */
  durationOf(row: number): number {
    const endedAt = this.columns.endedAt[row]!;
    return endedAt < 0 || this.isInFlight(row) ? -1 : Math.max(0, endedAt - this.columns.startedAt[row]!);
  }

  /** When an ended run ended; its start when its end was never said. */
  endOf(row: number): number {
    const endedAt = this.columns.endedAt[row]!;
    return endedAt < 0 ? this.columns.startedAt[row]! : endedAt;
  }

  /** The run as the port gives it. */
  executionAt(row: number): StoredExecution {
    const { columns } = this;
    const detail = this.live.get(row) ?? this.pastDetail(row);
    const process = this.processes[columns.process[row]!]!;
    const failure = this.failures[columns.failure[row]!];
    const recoveredBy = columns.recoveredBy[row]!;
    const endedAt = columns.endedAt[row]!;
    return {
      id: this.idOf(row),
      runtimeId: this.runtimes.at(columns.runtime[row]!),
      environmentId: this.environments.at(columns.environment[row]!),
      revision: detail.revision,
      processId: process.id,
      processName: process.name,
      processVersion: detail.processVersion,
      status: executionStatuses[columns.status[row]!]!,
      trigger: triggers[columns.trigger[row]!]!,
      startedAt: columns.startedAt[row]!,
      endedAt: endedAt < 0 ? null : endedAt,
      attempt: detail.attempt,
      attemptsMax: detail.attemptsMax,
      retryOf: detail.retryOf,
      workId: detail.workId,
      parentId: detail.parentId,
      in: detail.in,
      out: detail.out,
      errors: columns.errors[row]!,
      warnings: detail.warnings,
      bytes: detail.bytes,
      steps: detail.steps,
      reportedAt: detail.reportedAt,
      failure: failure
        ? {
            class: failure.class,
            code: failure.code,
            template: failure.template,
            step: detail.failureStep,
            connectorId: failure.connectorId,
            groupId: `F-${failure.group}`,
            fingerprint: failure.fingerprint,
          }
        : null,
      recovered: recoveredBy < 0 ? null : { byExecutionId: this.idOf(recoveredBy), at: this.endOf(recoveredBy) },
      documents: { ...detail.documents },
    };
  }

  /** What a run works at; see `ExecutionReport`. */
  workIdOf(row: number): string {
    const live = this.live.get(row);
    if (live) return live.workId;
    const work = this.past?.columns.work[row] ?? -1;
    return work < 0 || !this.past ? this.processes[this.columns.process[row]!]!.id : this.past.idOf(work);
  }

  private pastDetail(row: number): Omit<LiveDetail, 'kept'> {
    const { past } = this;
    if (!past || row >= this.pastLength) throw new Error(`row ${row} has no detail`);
    const parent = past.columns.parent[row]!;
    const retryOf = past.columns.retryOf[row]!;
    return {
      ...past.detailOf(row),
      parentId: parent < 0 ? null : past.idOf(parent),
      retryOf: retryOf < 0 ? null : past.idOf(retryOf),
      workId: this.workIdOf(row),
    };
  }

  /** The live detail of a run, made from the past when this is its first report since. */
  liveDetail(row: number): LiveDetail | undefined {
    const known = this.live.get(row);
    if (known || !this.past || row >= this.pastLength) return known;
    const detail = this.pastDetail(row);
    const kept = new Map(
      this.past.documentsOf(row).map((document) => [document.number, { revision: detail.revision, document }]),
    );
    return { ...detail, documents: { ...detail.documents }, kept };
  }

  /** Documents of a run, in no promised order. */
  documentsOf(row: number): readonly DocumentReport[] {
    const detail = this.live.get(row);
    if (detail) return Array.from(detail.kept.values(), (entry) => entry.document);
    return row < this.pastLength ? (this.past?.documentsOf(row) ?? []) : [];
  }
}

/** Order of text by code unit, as the columns of every store sort it. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
