import type { StepOf } from '../definition/step.ts';
import { EngineError } from '../errors/engine-error.ts';
import { openTarget, type TargetFile } from '../files/target-file.ts';
import type { Row } from '../run/batch.ts';
import type { FlowStep } from '../run/step-context.ts';
import { compileRules, type BrokenRule } from './field-rules.ts';

/** Rejected records that get a log line of their own; the rejects file has all of them. */
const LOGGED_REJECTS = 1_000;

/**
 * Checks each record. With `fail` the first bad record ends the run; with `reject` bad records are set aside, counted, logged, and
 * the run ends with a warning.
 */
export function validate(definition: StepOf<'validate'>): FlowStep {
  return async function* (context, input) {
    const check = compileRules(definition.fields);
    let rejects: TargetFile | null = null;
    let rejected = 0;
    for await (const batch of input) {
      const good: Row[] = [];
      const bad: { row: Row; broken: BrokenRule[] }[] = [];
      for (const row of batch.rows) {
        const broken = check(row.fields);
        const [first] = broken;
        if (first === undefined) good.push(row);
        else if (definition.onInvalid === 'fail') throw invalidRecord(first, row, batch.document);
        else bad.push({ row, broken });
      }
      if (bad.length > 0) {
        context.execution.errors += bad.length;
        context.execution.step(context.number).errors += bad.length;
        context.execution.changeDocument(batch.document, { outcome: 'warned', step: context.number });
        for (const { row, broken } of bad.slice(0, Math.max(0, LOGGED_REJECTS - rejected))) {
          context.log('warn', `Record ${row.number} rejected: ${broken.map((rule) => rule.message).join('; ')}`);
        }
        rejected += bad.length;
        if (definition.rejects) {
          rejects ??= await openTarget(definition.rejects, 'utf-8', context);
          await rejects.write(
            bad
              .map(
                ({ row, broken }) =>
                  `${JSON.stringify({ record: row.number, reasons: broken.map((rule) => rule.message), fields: row.fields })}\n`,
              )
              .join(''),
          );
        }
      }
      if (good.length > 0) yield { document: batch.document, rows: good };
    }
    await rejects?.finish(rejected);
    if (rejected > LOGGED_REJECTS)
      context.log('warn', `${rejected - LOGGED_REJECTS} more rejected records are not listed here`);
  };
}

function invalidRecord(broken: BrokenRule, row: Row, document: number | null): EngineError {
  return new EngineError(broken.key, `record ${row.number}: ${broken.message}`, {
    record: row.number,
    ...(document === null ? {} : { document }),
  });
}
