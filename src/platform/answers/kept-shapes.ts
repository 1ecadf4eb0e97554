import type { ErrorDetails } from '#contract/answer.ts';
import type { SchemaObjectKind } from '#contract/connector.ts';
import type { LogOutline } from '#contract/log.ts';

/* What `store.answers` holds of an answer: a description (JSON) and packed chunks. */

/** A kept log: its outline, and where its lines are. */
export interface LogDescription extends Omit<LogOutline, 'requestId' | 'fetched'> {
  chunks: LogChunkEntry[];
}

/** A chunk of a log. `counts` has the lines by `step:level` (`0` for no step), so that a filter finds its place without unpacking. */
export interface LogChunkEntry {
  /** From 1. */
  fromLine: number;
  lines: number;
  counts: Record<string, number>;
}

/** Lines of a chunk, as columns. Levels are places in `logLevels`, step 0 means none. */
export interface LogChunk {
  at: number[];
  level: number[];
  step: number[];
  text: string[];
}

/** Kept error details are their own description. */
export type ErrorDescription = ErrorDetails;

/** A kept schema: object chunks first, then its index, also in chunks. */
export interface SchemaDescription {
  objects: number;
  fields: number;
  cut: string | null;
  objectChunks: number;
  indexChunks: number;
}

/** An object in the index: what the tree shows, the field names that search looks at, and where the object itself is. */
export interface SchemaIndexEntry {
  namespace: string | null;
  name: string;
  kind: SchemaObjectKind;
  comment: string | null;
  fields: string[];
  chunk: number;
  place: number;
}
