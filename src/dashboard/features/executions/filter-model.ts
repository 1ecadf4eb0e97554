import type * as z from 'zod/mini';
import { type ExecutionField, executionFields } from '#contract/execution.ts';
import { errorClasses } from '#contract/failure.ts';
import { type ExecutionFilter, splitValues } from '#contract/filter.ts';
import { type RelativeWindow, relativeWindowMs } from '#contract/primitives.ts';
import { triggers, visualStates } from '#contract/status.ts';
import type { ExecutionsSearch } from './executions-search.ts';

/** One chip of the filter line: a field with all its wanted, or all its excluded values; or one of the single filters. */
export type Chip =
  | { kind: 'field'; field: ExecutionField; isNegated: boolean; values: string[]; invalid: string[] }
  | { kind: 'recovered'; value: 'yes' | 'no' }
  | { kind: 'slow'; factor: number }
  | { kind: 'q'; text: string }
  | { kind: 'range'; from: number; to: number | undefined };

/** Words for the fields, as chips and the editor print them. */
export const fieldWords: Record<ExecutionField, string> = {
  state: 'status',
  process: 'process',
  runtime: 'runtime',
  environment: 'environment',
  trigger: 'trigger',
  class: 'error class',
  group: 'group',
  connector: 'connector',
};

/** Fields whose values are a fixed list: anything else in the address is named as wrong, not silently dropped. */
const knownValues: Partial<Record<ExecutionField, readonly string[]>> = {
  state: visualStates,
  trigger: triggers,
  class: errorClasses,
};

/** Presets of the filter with a place on the saved-view line. */
export const savedViews = [
  { id: 'attention', name: 'Needs attention', filter: { recovered: 'no' } },
  { id: 'recovered', name: 'Recovered', filter: { recovered: 'yes' } },
  { id: 'all', name: 'All', filter: { recovered: 'any' } },
  { id: 'running', name: 'Running', filter: { state: ['running', 'unknown'] } },
  { id: 'warnings', name: 'With warnings', filter: { state: ['warn'] } },
] as const satisfies ReadonlyArray<{ id: string; name: string; filter: ExecutionsSearch }>;

export type SavedViewId = (typeof savedViews)[number]['id'];

/** Whether only unrecovered, only recovered or all runs are meant, also where the address leaves it out. */
export function recoveredOf(search: ExecutionsSearch): 'yes' | 'no' | 'any' {
  return search.recovered ?? (hasOtherFilter(search) ? 'any' : 'no');
}

/** The address that says the same as `search` in the fewest words: `recovered` only where it is not understood anyway. */
export function canonical(search: ExecutionsSearch): ExecutionsSearch {
  const recovered = recoveredOf(search);
  const implied = hasOtherFilter(search) ? 'any' : 'no';
  return { ...search, recovered: recovered === implied ? undefined : recovered };
}

/** The saved view that the filter is, or null when it is none of them. */
export function viewOf(search: ExecutionsSearch): SavedViewId | null {
  const words = filterWords(search);
  return savedViews.find((view) => filterWords(view.filter) === words)?.id ?? null;
}

/** The chips of a filter, in the order of the fields. */
export function chipsOf(search: ExecutionsSearch): Chip[] {
  const chips: Chip[] = [];
  for (const field of executionFields) {
    const { include, exclude } = splitValues(search[field]);
    if (include.length > 0)
      chips.push({ kind: 'field', field, isNegated: false, values: include, invalid: invalidOf(field, include) });
    if (exclude.length > 0)
      chips.push({ kind: 'field', field, isNegated: true, values: exclude, invalid: invalidOf(field, exclude) });
  }
  const recovered = recoveredOf(search);
  if (recovered !== 'any') chips.push({ kind: 'recovered', value: recovered });
  if (search.slow !== undefined) chips.push({ kind: 'slow', factor: search.slow });
  if (search.q !== undefined) chips.push({ kind: 'q', text: search.q });
  if (search.from !== undefined) chips.push({ kind: 'range', from: search.from, to: search.to });
  return chips;
}

/** The filter without a chip. */
export function withoutChip(search: ExecutionsSearch, chip: Chip): ExecutionsSearch {
  switch (chip.kind) {
    case 'field':
      return explicit(search, {
        [chip.field]: search[chip.field]?.filter((value) => value.startsWith('!') !== chip.isNegated),
      });
    case 'recovered':
      return canonical({ ...search, recovered: 'any' });
    case 'slow':
      return explicit(search, { slow: undefined });
    case 'q':
      return explicit(search, { q: undefined });
    case 'range':
      return { ...search, from: undefined, to: undefined };
  }
}

