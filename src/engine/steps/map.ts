import type { StepOf } from '../definition/step.ts';
import { EngineError } from '../errors/engine-error.ts';
import type { Fields, Row } from '../run/batch.ts';
import type { FlowStep } from '../run/step-context.ts';
import { compileExpression } from './jsonata-expression.ts';

/** New records from old ones. A list gives several records with the same number. */
export function map(definition: StepOf<'map'>): FlowStep {
  return async function* (context, input) {
    const evaluate = compileExpression(definition.expression, context.execution.file?.name ?? null);
    for await (const batch of input) {
      const rows: Row[] = [];
      for (const row of batch.rows) {
        const result = await evaluate(row, batch.document);
        for (const fields of Array.isArray(result) ? result : [result])
          rows.push({ number: row.number, fields: asFields(fields, row, batch.document) });
      }
      yield { document: batch.document, rows };
    }
  };
}

/** Keeps the records for which the expression is true. */
export function filter(definition: StepOf<'filter'>): FlowStep {
  return async function* (context, input) {
    const evaluate = compileExpression(definition.expression, context.execution.file?.name ?? null);
    let left = 0;
    for await (const batch of input) {
      const rows: Row[] = [];
      for (const row of batch.rows) if ((await evaluate(row, batch.document)) === true) rows.push(row);
      left += batch.rows.length - rows.length;
      if (rows.length > 0) yield { document: batch.document, rows };
    }
    if (left > 0) context.log('info', `Left out ${left} records`);
  };
}

function asFields(result: unknown, row: Row, document: number | null): Fields {
  if (typeof result === 'object' && result !== null && !Array.isArray(result)) {
    // JSONata marks its lists with hidden properties; a plain copy keeps them out of what is written.
    return { ...result } as Fields;
  }
  throw new EngineError(
    'MAP_RESULT',
    `record ${row.number}: the expression gave ${result === undefined ? 'nothing' : typeof result}, expected a record`,
    {
      record: row.number,
      ...(document === null ? {} : { document }),
    },
  );
}
