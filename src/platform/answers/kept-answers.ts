import type { SchemaObject } from '#contract/connector.ts';
import { ProblemError } from '#contract/errors.ts';
import type { Store } from '#platform/store/store.ts';
import { createByteCache } from './byte-cache.ts';
import type { ErrorDescription, LogChunk, LogDescription, SchemaDescription, SchemaIndexEntry } from './kept-shapes.ts';
import { unpack } from './packing.ts';

/** What of kept answers stays unpacked in memory: a reader scrolls back and forth over the same few chunks. */
const CHUNKS_MAX_BYTES = 64_000_000;
const INDEXES_MAX_BYTES = 96_000_000;
const DESCRIPTIONS_MAX_BYTES = 16_000_000;
/** JavaScript holds most text at two bytes a character, and objects cost about as much again. */
const BYTES_A_CHARACTER = 3;

/** Kept answers, unpacked on demand. Every method throws `no-answer-kept` when there is none. Answers never change; only finished ones are ever read. */
export interface KeptAnswers {
  log(request: number): Promise<LogDescription>;
  logChunk(request: number, chunk: number): Promise<LogChunk>;
  error(request: number): Promise<ErrorDescription>;
  schema(request: number): Promise<SchemaDescription>;
  /** All objects of a schema, sorted by namespace, then name. */
  schemaIndex(request: number): Promise<SchemaIndexEntry[]>;
  schemaChunk(request: number, chunk: number): Promise<SchemaObject[]>;
  /** After answers were deleted. */
  forgetAll(): void;
}

export function createKeptAnswers(store: Store): KeptAnswers {
  const descriptions = createByteCache<unknown>(DESCRIPTIONS_MAX_BYTES);
  const chunks = createByteCache<unknown>(CHUNKS_MAX_BYTES);
  const indexes = createByteCache<SchemaIndexEntry[]>(INDEXES_MAX_BYTES);

  const load = async <T>(request: number, chunk: number): Promise<{ value: T; bytes: number }> => {
    const bytes = await store.answers.chunk(request, chunk);
    if (!bytes) throw notKept();
    const { value, length } = await unpack<T>(bytes);
    return { value, bytes: length * BYTES_A_CHARACTER };
  };
  const description = (request: number) =>
    descriptions.get(`${request}:`, async () => {
      const text = await store.answers.description(request);
      if (text === null) throw notKept();
      return { value: JSON.parse(text) as unknown, bytes: text.length * BYTES_A_CHARACTER };
    });
  const cachedChunk = (request: number, chunk: number) =>
    chunks.get(`${request}:${chunk}`, () => load<unknown>(request, chunk));

  // The casts below name what the sink of the same kind of request wrote.
  const schema = async (request: number) => (await description(request)) as SchemaDescription;
  return {
    log: async (request) => (await description(request)) as LogDescription,
    logChunk: async (request, chunk) => (await cachedChunk(request, chunk)) as LogChunk,
    error: async (request) => (await description(request)) as ErrorDescription,
    schema,
    schemaIndex: (request) =>
      indexes.get(`${request}:`, async () => {
        const { objectChunks, indexChunks } = await schema(request);
        const entries: SchemaIndexEntry[] = [];
        let bytes = 0;
        for (let chunk = objectChunks; chunk < objectChunks + indexChunks; chunk += 1) {
          const piece = await load<SchemaIndexEntry[]>(request, chunk);
          entries.push(...piece.value);
          bytes += piece.bytes;
        }
        return { value: entries, bytes };
      }),
    schemaChunk: async (request, chunk) => (await cachedChunk(request, chunk)) as SchemaObject[],
    forgetAll() {
      for (const cache of [descriptions, chunks, indexes]) cache.clear();
    },
  };
}

function notKept(): ProblemError {
  return new ProblemError('no-answer-kept', 'No answer is kept for this; ask again.');
}
