import type { ErrorDetails, LogLevel } from '#contract/answer.ts';
import type { FailureReport } from '#contract/failure.ts';
import { isInFlight, type ExecutionStatus, type Trigger } from '#contract/status.ts';
import type { DocumentReport, ExecutionReport, StepReport } from '#contract/tracking.ts';
import type { Process } from '../definition/process.ts';
import type { StepDefinition } from '../definition/step.ts';
import type { ExecutionLog } from './execution-log.ts';
import type { ClaimedFile, Journal } from './journal.ts';

/** What a run is started with. */
export interface RunOrder {
  executionId: string;
  process: Process;
  trigger: Trigger;
  file: ClaimedFile | null;
  attempt: number;
  retryOf: string | null;
  /** As in `ExecutionReport`: the process id, or the id of the first attempt at a file. */
  workId: string;
}

/** Limits of the contract: documents in one report. */
const DOCUMENTS_PER_REPORT = 200;
/** Progress of a run is reported at most this often. */
const PROGRESS_EVERY_MS = 1_000;

/**
 * The state of one execution: collects what happens and journals it as whole snapshots with a growing revision. Names and numbers
 * only; the full story of a failure is kept beside it in `details`.
 */
export class Execution {
  readonly order: RunOrder;
  readonly steps: StepReport[];
  readonly documents = new Map<number, DocumentReport>();
  file: ClaimedFile | null;
  status: ExecutionStatus;
  in = 0;
  out = 0;
  errors = 0;
  warnings = 0;
  bytes = 0;
  failure: FailureReport | null = null;
  details: ErrorDetails | null = null;
  readonly startedAt: number;
  endedAt: number | null = null;
  #revision = 0;
  #publishedAt = 0;
  readonly #changed = new Set<number>();
  readonly #journal: Journal;
  readonly #log: ExecutionLog;
  readonly #now: () => number;
  readonly #announce: () => void;

  /** Journals the first snapshot. `resumed` continues an execution that waited when the runtime ended. */
  constructor(
    order: RunOrder,
    status: ExecutionStatus,
    ports: { journal: Journal; log: ExecutionLog; now: () => number; announce: () => void },
    resumed?: { revision: number; startedAt: number },
  ) {
    this.order = order;
    this.file = order.file;
    this.status = status;
    this.#journal = ports.journal;
    this.#log = ports.log;
    this.#now = ports.now;
    this.#announce = ports.announce;
    this.startedAt = resumed?.startedAt ?? ports.now();
    this.#revision = resumed?.revision ?? 0;
    this.steps = order.process.steps.map((step, index) => waitingStep(step, index + 1));
    if (order.file)
      this.addDocument({
        fileName: order.file.name,
        directory: order.file.directory,
        sizeBytes: order.file.sizeBytes,
        step: null,
      });
    this.publish();
  }

  /** Adds a document and returns its number. */
  addDocument(document: Pick<DocumentReport, 'fileName' | 'directory' | 'sizeBytes' | 'step'>): number {
    const number = this.documents.size + 1;
    this.documents.set(number, {
      number,
      fileName: document.fileName?.slice(0, 400) ?? null,
      directory: document.directory?.slice(0, 1_000) ?? null,
      sizeBytes: document.sizeBytes,
      records: null,
      outcome: 'in-flight',
      step: document.step,
      tracked: [],
    });
    this.#changed.add(number);
    return number;
  }

  /** Changes a document; unknown numbers are ignored (records without a document). */
  changeDocument(number: number | null, change: Partial<Omit<DocumentReport, 'number'>>): void {
    const document = number === null ? undefined : this.documents.get(number);
    if (!document) return;
    Object.assign(document, change);
    this.#changed.add(document.number);
  }

  /** The report of a step, by its number from 1. */
  step(number: number): StepReport {
    const step = this.steps[number - 1];
    if (!step) throw new RangeError(`no step ${number}`);
    return step;
  }

  /** Writes a log line; warnings are counted, for the step as well. */
  log(level: LogLevel, step: number | null, text: string): void {
    this.#log.write(level, step, text);
    if (level !== 'warn') return;
    this.warnings += 1;
    if (step !== null) this.step(step).warnings += 1;
  }

  /** Journals a snapshot now. */
  publish(): void {
    const changed = [...this.#changed].sort((a, b) => a - b);
    this.#changed.clear();
    const openDocuments = [...this.documents.values()].filter((document) => document.outcome === 'in-flight');
    do {
      const documents = changed
        .splice(0, DOCUMENTS_PER_REPORT)
        .map((number) => structuredClone(this.documents.get(number)))
        .filter((each) => each !== undefined);
      this.#revision += 1;
      // Earlier pieces of a long list of documents must not end the run: the last one does.
      const status = changed.length > 0 && !isInFlight(this.status) ? 'INPROCESS' : this.status;
      this.#journal.save({
        report: this.#report(status, documents),
        openDocuments,
        file: this.file,
        details: this.details,
      });
    } while (changed.length > 0);
    this.#publishedAt = this.#now();
    this.#announce();
  }

  /** Journals a snapshot if the last one is old enough: for progress. */
  publishProgress(): void {
    if (this.#now() - this.#publishedAt >= PROGRESS_EVERY_MS) this.publish();
  }

  /** Ends the run and journals its last snapshot. */
  end(status: ExecutionStatus): void {
    this.status = status;
    this.endedAt = this.#now();
    this.#log.flush();
    this.publish();
  }

  #report(status: ExecutionStatus, documents: DocumentReport[]): ExecutionReport {
    const { executionId, process, trigger, attempt, retryOf, workId } = this.order;
    const hasEnded = !isInFlight(status);
    return {
      executionId,
      revision: this.#revision,
      processId: process.id,
      processName: process.name,
      processVersion: process.version,
      status,
      trigger,
      startedAt: this.startedAt,
      endedAt: hasEnded ? this.endedAt : null,
      attempt,
      attemptsMax: Math.max(attempt, process.retry?.attempts ?? 1),
      retryOf,
      workId,
      parentId: null,
      in: this.in,
      out: this.out,
      errors: this.errors,
      warnings: this.warnings,
      bytes: this.bytes,
      failure: hasEnded ? this.failure : null,
      steps: structuredClone(this.steps),
      documents,
    };
  }
}

function waitingStep(step: StepDefinition, number: number): StepReport {
  return {
    number,
    name: step.name,
    kind: step.kind,
    connectorId: ('connection' in step ? step.connection : undefined) ?? null,
    state: 'waiting',
    startedAt: null,
    durationMs: null,
    attempts: 0,
    in: 0,
    out: 0,
    errors: 0,
    warnings: 0,
  };
}
