import { ProblemError } from '#contract/errors.ts';
import { executionStatuses, triggers, visualStates } from '#contract/status.ts';
import type { DocumentReport, ExecutionReport } from '#contract/tracking.ts';
import {
  type AppliedReport,
  currentStep,
  type DocumentCounts,
  durationOf,
  outcomeCounter,
  type ReportToStore,
  stateIndexOf,
} from '#platform/index.ts';
import { type Cells, IN_FLIGHT } from './cells.ts';
import type { Connection, SqlRow } from './connection.ts';
import { cellKeyOf, type Recovery } from './recovery.ts';
import type { Rest } from './runs.ts';
import type { Vocabulary } from './words.ts';

const KNOWN = `SELECT number, id, revision, runtime, environment, trigger, code, pair, started_at, documents FROM runs WHERE id = ?`;

const COLUMNS = [
  'started_at',
  'ended_at',
  'duration',
  'code',
  'status',
  'trigger',
  'runtime',
  'environment',
  'process',
  'pair',
  'failure',
  'errors',
  'recovered_by',
  'revision',
  'reported_at',
  'parent_id',
  'retry_of',
  'work_id',
  'documents',
  'rest',
  'steps',
];
const INSERT = `INSERT INTO runs (${COLUMNS.join(', ')}, id) VALUES (${COLUMNS.map(() => '?').join(', ')}, ?)`;
const UPDATE = `UPDATE runs SET ${COLUMNS.map((column) => `${column} = ?`).join(', ')} WHERE number = ?`;

interface Source {
  runtimeId: string;
  environmentId: string;
}

/** Writes tracking reports. Everything here runs inside one write of the connection. */
export class ReportWriter {
  private readonly connection: Connection;
  private readonly vocabulary: Vocabulary;
  private readonly cells: Cells;
  private readonly recovery: Recovery;

  constructor(connection: Connection, vocabulary: Vocabulary, cells: Cells, recovery: Recovery) {
    this.connection = connection;
    this.vocabulary = vocabulary;
    this.cells = cells;
    this.recovery = recovery;
  }

  /** Applies a batch; see `ExecutionStore.apply`. */
  applyBatch(
    source: Source,
    batchId: string,
    receivedAt: number,
    reports: readonly ReportToStore[],
  ): { isDuplicate: boolean; applied: AppliedReport[] } {
    const runtime = this.vocabulary.runtimes.intern(source.runtimeId);
    const { changes } = this.connection.run(
      'INSERT INTO batches (runtime, id, received_at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING',
      runtime,
      batchId,
      receivedAt,
    );
    if (changes === 0) return { isDuplicate: true, applied: [] };
    this.cells.begin();
    const environment = this.vocabulary.environments.intern(source.environmentId);
    const applied: AppliedReport[] = [];
    for (const report of reports) {
      const change = this.apply({ runtime, environment }, receivedAt, report);
      if (change) applied.push(change);
    }
    this.cells.write();
    return { isDuplicate: false, applied };
  }

  private apply(
    source: { runtime: number; environment: number },
    receivedAt: number,
    { report, fingerprint }: ReportToStore,
  ): AppliedReport | null {
    const known = this.connection.one(KNOWN, report.executionId);
    if (known && Number(known['runtime']) !== source.runtime) {
      throw new ProblemError('wrong-runtime', `Execution ${report.executionId} belongs to another runtime.`);
    }
    const counts = known
      ? (JSON.parse(String(known['documents'])) as DocumentCounts)
      : { written: 0, warned: 0, failed: 0, skipped: 0, inFlight: 0 };
    if (known && report.revision <= Number(known['revision'])) return this.applyStale(known, counts, report);

    const number = known ? Number(known['number']) : null;
    if (number !== null) this.mergeDocuments(number, counts, report);
    else for (const document of firstOfEach(report.documents)) counts[outcomeCounter[document.outcome]]++;
    const run = this.valuesOf(source, receivedAt, report, fingerprint, counts, number ?? 0);
    const written = number ?? this.connection.run(INSERT, ...run.values, report.executionId).lastInsertRowid;
    if (number === null)
      for (const document of firstOfEach(report.documents)) this.putDocument(written, report.revision, document);
    else this.connection.run(UPDATE, ...run.values, written);
    if (known) this.cells.add(cellKeyOf(known), -1);
    this.cells.add({ ...source, startedAt: report.startedAt, trigger: run.trigger, code: run.code }, 1);

    const before = known ? Number(known['code']) : IN_FLIGHT;
    if (before === 0 || before === 2) this.recovery.release(written);
    if (run.code === 0 || run.code === 2) {
      this.recovery.markRecoveredBy({
        number: written,
        id: report.executionId,
        pair: run.pair,
        workId: report.workId,
        startedAt: report.startedAt,
      });
    }
    return {
      executionId: report.executionId,
      isNew: !known,
      hasEnded: before === IN_FLIGHT && run.code !== IN_FLIGHT,
      state: visualStates[run.code >> 1] ?? 'unknown',
    };
  }

