import { ProblemError } from '#contract/errors.ts';
import { explain } from '#dashboard/api/sentences.ts';

/** The sentence for one field of a form, when the platform refused just that one: `body.name` ends in `name`. */
export function fieldError(error: unknown, field: string): string | undefined {
  if (!(error instanceof ProblemError) || error.field === null) return undefined;
  return error.field.split('.').at(-1) === field ? error.message : undefined;
}

/** The sentence for a form as a whole: everything that no field of it says. */
export function formError(error: unknown, fields: readonly string[]): string | undefined {
  if (error === null || error === undefined || fields.some((field) => fieldError(error, field) !== undefined))
    return undefined;
  const { what, todo } = explain(error);
  return `${what} ${todo}`;
}