/** The filter with the values of a chip replaced, and its sense (`is`, `is not`) chosen. No values take the chip away. */
export function withValues(
  search: ExecutionsSearch,
  field: ExecutionField,
  isNegated: boolean,
  values: readonly string[],
): ExecutionsSearch {
  const others = (search[field] ?? []).filter((value) => value.startsWith('!') !== isNegated);
  return explicit(search, { [field]: [...others, ...values.map((value) => (isNegated ? `!${value}` : value))] });
}

/** The same chip with the other sense. */
export function withSenseTurned(search: ExecutionsSearch, chip: Chip & { kind: 'field' }): ExecutionsSearch {
  const cleared = withoutChip(search, chip);
  const { include, exclude } = splitValues(cleared[chip.field]);
  const already = chip.isNegated ? include : exclude;
  return withValues(cleared, chip.field, !chip.isNegated, [...new Set([...already, ...chip.values])]);
}

/** The filter with a single filter set (`q`, `slow`), everything else as it was. */
export function withSingle(search: ExecutionsSearch, change: Pick<ExecutionsSearch, 'q' | 'slow'>): ExecutionsSearch {
  return explicit(search, change);
}

/** The window of the histogram and the counts: the chosen one, or one around the brushed range where that lies outside of it. */
export function outerWindow(
  search: ExecutionsSearch,
  last: RelativeWindow,
  now: number,
): { last: RelativeWindow } | { from: number; to: number } {
  const { from, to } = search;
  if (from === undefined || from >= now - relativeWindowMs[last]) return { last };
  const end = to ?? now;
  const margin = Math.max(60_000, Math.round((end - from) / 2));
  return { from: Math.max(0, from - margin), to: Math.min(now, end + margin) };
}

/** The filter as the platform takes it, without the window. Values that cannot be are left out: their chip says so. */
export function filterQuery(search: ExecutionsSearch): z.input<typeof ExecutionFilter> {
  const query: Record<string, unknown> = {};
  for (const field of executionFields) {
    const known = knownValues[field];
    const values = (search[field] ?? []).filter((value) => known === undefined || known.includes(bare(value)));
    if (values.length > 0) query[field] = values;
  }
  const recovered = recoveredOf(search);
  if (recovered !== 'any') query['recovered'] = recovered;
  if (search.slow !== undefined) query['slow'] = search.slow;
  if (search.q !== undefined) query['q'] = search.q;
  // Each key holds what its schema takes: the codec of the address and the list above saw to it.
  return query as z.input<typeof ExecutionFilter>;
}

/** The window of the rows: the brushed range, or the whole window. */
export function rowsWindow(
  search: ExecutionsSearch,
  last: RelativeWindow,
): Pick<z.input<typeof ExecutionFilter>, 'last' | 'from' | 'to'> {
  if (search.from === undefined) return { last };
  return { from: search.from, ...(search.to === undefined ? {} : { to: search.to }) };
}

function invalidOf(field: ExecutionField, values: string[]): string[] {
  const known = knownValues[field];
  return known === undefined ? [] : values.filter((value) => !known.includes(value));
}

/** A change of the filter that keeps what `recovered` meant before it, also where it went without saying. */
function explicit(search: ExecutionsSearch, change: ExecutionsSearch): ExecutionsSearch {
  const next: ExecutionsSearch = { ...search, ...change, recovered: recoveredOf(search) };
  for (const field of executionFields) if (next[field]?.length === 0) delete next[field];
  return canonical(next);
}

function hasOtherFilter(search: ExecutionsSearch): boolean {
  return (
    search.q !== undefined ||
    search.slow !== undefined ||
    executionFields.some((field) => (search[field]?.length ?? 0) > 0)
  );
}

function filterWords(search: ExecutionsSearch): string {
  const fields = executionFields.map((field) => [...(search[field] ?? [])].toSorted());
  return JSON.stringify([fields, recoveredOf(search), search.slow ?? null, search.q ?? null]);
}

function bare(value: string): string {
  return value.startsWith('!') ? value.slice(1) : value;
}
