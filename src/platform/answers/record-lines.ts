import { ProblemError } from '#contract/errors.ts';

/** One record may be this long: the longest line that the contract allows, and what JSON makes of it. */
const LINE_MAX_CHARACTERS = 24_000_000;
/** One answer may be this long, unpacked. */
const ANSWER_MAX_BYTES = 2_000_000_000;

/** Lines of an NDJSON stream as they come, in batches, with the bytes read so far; memory is bounded by the longest line. */
export interface LineBatch {
  lines: string[];
  bytes: number;
}

/**
 * Splits a byte stream into lines. Empty lines are left out. Ends early, without an error, when `signal` aborts. Throws `too-large`
 * beyond the limits and `bad-request` when the stream breaks or is not UTF-8.
 */
export async function* recordLines(
  stream: ReadableStream<Uint8Array<ArrayBuffer>>,
  signal: AbortSignal,
): AsyncGenerator<LineBatch> {
  const reader = stream.getReader();
  const stop = () => void reader.cancel().catch(() => undefined); // the sender may be gone already
  signal.addEventListener('abort', stop);
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let bytes = 0;
  let rest: string[] = [];
  let restLength = 0;
  try {
    for (;;) {
      const { done, value } = await readSome(reader);
      if (signal.aborted) return;
      bytes += value?.byteLength ?? 0;
      if (bytes > ANSWER_MAX_BYTES)
        throw new ProblemError('too-large', `An answer may have ${ANSWER_MAX_BYTES} bytes at most.`);
      const text = decode(decoder, value, done);
      const pieces = text.split('\n');
      const last = pieces.pop() ?? '';
      const lines: string[] = [];
      for (const piece of pieces) {
        lines.push(rest.join('') + piece);
        rest = [];
        restLength = 0;
      }
      if (last !== '') rest.push(last);
      restLength += last.length;
      if (restLength > LINE_MAX_CHARACTERS)
        throw new ProblemError('too-large', `A record may have ${LINE_MAX_CHARACTERS} characters at most.`);
      if (done && rest.length > 0) lines.push(rest.join(''));
      yield { lines: lines.filter((line) => line.trim() !== ''), bytes };
      if (done) return;
    }
  } finally {
    signal.removeEventListener('abort', stop);
    stop();
  }
}

async function readSome(reader: ReadableStreamDefaultReader<Uint8Array<ArrayBuffer>>) {
  try {
    return await reader.read();
  } catch (cause) {
    throw new ProblemError('bad-request', 'The answer could not be read: it is damaged or ended too early.', {
      field: 'body',
      cause,
    });
  }
}

function decode(decoder: TextDecoder, value: Uint8Array | undefined, done: boolean): string {
  try {
    return decoder.decode(value, { stream: !done });
  } catch (cause) {
    throw new ProblemError('bad-request', 'The answer is not UTF-8.', { field: 'body', cause });
  }
}
