import * as fc from 'fast-check';
import { fingerprint } from '#contract/fingerprint.ts';
import { errorClasses, type FailureReport } from '#contract/failure.ts';
import { executionStatuses, isInFlight, triggers, visualStates } from '#contract/status.ts';
import type { DocumentReport, ExecutionReport, StepReport } from '#contract/tracking.ts';
import type { ExecutionOrder, ExecutionQuery, ReportToStore, Selection } from '../store.ts';

/** Where the small world of the suite begins; not on a cell of anybody's rollup. */
export const START_AT = 1_790_000_123_457;
export const HOUR_MS = 3_600_000;

/** A run that went well, as its runtime reports it; change what matters. */
export function reportOf(changes: Partial<ExecutionReport> & { executionId: string }): ExecutionReport {
  const startedAt = changes.startedAt ?? START_AT;
  const status = changes.status ?? 'COMPLETE';
  return {
    revision: 1,
    processId: 'orders',
    processName: 'Orders to ERP',
    processVersion: '1.2',
    status,
    trigger: 'schedule',
    startedAt,
    endedAt: isInFlight(status) ? null : startedAt + 1_000,
    attempt: 1,
    attemptsMax: 3,
    retryOf: null,
    workId: changes.processId ?? 'orders',
    parentId: null,
    in: 3,
    out: 2,
    errors: 0,
    warnings: 0,
    bytes: 100,
    failure: null,
    steps: [],
    documents: [],
    ...changes,
  };
}

/** A failed run. */
export function failedReport(changes: Partial<ExecutionReport> & { executionId: string }): ExecutionReport {
  return reportOf({ status: 'ERROR', failure: failureOf(1), errors: 1, ...changes });
}

export function failureOf(kind: number): FailureReport {
  return {
    class: errorClasses[kind % errorClasses.length] ?? 'unknown',
    code: kind % 2 === 0 ? null : `E-${kind}`,
    template: `Customer <str> not found in place ${kind}`,
    step: kind % 3 === 0 ? null : 1,
    connectorId: kind % 3 === 0 ? null : `erp-${kind}`,
  };
}

export function documentOf(number: number, changes: Partial<DocumentReport> = {}): DocumentReport {
  return {
    number,
    fileName: `orders-${number}.csv`,
    directory: '/in',
    sizeBytes: 12,
    records: 3,
    outcome: 'written',
    step: 1,
    tracked: [{ name: 'order', value: String(number) }],
    ...changes,
  };
}

export function stepOf(number: number, changes: Partial<StepReport> = {}): StepReport {
  return {
    number,
    name: `Step ${number}`,
    kind: 'map',
    connectorId: null,
    state: 'done',
    startedAt: START_AT,
    durationMs: 5,
    attempts: 1,
    in: 1,
    out: 1,
    errors: 0,
    warnings: 0,
    ...changes,
  };
}

/** A report ready for the store. */
export function toStore(report: ExecutionReport): ReportToStore {
  return { report, fingerprint: report.failure ? fingerprint(report.failure) : null };
}

const anything: Selection = { include: [], exclude: [] };

/** Everything that started within a day of `START_AT`; change what matters. */
export function queryOf(changes: Partial<ExecutionQuery> = {}): ExecutionQuery {
  return {
    fromAt: START_AT - 24 * HOUR_MS,
    toAt: START_AT + 24 * HOUR_MS,
    state: { include: [], exclude: [] },
    process: anything,
    runtime: anything,
    environment: anything,
    trigger: anything,
    class: anything,
    group: anything,
    connector: anything,
    recovered: null,
    slowFactor: null,
    words: [],
    lostRuntimeIds: [],
    ...changes,
  };
}

export const runtimeIds = ['rt-1', 'rt-2', 'rt-3'] as const;
const processes = [
  ['orders', 'Orders to ERP'],
  ['orders', 'Orders to ERP, renamed'],
  ['stock', 'Lager Übersicht 100%_'],
  ['mail', 'O\'Brien "mail"'],
] as const;

/** The runtime that an execution of the small world belongs to. */
export function runtimeOf(executionId: string): (typeof runtimeIds)[number] {
  return runtimeIds[Number(executionId.slice(-1)) % runtimeIds.length] ?? 'rt-1';
}

const executionId = fc.integer({ min: 0, max: 39 }).map((number) => `run-${String(number).padStart(2, '0')}`);

