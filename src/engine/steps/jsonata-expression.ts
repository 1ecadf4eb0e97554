import jsonata from 'jsonata';
import { EngineError } from '../errors/engine-error.ts';
import type { Row } from '../run/batch.ts';

/** Evaluates one expression over rows. */
export type Evaluate = (row: Row, document: number | null) => Promise<unknown>;

/** An endless expression is ended after this long; JSONata checks between its own steps. */
const TIMEOUT_MS = 5_000;
const STACK_MAX = 500;

/**
 * Compiles a JSONata expression. `$recordNumber` in it is the record's number, `$fileName` the name of the run's file.
 * @throws EngineError `MAP_EXPRESSION` for a syntax error; the returned function throws `MAP_FAILED` naming the record.
 */
export function compileExpression(text: string, fileName: string | null): Evaluate {
  const expression = compile(text);
  return async (row, document) => {
    try {
      return await expression.evaluate(row.fields, { recordNumber: row.number, fileName: fileName ?? '' });
    } catch (cause) {
      const code = codeOf(cause);
      const isTimeout = code === 'D1012' || code === 'U1001';
      throw new EngineError(isTimeout ? 'MAP_TIMEOUT' : 'MAP_FAILED', `record ${row.number}: ${messageOf(cause)}`, {
        cause,
        record: row.number,
        ...(document === null ? {} : { document }),
        ...(code && !isTimeout ? { code: `JSONATA ${code}` } : {}),
      });
    }
  };
}

function compile(text: string): jsonata.Expression {
  try {
    return jsonata(text, { timeout: TIMEOUT_MS, stack: STACK_MAX });
  } catch (cause) {
    throw new EngineError('MAP_EXPRESSION', `the expression is not valid JSONata: ${messageOf(cause)}`, { cause });
  }
}

/** JSONata throws plain objects for its own errors. */
function codeOf(thrown: unknown): string | null {
  const code = typeof thrown === 'object' && thrown !== null && 'code' in thrown ? thrown.code : null;
  return typeof code === 'string' && /^[A-Z]\d{4}$/.test(code) ? code : null;
}

function messageOf(thrown: unknown): string {
  const isMessage = typeof thrown === 'object' && thrown !== null && 'message' in thrown;
  return isMessage ? String(thrown.message) : String(thrown);
}
