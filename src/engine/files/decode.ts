import type { Encoding } from '../definition/file-options.ts';
import { EngineError } from '../errors/engine-error.ts';

/** How many first bytes decide whether a file looks like another encoding. */
const SNIFF_BYTES = 4_096;

/**
 * Decodes a byte stream strictly: a byte that the encoding does not allow ends it with `ENCODING_INVALID` (offset of the piece)
 * or `ENCODING_MISMATCH` (when it plainly is another encoding). A byte order mark is taken away. UTF-16 without one is little endian.
 */
export async function* decodeText(
  bytes: AsyncIterable<Uint8Array>,
  encoding: Encoding,
  fileName: string,
): AsyncGenerator<string> {
  let decoder: TextDecoder | null = null;
  let offset = 0;
  for await (const piece of sniffable(bytes)) {
    if (!decoder) {
      refuseOther(piece, encoding, fileName);
      decoder = decoderFor(encoding, piece);
    }
    yield decodePiece(decoder, piece, offset, encoding, fileName);
    offset += piece.length;
  }
  if (!decoder) return;
  yield decodePiece(decoder, null, offset, encoding, fileName);
}

/** All of a text at once; for formats that are parsed whole. */
export async function decodeWhole(
  bytes: AsyncIterable<Uint8Array>,
  encoding: Encoding,
  fileName: string,
  maxBytes: number,
): Promise<string> {
  const parts: string[] = [];
  for await (const text of decodeText(limited(bytes, maxBytes, fileName), encoding, fileName)) parts.push(text);
  return parts.join('');
}

async function* limited(
  bytes: AsyncIterable<Uint8Array>,
  maxBytes: number,
  fileName: string,
): AsyncGenerator<Uint8Array> {
  let total = 0;
  for await (const piece of bytes) {
    total += piece.length;
    if (total > maxBytes)
      throw new EngineError(
        'FILE_TOO_LARGE',
        `"${fileName}" is larger than ${maxBytes} bytes, the limit of this step (maxBytes)`,
      );
    yield piece;
  }
}

/** The first piece holds at least SNIFF_BYTES unless the file is shorter. */
async function* sniffable(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let first: Buffer | null = Buffer.alloc(0);
  for await (const piece of bytes) {
    if (first === null) {
      yield piece;
      continue;
    }
    first = Buffer.concat([first, piece]);
    if (first.length >= SNIFF_BYTES) {
      yield first;
      first = null;
    }
  }
  if (first && first.length > 0) yield first;
}

function decodePiece(
  decoder: TextDecoder,
  piece: Uint8Array | null,
  offset: number,
  encoding: Encoding,
  fileName: string,
): string {
  try {
    return piece ? decoder.decode(piece, { stream: true }) : decoder.decode();
  } catch (cause) {
    const at = offset + (piece ? firstBadByte(piece, encoding) : 0);
    throw new EngineError(
      'ENCODING_INVALID',
      `"${fileName}" is not valid ${encoding}: byte ${at} does not belong to it; is it saved in another encoding?`,
      { cause },
    );
  }
}

/** Offset of the first byte that cannot be decoded, by halving: prefixes are valid up to it. A sequence cut at the end counts as valid. */
function firstBadByte(piece: Uint8Array, encoding: Encoding): number {
  let good = 0;
  let bad = piece.length;
  while (bad - good > 1) {
    const middle = (good + bad) >> 1;
    if (decodes(piece.subarray(0, middle), encoding)) good = middle;
    else bad = middle;
  }
  return good;
}

function decodes(bytes: Uint8Array, encoding: Encoding): boolean {
  try {
    decoderFor(encoding, bytes).decode(bytes, { stream: true });
    return true;
  } catch {
    return false;
  }
}

function decoderFor(encoding: Encoding, start: Uint8Array): TextDecoder {
  if (encoding === 'utf-16')
    return new TextDecoder(start[0] === 0xfe && start[1] === 0xff ? 'utf-16be' : 'utf-16le', { fatal: true });
  // WHATWG's latin1 is windows-1252: a superset that differs in 0x80..0x9f only, where ISO 8859-1 has no printable characters.
  return new TextDecoder(encoding, { fatal: true });
}

function refuseOther(start: Uint8Array, encoding: Encoding, fileName: string): void {
  const looksLike = otherEncoding(start, encoding);
  if (looksLike)
    throw new EngineError('ENCODING_MISMATCH', `"${fileName}" is not ${encoding}: it looks like ${looksLike}`);
}

function otherEncoding(start: Uint8Array, encoding: Encoding): string | null {
  const marks16 = (start[0] === 0xff && start[1] === 0xfe) || (start[0] === 0xfe && start[1] === 0xff);
  const marks8 = start[0] === 0xef && start[1] === 0xbb && start[2] === 0xbf;
  if (encoding === 'utf-16') {
    if (marks8) return 'utf-8 (it begins with its byte order mark)';
    // Text in UTF-16 has a zero in about every second byte for most scripts with spaces and line breaks; ASCII bytes alone have none.
    const isPlain =
      !marks16 && start.length > 1 && start.subarray(0, SNIFF_BYTES).every((byte) => byte !== 0 && byte < 0x80);
    return isPlain ? 'utf-8 or latin1' : null;
  }
  if (marks16) return 'utf-16 (it begins with its byte order mark)';
  if (start.subarray(0, SNIFF_BYTES).includes(0)) return 'utf-16 or a binary file (it holds zero bytes)';
  return encoding === 'latin1' && marks8 ? 'utf-8 (it begins with its byte order mark)' : null;
}
