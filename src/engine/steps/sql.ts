import { bindNamed, parseNamed } from '../connections/named-parameters.ts';
import { quotedTable, sqlValue, type SqlSession, type SqlStatement } from '../connections/sql-session.ts';
import type { StepOf } from '../definition/step.ts';
import { EngineError } from '../errors/engine-error.ts';
import { describeError } from '../errors/describe-error.ts';
import { RecordRefused } from '../errors/record-refused.ts';
import type { Batch, Row } from '../run/batch.ts';
import type { FlowStep, StepContext } from '../run/step-context.ts';

/** Connecting is tried again by default: nothing has happened yet, so trying again is always safe. */
const connectRetry = { attempts: 3, backoffMs: 500, maxBackoffMs: 5_000 };

/** Records from a query. `:execution`, `:startedAt` (ms) and `:startedDate` are the parameters it may use. */
export function sqlRead(definition: StepOf<'sql-read'>): FlowStep {
  return async function* (context) {
    const { execution } = context;
    const session = await context.retry(
      'Connecting',
      () => context.sql(definition.connection, 'read'),
      definition.retry ?? connectRetry,
    );
    const started = new Date(execution.startedAt).toISOString();
    const statement = bindNamed(
      parseNamed(definition.query),
      { execution: execution.order.executionId, startedAt: execution.startedAt, startedDate: started.slice(0, 10) },
      session.dialect,
    );
    const signal =
      definition.timeoutMs === undefined
        ? context.signal
        : AbortSignal.any([context.signal, AbortSignal.timeout(definition.timeoutMs)]);
    let number = 0;
    for await (const records of session.read(statement, context.process.batchSize, signal)) {
      yield { document: null, rows: records.map((fields) => ({ number: (number += 1), fields })) };
    }
    context.log('info', `Query gave ${number} rows`);
  };
}

/** Writes records to a table or with a statement. With `transaction: run` all records of the run become visible together, or none. */
export function sqlWrite(definition: StepOf<'sql-write'>): FlowStep {
  return async function* (context, input) {
    const step = context.execution.step(context.number);
    const session = await context.retry(
      'Connecting',
      () => context.sql(definition.connection, 'write'),
      definition.retry ?? connectRetry,
    );
    const write = writer(definition, session);
    context.onRollback(async () => {
      await session.rollback().catch((error: unknown) => context.log('warn', `Rollback failed: ${String(error)}`));
      if (definition.transaction === 'run') step.out = 0;
    });
    if (definition.transaction === 'run')
      await context.retry(
        'Beginning a transaction',
        () => session.begin(context.signal),
        definition.retry ?? connectRetry,
      );
    for await (const batch of input) {
      if (definition.transaction === 'run') await write(batch);
      else
        await context.retry(
          `Writing ${batch.rows.length} records`,
          () => writeAtOnce(session, batch, write, context),
          definition.retry,
        );
      context.log('debug', `Wrote records ${batch.rows[0]?.number ?? 0} to ${batch.rows.at(-1)?.number ?? 0}`);
      yield batch;
    }
    if (definition.transaction === 'run') {
      context.onCommit(async () => {
        await session.commit();
        context.log('info', 'Transaction committed');
      });
    }
  };
}

async function writeAtOnce(
  session: SqlSession,
  batch: Batch,
  write: (batch: Batch) => Promise<void>,
  context: StepContext,
): Promise<void> {
  await session.begin(context.signal);
  try {
    await write(batch);
    await session.commit();
  } catch (error) {
    await session.rollback();
    throw error;
  }
}

function writer(definition: StepOf<'sql-write'>, session: SqlSession): (batch: Batch) => Promise<void> {
  if (definition.statement !== undefined) {
    const parsed = parseNamed(definition.statement);
    return async (batch) => {
      for (const row of batch.rows)
        await writeRows([row], batch.document, session, () => bindNamed(parsed, row.fields, session.dialect));
    };
  }
  return async (batch) => {
    const columns = definition.columns ?? columnsOf(batch.rows);
    const size = session.dialect.rowsPerInsert(columns.length);
    for (let from = 0; from < batch.rows.length; from += size) {
      await writeRows(batch.rows.slice(from, from + size), batch.document, session, (rows) =>
        insertStatement(definition, session, columns, rows),
      );
    }
  };
}

/** Writes rows at once; when the data is to blame, one by one, so that the error can name the record. */
async function writeRows(
  rows: Row[],
  document: number | null,
  session: SqlSession,
  statement: (rows: Row[]) => SqlStatement,
): Promise<void> {
  try {
    await session.write(statement(rows));
  } catch (error) {
    const [only] = rows;
    if (only === undefined || !isAboutData(error)) throw error;
    if (rows.length > 1) {
      for (const row of rows) await writeRows([row], document, session, statement);
      return;
    }
    const described = describeError(error);
    throw new RecordRefused(only.number, document, described.details.message, error);
  }
}

function isAboutData(error: unknown): boolean {
  const { class: errorClass } = describeError(error).report;
  return errorClass === 'data-invalid' || errorClass === 'data-missing' || errorClass === 'duplicate';
}

function insertStatement(
  definition: StepOf<'sql-write'>,
  { dialect }: SqlSession,
  columns: string[],
  rows: Row[],
): SqlStatement {
  if (columns.length === 0) throw new EngineError('MAP_RESULT', 'the records have no fields to write');
  let position = 0;
  const values = rows.map(() => `(${columns.map(() => dialect.placeholder((position += 1))).join(', ')})`).join(', ');
  const ending =
    definition.mode === 'insert' ? '' : ` ${dialect.onDuplicate(definition.mode, definition.keys, columns)}`;
  return {
    text: `INSERT INTO ${quotedTable(dialect, definition.table ?? '')} (${columns.map((column) => dialect.quote(column)).join(', ')}) VALUES ${values}${ending}`,
    parameters: rows.flatMap((row) => columns.map((column) => sqlValue(row.fields[column]))),
  };
}

function columnsOf(rows: Row[]): string[] {
  const names = new Set<string>();
  for (const row of rows) for (const name of Object.keys(row.fields)) names.add(name);
  return [...names];
}
