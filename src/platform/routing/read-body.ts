import { ProblemError } from '#contract/errors.ts';

/**
 * The body as bytes, unpacked when it came with `content-encoding: gzip`. Errors the stream with `bad-request` for any other
 * encoding, a damaged one or a connection that broke.
 */
export function bodyStream(request: Request): ReadableStream<Uint8Array<ArrayBuffer>> {
  const encoding = request.headers.get('content-encoding') ?? 'identity';
  const body = request.body ?? new Blob([]).stream();
  if (encoding === 'identity') return body;
  if (encoding === 'gzip') return body.pipeThrough(new DecompressionStream('gzip'));
  throw new ProblemError('bad-request', 'The body may be packed with gzip, or not at all.', {
    field: 'content-encoding',
  });
}

/** The whole body as text. Throws `too-large` as soon as more than `limit` bytes came, also when they were packed. */
export async function readText(request: Request, limit: number): Promise<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  const reader = bodyStream(request).getReader();
  let text = '';
  let bytes = 0;
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return text + decoder.decode();
      bytes += value.byteLength;
      if (bytes > limit)
        throw new ProblemError('too-large', `The body may have ${limit} bytes at most.`, { field: 'body' });
      text += decoder.decode(value, { stream: true });
    }
  } catch (cause) {
    void reader.cancel().catch(() => undefined); // the sender may be gone already
    if (cause instanceof ProblemError) throw cause;
    throw new ProblemError('bad-request', 'The body could not be read: it is damaged or ended too early.', {
      field: 'body',
      cause,
    });
  }
}
