import { catalogue, type CatalogueKey } from './catalogue.ts';

/**
 * An error that the engine itself found. `key` names its catalogue entry; `message` may hold data values and therefore
 * stays on the runtime until a person asks for the details.
 *
 * @example throw new EngineError('HTTP_STATUS', 'GET https://… answered 503', { code: 'HTTP 503' });
 */
export class EngineError extends Error {
  override readonly name = 'EngineError';
  readonly key: CatalogueKey;
  /** Overrides the catalogue's code where it depends on the case (`HTTP 503`). Must hold no data value. */
  readonly code: string | null;
  /** Number of the record in its document, from 1, where one is to blame. */
  readonly record: number | null;
  /** Number of the document in its execution, from 1, where one is to blame. */
  readonly document: number | null;

  constructor(
    key: CatalogueKey,
    message: string,
    more: { cause?: unknown; code?: string; record?: number; document?: number } = {},
  ) {
    super(message, more.cause === undefined ? {} : { cause: more.cause });
    this.key = key;
    this.code = more.code ?? catalogue[key].code;
    this.record = more.record ?? null;
    this.document = more.document ?? null;
  }
}
