import * as z from 'zod/mini';
import { ExecutionSort } from '#contract/execution.ts';
import { Id, Instant } from '#contract/primitives.ts';
import { searchCodec } from '#dashboard/app/search.ts';

/** Values of one field as they stand in the address; a leading `!` excludes. Whether they make sense is said by a chip, so they are kept. */
const Values = z.array(z.string().check(z.minLength(1), z.maxLength(200)));

/** The address of the list: filter, brushed range, order, the row that is open. The window (`last`) belongs to every screen. */
export const executionsSearch = searchCodec(
  {
    state: Values,
    process: Values,
    runtime: Values,
    environment: Values,
    trigger: Values,
    class: Values,
    group: Values,
    connector: Values,
    /** Absent: `no` while nothing else is filtered (the triage view), `any` otherwise. */
    recovered: z.enum(['yes', 'no', 'any']),
    slow: z.number().check(z.gte(1), z.lte(100)),
    q: z.string().check(z.maxLength(200)),
    /** The brushed range inside the window; without `to` it reaches to now. */
    from: Instant,
    to: Instant,
    sort: ExecutionSort,
    direction: z.enum(['descending', 'ascending']),
    open: Id,
  },
  { sort: 'started', direction: 'descending' },
);

/** What the address of the list says, defaults left out. */
export type ExecutionsSearch = ReturnType<typeof executionsSearch.validate>;
