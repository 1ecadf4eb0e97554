import type * as z from 'zod/mini';
import { writeQuery } from '#contract/operation.ts';

/** What stands in an address: each value once, or several times. Numbers and truth values are text there. */
export type RawSearch = Record<string, unknown>;

/** Reads the search part of an address; a key that stands there several times becomes a list. */
export function parseSearch(text: string): RawSearch {
  const search = new URLSearchParams(text);
  const raw: RawSearch = {};
  for (const key of new Set(search.keys())) {
    const all = search.getAll(key);
    raw[key] = all.length === 1 ? all[0] : all;
  }
  return raw;
}

/** Writes the search part of an address: lists repeat their key, what is undefined is left out. */
export function stringifySearch(values: RawSearch): string {
  const text = writeQuery(values).toString();
  return text === '' ? '' : `?${text}`;
}

type Values<Shape extends z.core.$ZodShape> = z.infer<z.ZodMiniObject<Shape>>;

/** The codec of one screen's search part. Everything in it is optional: what is absent is the default. */
export interface SearchCodec<Shape extends z.core.$ZodShape, Defaults extends Partial<Values<Shape>>> {
  /** For `validateSearch` of the route: keeps what is good and not a default. Never throws. */
  validate: (raw: RawSearch) => Partial<Values<Shape>>;
  /** Fills the defaults in, for the screen. */
  fill: (
    search: Partial<Values<Shape>>,
  ) => Partial<Values<Shape>> & Required<Pick<Values<Shape>, keyof Defaults & keyof Values<Shape>>>;
}

/**
 * Makes the codec of a screen: bad values fall back, defaults are dropped, and both ways round nothing else changes.
 *
 * @param shape a schema for each key; lists keep their good values when some are bad
 * @param defaults what a key means when it is absent
 * @example searchCodec({ sort: z.enum(['name', 'status']), q: z.string() }, { sort: 'status' })
 */
export function searchCodec<Shape extends Record<string, z.ZodMiniType>, const Defaults extends Partial<Values<Shape>>>(
  shape: Shape,
  defaults: Defaults,
): SearchCodec<Shape, Defaults> {
  return {
    validate(raw) {
      const kept: Record<string, unknown> = {};
      for (const [key, schema] of Object.entries(shape)) {
        if (!(key in raw)) continue;
        // The router lays this over what stands in the address: a value that is dropped must be said to be gone.
        const value = readValue(schema, raw[key]);
        kept[key] = isWorthKeeping(value, (defaults as RawSearch)[key]) ? value : undefined;
      }
      // Each kept value was accepted by the schema of its own key.
      return kept as Partial<Values<Shape>>;
    },
    fill: (search) =>
      ({ ...defaults, ...withoutUndefined(search) }) as ReturnType<SearchCodec<Shape, Defaults>['fill']>,
  };
}

function isWorthKeeping(value: unknown, usual: unknown): boolean {
  if (value === undefined || value === '' || isSame(value, usual)) return false;
  return !(Array.isArray(value) && value.length === 0);
}

function withoutUndefined(values: RawSearch): RawSearch {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
}

function readValue(schema: z.ZodMiniType, given: unknown): unknown {
  if (given === undefined || given === null) return undefined;
  for (const candidate of candidates(given)) {
    const parsed = schema.safeParse(candidate);
    if (parsed.success) return parsed.data;
  }
  if (!Array.isArray(given)) return undefined;
  const good = given.flatMap((one) => {
    const parsed = schema.safeParse([one]);
    return parsed.success && Array.isArray(parsed.data) ? (parsed.data as unknown[]) : [];
  });
  return good.length === 0 ? undefined : good;
}

function candidates(given: unknown): unknown[] {
  if (Array.isArray(given)) return [given, given.at(-1)];
  if (typeof given !== 'string') return [given, [given]];
  const asNumber = given.trim() === '' ? Number.NaN : Number(given);
  const asTruth = given === 'true' ? [true] : given === 'false' ? [false] : [];
  return [given, [given], ...(Number.isNaN(asNumber) ? [] : [asNumber]), ...asTruth];
}

function isSame(a: unknown, b: unknown): boolean {
  return a === b || (typeof a === 'object' && JSON.stringify(a) === JSON.stringify(b));
}
