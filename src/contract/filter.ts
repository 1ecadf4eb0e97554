import * as z from 'zod/mini';
import { Instant, RelativeWindow } from './primitives.ts';
import { ExecutionSort } from './execution.ts';

/** One value of a filter; a leading `!` negates it (`runtime=!rt-3`). */
const FilterValue = z.string().check(z.minLength(1), z.maxLength(200));
const FilterValues = z.optional(z.array(FilterValue).check(z.maxLength(100)));

/**
 * The filter of every question about executions, as query parameters. A field given several times means any of them; a value that
 * starts with `!` excludes. Fields are joined by *and*. The window is `last` (default 24h) or `from`/`to`.
 */
export const executionFilterShape = {
  state: FilterValues,
  process: FilterValues,
  runtime: FilterValues,
  environment: FilterValues,
  trigger: FilterValues,
  class: FilterValues,
  group: FilterValues,
  connector: FilterValues,
  /** `no`: failed or aborted and not recovered (the default triage view); `yes`: recovered. */
  recovered: z.optional(z.enum(['yes', 'no'])),
  /** Only runs at least this many times their normal duration. */
  slow: z.optional(z.number().check(z.gte(1), z.lte(100))),
  /** Free text: execution id, process, runtime, template, code; all words must occur. Case does not matter. */
  q: z.optional(z.string().check(z.maxLength(200))),
  last: z.optional(RelativeWindow),
  from: z.optional(Instant),
  to: z.optional(Instant),
} as const;

export const ExecutionFilter = z.object(executionFilterShape);
export type ExecutionFilter = z.infer<typeof ExecutionFilter>;

export const executionOrderShape = {
  sort: z.optional(ExecutionSort),
  direction: z.optional(z.enum(['descending', 'ascending'])),
} as const;

/** Splits the values of a filter field into those wanted and those excluded. */
export function splitValues(values: readonly string[] | undefined): { include: string[]; exclude: string[] } {
  const include: string[] = [];
  const exclude: string[] = [];
  for (const value of values ?? []) {
    if (value.startsWith('!')) exclude.push(value.slice(1));
    else include.push(value);
  }
  return { include, exclude };
}