  /** An older report changes nothing but documents that no newer one has spoken of. */
  private applyStale(known: SqlRow, counts: DocumentCounts, report: ExecutionReport): AppliedReport | null {
    const number = Number(known['number']);
    if (!this.mergeDocuments(number, counts, report)) return null;
    this.connection.run('UPDATE runs SET documents = ? WHERE number = ?', JSON.stringify(counts), number);
    const state = visualStates[Number(known['code']) >> 1] ?? 'unknown';
    return { executionId: report.executionId, isNew: false, hasEnded: false, state };
  }

  private valuesOf(
    source: { runtime: number; environment: number },
    receivedAt: number,
    report: ExecutionReport,
    fingerprint: string | null,
    counts: DocumentCounts,
    number: number,
  ): { values: (string | number | null)[]; code: number; pair: number; trigger: number } {
    const { process, processId } = this.vocabulary.internProcess(report.processId, report.processName);
    const pair = this.vocabulary.internPair(source.runtime, processId);
    const { failure } = report;
    const failureNumber = failure && fingerprint !== null ? this.vocabulary.internFailure(failure, fingerprint) : 0;
    const trigger = triggers.indexOf(report.trigger);
    const state = stateIndexOf(report.status) * 2;
    const recoverer =
      state === 4 || state === 6
        ? this.recovery.recovererOf({ pair, workId: report.workId, startedAt: report.startedAt, number })
        : null;
    const code = recoverer === null ? state : state + 1;
    const failedStep = report.steps.find((step) => step.number === failure?.step);
    const rest: Rest = {
      processVersion: report.processVersion,
      attempt: report.attempt,
      attemptsMax: report.attemptsMax,
      in: report.in,
      out: report.out,
      warnings: report.warnings,
      bytes: report.bytes,
      failureStep: failure?.step ?? null,
      currentStep: currentStep(report.steps),
      failedStepName: failedStep?.name ?? null,
    };
    const values = [
      report.startedAt,
      report.endedAt,
      durationOf(report),
      code,
      executionStatuses.indexOf(report.status),
      trigger,
      source.runtime,
      source.environment,
      process,
      pair,
      failureNumber,
      report.errors,
      recoverer,
      report.revision,
      receivedAt,
      report.parentId,
      report.retryOf,
      report.workId,
      JSON.stringify(counts),
      JSON.stringify(rest),
      JSON.stringify(report.steps),
    ];
    return { values, code, pair, trigger };
  }

  /** Each document is kept as the newest revision that spoke of it said, whatever the order of arrival. Moves `counts` along. */
  private mergeDocuments(run: number, counts: DocumentCounts, report: ExecutionReport): boolean {
    let isChanged = false;
    for (const document of firstOfEach(report.documents)) {
      const known = this.connection.one(
        'SELECT revision, outcome FROM documents WHERE run = ? AND number = ?',
        run,
        document.number,
      );
      if (known && Number(known['revision']) >= report.revision) continue;
      // Written below by this very class, so it is an outcome.
      if (known) counts[outcomeCounter[String(known['outcome']) as DocumentReport['outcome']]]--;
      counts[outcomeCounter[document.outcome]]++;
      this.putDocument(run, report.revision, document);
      isChanged = true;
    }
    return isChanged;
  }

  private putDocument(run: number, revision: number, document: DocumentReport): void {
    this.connection.run(
      `INSERT INTO documents (run, number, revision, outcome, body) VALUES (?, ?, ?, ?, ?)
       ON CONFLICT DO UPDATE SET revision = excluded.revision, outcome = excluded.outcome, body = excluded.body`,
      run,
      document.number,
      revision,
      document.outcome,
      JSON.stringify(document),
    );
  }
}

/** One report that names a document twice: the first word counts, as it does across reports of one revision. */
function firstOfEach(documents: readonly DocumentReport[]): readonly DocumentReport[] {
  if (documents.length < 2) return documents;
  const byNumber = new Map<number, DocumentReport>();
  for (const document of documents) if (!byNumber.has(document.number)) byNumber.set(document.number, document);
  return [...byNumber.values()];
}
