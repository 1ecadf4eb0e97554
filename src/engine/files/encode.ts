import type { Encoding } from '../definition/file-options.ts';
import { EngineError } from '../errors/engine-error.ts';

/** Bytes of a text. UTF-16 is little endian; its byte order mark is written by the caller at the start of the file ({@link byteOrderMark}). */
export function encodeText(text: string, encoding: Encoding): Buffer {
  if (encoding === 'latin1') {
    const at = [...text].findIndex((character) => (character.codePointAt(0) ?? 0) > 0xff);
    if (at >= 0) throw new EngineError('ENCODING_WRITE', `character "${[...text][at]}" cannot be written in latin1`);
    return Buffer.from(text, 'latin1');
  }
  return Buffer.from(text, encoding === 'utf-16' ? 'utf16le' : 'utf8');
}

/** What a file of this encoding begins with. */
export function byteOrderMark(encoding: Encoding): Buffer {
  return encoding === 'utf-16' ? Buffer.from([0xff, 0xfe]) : Buffer.alloc(0);
}
