import type { SchemaObject } from '#contract/connector.ts';
import { ProblemError } from '#contract/errors.ts';
import type { Store, StoredRequest } from '#platform/store/store.ts';
import type { AnswerSink } from './answer-sink.ts';
import type { SchemaDescription, SchemaIndexEntry } from './kept-shapes.ts';
import { pack } from './packing.ts';

const OBJECTS_A_CHUNK = 200;
const ENTRIES_A_CHUNK = 5_000;
/** The index is held in memory while it is made and searched: a schema beyond this is refused. */
const FIELDS_MAX = 3_000_000;
const OBJECTS_MAX = 300_000;

/** Takes in the objects of a schema: packed chunks in the order they come, then an index sorted by namespace and name. */
export function createSchemaSink(store: Store, request: StoredRequest): AnswerSink {
  const index: SchemaIndexEntry[] = [];
  let chunk: SchemaObject[] = [];
  let chunks = 0;
  let fields = 0;

  const put = async (value: unknown) => {
    await store.answers.putChunk(request.number, chunks, await pack(value));
    chunks += 1;
  };
  return {
    items: () => index.length,
    async accept(record) {
      if (record.t !== 'object') return false;
      const { object } = record;
      fields += object.fields.length;
      if (fields > FIELDS_MAX || index.length >= OBJECTS_MAX) {
        throw new ProblemError(
          'too-large',
          `A schema may have ${OBJECTS_MAX} objects and ${FIELDS_MAX} fields at most.`,
        );
      }
      const { namespace, name, kind, comment } = object;
      index.push({
        namespace,
        name,
        kind,
        comment,
        fields: object.fields.map((field) => field.name),
        chunk: chunks,
        place: chunk.length,
      });
      chunk.push(object);
      if (chunk.length < OBJECTS_A_CHUNK) return true;
      await put(chunk);
      chunk = [];
      return true;
    },
    async finish(_bytes, cut) {
      if (chunk.length > 0) await put(chunk);
      const objectChunks = chunks;
      index.sort((a, b) => compareText(a.namespace ?? '', b.namespace ?? '') || compareText(a.name, b.name));
      for (let from = 0; from < index.length; from += ENTRIES_A_CHUNK)
        await put(index.slice(from, from + ENTRIES_A_CHUNK));
      const description: SchemaDescription = {
        objects: index.length,
        fields,
        cut,
        objectChunks,
        indexChunks: chunks - objectChunks,
      };
      return { description: JSON.stringify(description), chunks };
    },
  };
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