/** Few instants, so that runs start at once, and near enough to cross cells of a quarter of an hour. */
const startedAt = fc
  .oneof(fc.integer({ min: 0, max: 4 }), fc.integer({ min: 0, max: 40 }))
  .map((step) => START_AT + step * 437_000);

export const anyReport: fc.Arbitrary<ExecutionReport> = fc
  .record({
    executionId,
    revision: fc.integer({ min: 1, max: 4 }),
    process: fc.constantFrom(...processes),
    status: fc.constantFrom(...executionStatuses),
    trigger: fc.constantFrom(...triggers),
    startedAt,
    durationMs: fc.constantFrom(0, 10, 1_000, 5_000, 100_000),
    errors: fc.integer({ min: 0, max: 3 }),
    kind: fc.integer({ min: 0, max: 4 }),
    parentId: fc.option(executionId),
    retryOf: fc.option(executionId),
    ownWork: fc.constantFrom(null, null, 'run-00', 'run-01'),
    documents: fc.uniqueArray(
      fc.record({
        number: fc.integer({ min: 1, max: 6 }),
        outcome: fc.constantFrom('written', 'warned', 'failed', 'skipped', 'in-flight'),
      }),
      { maxLength: 4, selector: ({ number }) => number },
    ),
  })
  .map(({ process: [processId, processName], kind, durationMs, documents, ownWork, ...facts }) => {
    const isBroken = facts.status === 'ERROR' || facts.status.startsWith('ABORTED');
    return reportOf({
      ...facts,
      processId,
      processName,
      workId: ownWork ?? processId,
      endedAt: isInFlight(facts.status) ? null : facts.startedAt + durationMs,
      failure: isBroken && kind > 0 ? failureOf(kind) : null,
      steps: [stepOf(1, { state: isBroken ? 'failed' : 'done' })],
      documents: documents.map((document) => documentOf(document.number, { outcome: document.outcome })),
    });
  });

/** Reports of which no two are of the same execution and revision. */
export const anyReports: fc.Arbitrary<ExecutionReport[]> = fc.uniqueArray(anyReport, {
  maxLength: 60,
  size: 'max',
  selector: (report) => `${report.executionId} ${report.revision}`,
});

function selection(values: readonly string[]): fc.Arbitrary<Selection> {
  const some = fc.subarray([...values, 'never-seen'], { maxLength: 3 });
  return fc.oneof(
    { weight: 4, arbitrary: fc.constant(anything) },
    { weight: 1, arbitrary: some.map((include): Selection => ({ include, exclude: [] })) },
    { weight: 1, arbitrary: some.map((exclude): Selection => ({ include: [], exclude })) },
  );
}

const window = fc
  .tuple(fc.integer({ min: -1, max: 40 }), fc.integer({ min: 0, max: 45 }))
  .map(([from, length]) => ({ fromAt: START_AT + from * 437_000, toAt: START_AT + (from + length) * 437_000 }));

/** Any filter, without `slowFactor`, whose normals may be an hour old. */
export const anyQuery: fc.Arbitrary<ExecutionQuery> = fc
  .record({
    window: fc.oneof(window, fc.constant({ fromAt: START_AT - HOUR_MS, toAt: START_AT + 9 * HOUR_MS })),
    state: selection(visualStates).map(({ include, exclude }) => ({
      include: visualStates.filter((state) => include.includes(state)),
      exclude: visualStates.filter((state) => exclude.includes(state)),
    })),
    process: selection(['orders', 'stock', 'Orders to ERP', 'Lager Übersicht 100%_']),
    runtime: selection(runtimeIds),
    environment: selection(['production', 'test']),
    trigger: selection(triggers),
    class: selection(errorClasses.slice(0, 5)),
    group: selection(['F-1', 'F-2', 'F-3', "F-1'--"]),
    connector: selection(['erp-1', 'erp-2', 'erp-4']),
    recovered: fc.constantFrom(null, null, true, false),
    words: fc
      .subarray(['orders', 'übersicht', '100%', '_', 'run-1', 'rt-2', 'not found', 'e-1', "'"], { maxLength: 2 })
      .chain((words) => fc.constantFrom(words, [])),
    lostRuntimeIds: fc.subarray(['rt-1', 'rt-2', 'nobody']),
  })
  .map(({ window: { fromAt, toAt }, ...rest }) => queryOf({ ...rest, fromAt, toAt }));

export const anyOrder: fc.Arbitrary<ExecutionOrder> = fc.record({
  sort: fc.constantFrom('started', 'duration', 'errors'),
  descending: fc.boolean(),
});
