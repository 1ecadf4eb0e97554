import type { FlowStep } from './step-context.ts';

/** Contract limit for a tracked value. */
const VALUE_MAX_CHARACTERS = 200;

/**
 * Adds the tracked fields of a process to the documents that a source reads: the first value of each named field in a document.
 * These are the only values of records that are ever reported, because the definition names them.
 */
export function trackFields(source: FlowStep): FlowStep {
  return async function* (context, input) {
    const { tracked } = context.process;
    const found = new Map<number, Map<string, string>>();
    for await (const batch of source(context, input)) {
      const { document } = batch;
      if (document !== null && tracked.length > 0) {
        const values = found.get(document) ?? new Map<string, string>();
        found.set(document, values);
        const before = values.size;
        if (before < tracked.length) {
          for (const row of batch.rows) {
            for (const { name, field } of tracked) {
              const value = row.fields[field];
              if (!values.has(name) && (typeof value === 'string' || typeof value === 'number') && value !== '')
                values.set(name, String(value).slice(0, VALUE_MAX_CHARACTERS));
            }
            if (values.size === tracked.length) break;
          }
        }
        if (values.size > before) {
          context.execution.changeDocument(document, {
            tracked: tracked.flatMap(({ name }) => (values.has(name) ? [{ name, value: values.get(name) ?? '' }] : [])),
          });
        }
      }
      yield batch;
    }
  };
}
