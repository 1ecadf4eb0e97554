import { executionStatuses, triggers } from '#contract/status.ts';
import type { StepReport } from '#contract/tracking.ts';
import type { DocumentCounts, StoredExecution, StoredExecutionRow } from '#platform/index.ts';
import type { Connection, SqlRow } from './connection.ts';
import type { Vocabulary } from './words.ts';

/** What a row carries that nothing filters by, as JSON. */
export interface Rest extends Pick<
  StoredExecution,
  'processVersion' | 'attempt' | 'attemptsMax' | 'in' | 'out' | 'warnings' | 'bytes'
> {
  failureStep: number | null;
  currentStep: StoredExecutionRow['currentStep'];
  failedStepName: string | null;
}

const ROW = `r.number, r.id, r.started_at, r.ended_at, r.status, r.trigger, r.runtime, r.environment, r.process, r.failure, r.errors,
  r.revision, r.reported_at, r.parent_id, r.retry_of, r.work_id, r.documents, r.rest,
  s.id AS recovered_by_id, ifnull(s.ended_at, s.started_at) AS recovered_at`;
const FROM = 'FROM runs r LEFT JOIN runs s ON s.number = r.recovered_by';

/** Reads runs by number or id, as the port gives them. */
export class RunReader {
  private readonly connection: Connection;
  private readonly vocabulary: Vocabulary;

  constructor(connection: Connection, vocabulary: Vocabulary) {
    this.connection = connection;
    this.vocabulary = vocabulary;
  }

  get(id: string): StoredExecution | null {
    const row = this.connection.one(`SELECT ${ROW}, r.steps ${FROM} WHERE r.id = ?`, id);
    if (!row) return null;
    const { currentStep: _current, failedStepName: _failed, ...execution } = this.rowFrom(row);
    return { ...execution, steps: JSON.parse(String(row['steps'])) as StepReport[] };
  }

  /** 0 when there is no such run. */
  numberOf(id: string): number {
    return Number(this.connection.one('SELECT number FROM runs WHERE id = ?', id)?.['number'] ?? 0);
  }

  /** Rows of runs that were just found, in the given order. */
  rows(numbers: readonly number[]): StoredExecutionRow[] {
    return numbers.flatMap((number) => {
      const row = this.connection.one(`SELECT ${ROW} ${FROM} WHERE r.number = ?`, number);
      return row ? [this.rowFrom(row)] : [];
    });
  }

  private rowFrom(row: SqlRow): StoredExecutionRow {
    const { failureStep, ...rest } = JSON.parse(String(row['rest'])) as Rest;
    const process = this.vocabulary.processAt(Number(row['process']));
    const failure = this.vocabulary.failures[Number(row['failure']) - 1];
    const recoveredBy = row['recovered_by_id'];
    return {
      ...rest,
      id: String(row['id']),
      runtimeId: this.vocabulary.runtimes.at(Number(row['runtime'])),
      environmentId: this.vocabulary.environments.at(Number(row['environment'])),
      revision: Number(row['revision']),
      processId: process.id,
      processName: process.name,
      status: executionStatuses[Number(row['status'])] ?? 'DISCARDED',
      trigger: triggers[Number(row['trigger'])] ?? 'manual',
      startedAt: Number(row['started_at']),
      endedAt: numberOrNull(row['ended_at']),
      retryOf: textOrNull(row['retry_of']),
      workId: String(row['work_id']),
      parentId: textOrNull(row['parent_id']),
      errors: Number(row['errors']),
      reportedAt: Number(row['reported_at']),
      failure: failure
        ? {
            class: failure.class,
            code: failure.code,
            template: failure.template,
            step: failureStep,
            connectorId: failure.connectorId,
            groupId: `F-${failure.group}`,
            fingerprint: failure.fingerprint,
          }
        : null,
      recovered: recoveredBy == null ? null : { byExecutionId: String(recoveredBy), at: Number(row['recovered_at']) },
      documents: JSON.parse(String(row['documents'])) as DocumentCounts,
    };
  }
}

function numberOrNull(value: SqlRow[string] | undefined): number | null {
  return value == null ? null : Number(value);
}

function textOrNull(value: SqlRow[string] | undefined): string | null {
  return value == null ? null : String(value);
}
