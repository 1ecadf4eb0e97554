import type * as z from 'zod/mini';
import type { ProblemCode } from './errors.ts';
import type { Role } from './primitives.ts';

/** A declared operation: everything that client, routes, mock, OpenAPI document and conformance tests are derived from (invariant 1). */
export interface OperationShape {
  readonly channel: 'console' | 'agent';
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  /** Path with `:name` parameters, e.g. `/api/v1/runtimes/:runtimeId`. */
  readonly path: string;
  readonly summary: string;
  readonly params?: z.ZodMiniObject;
  readonly query?: z.ZodMiniObject;
  readonly body?: z.ZodMiniType;
  /** JSON answer; absent for 204 and for `stream`. */
  readonly answer?: z.ZodMiniType;
  /** Answer or body that is not JSON: an event stream, a text download, an NDJSON upload. */
  readonly stream?: 'events' | 'text-answer' | 'ndjson-body';
  readonly errors: readonly ProblemCode[];
  /** Console: the weakest role that may; `anyone` without a session. Agent: `enrolling` without, `runtime` with a certificate. */
  readonly role: Role | 'anyone' | 'enrolling' | 'runtime';
}

type Infer<T> = T extends z.ZodMiniType ? z.infer<T> : undefined;
type Given<T> = T extends z.ZodMiniType ? z.input<T> : undefined;

/** What a handler receives, parsed. */
export interface OperationInput<O extends OperationShape> {
  params: Infer<O['params']>;
  query: Infer<O['query']>;
  body: Infer<O['body']>;
}

/** What a handler returns and a client gets. */
export type OperationAnswer<O extends OperationShape> = O['answer'] extends z.ZodMiniType ? z.infer<O['answer']> : void;

type Part<K extends string, T> = T extends z.ZodMiniType
  ? {} extends Given<T>
    ? { [P in K]?: Given<T> }
    : { [P in K]: Given<T> }
  : {};

/** What a client passes: only the parts that the operation has, with defaults optional. */
export type OperationCall<O extends OperationShape> = Part<'params', O['params']> &
  Part<'query', O['query']> &
  Part<'body', O['body']>;

/** Reads query parameters into the types that `shape` declares; what does not fit is left as text, so that parsing names the field. */
export function readQuery(query: z.ZodMiniObject, search: URLSearchParams): Record<string, unknown> {
  const read: Record<string, unknown> = {};
  for (const [key, schema] of Object.entries(query.shape)) {
    const all = search.getAll(key);
    if (all.length === 0) continue;
    read[key] = convert(innerType(schema as z.ZodMiniType), all);
  }
  for (const key of search.keys()) if (!(key in query.shape)) read[key] = search.get(key);
  return read;
}

/** Writes query values as they stand in an address: lists repeat their key, what is undefined is left out. */
export function writeQuery(values: Readonly<Record<string, unknown>>): URLSearchParams {
  const search = new URLSearchParams();
  for (const [key, value] of Object.entries(values)) {
    if (value === undefined || value === null) continue;
    for (const one of Array.isArray(value) ? value : [value]) search.append(key, String(one));
  }
  return search;
}

/** Fills `:name` parts of a path. Throws when a parameter is missing: that is a mistake of the caller. */
export function fillPath(path: string, params: Readonly<Record<string, string>> = {}): string {
  return path.replace(/:([A-Za-z]+)/g, (_, name: string) => {
    const value = params[name];
    if (value === undefined) throw new Error(`the path ${path} needs the parameter ${name}`);
    return encodeURIComponent(value);
  });
}

function innerType(schema: z.ZodMiniType): string {
  const def = schema._zod.def as { type: string; innerType?: z.ZodMiniType; entries?: unknown };
  if ((def.type === 'optional' || def.type === 'default' || def.type === 'nullable') && def.innerType)
    return innerType(def.innerType);
  return def.type;
}

function convert(type: string, all: string[]): unknown {
  const last = all[all.length - 1] as string; // never empty: the caller checked
  switch (type) {
    case 'array':
      return all;
    case 'number':
      return last.trim() === '' || Number.isNaN(Number(last)) ? last : Number(last);
    case 'boolean':
      return last === 'true' ? true : last === 'false' ? false : last;
    default:
      return last;
  }
}
