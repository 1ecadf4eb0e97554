/**
 * Text from a runtime (file names, log lines, error text) is hostile input: it may carry control characters, reorder itself
 * with bidirectional overrides, or hold half a character. React keeps it from being markup; this keeps it from lying.
 */

/** A run of text as it is, or one character that is shown as its escape. */
export type SafePiece = { kind: 'text'; text: string } | { kind: 'escape'; text: string; meaning: string };

const ESCAPES: ReadonlyMap<number, string> = new Map([
  [0x00, 'null'],
  [0x07, 'bell'],
  [0x08, 'backspace'],
  [0x09, 'tab'],
  [0x0a, 'line feed'],
  [0x0d, 'carriage return'],
  [0x1b, 'escape'],
  [0x7f, 'delete'],
  [0xad, 'soft hyphen'],
  [0x200b, 'zero width space'],
  [0x2028, 'line separator'],
  [0x2029, 'paragraph separator'],
  [0xfeff, 'byte order mark'],
]);

/**
 * Splits text into what can be shown as it is and what must be shown as an escape: C0 and C1 controls, bidirectional
 * controls, invisible format characters, line separators, lone surrogates, non-characters. Nothing is dropped: joining the
 * pieces says everything that was there. An empty text gives no piece.
 *
 * @param keepLineBreaks leaves `\n` and `\t` alone, for text that is shown over several lines
 * @example safePieces("invoice\u202Efdp.exe") // text "invoice", escape "\u202E" (bidirectional control), text "fdp.exe"
 */
export function safePieces(text: string, keepLineBreaks = false): SafePiece[] {
  const pieces: SafePiece[] = [];
  let plain = '';
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    const meaning = keepLineBreaks && (code === 0x0a || code === 0x09) ? null : hiddenMeaning(code);
    if (meaning === null) {
      plain += character;
      continue;
    }
    if (plain !== '') pieces.push({ kind: 'text', text: plain });
    plain = '';
    pieces.push({ kind: 'escape', text: escapeOf(code), meaning });
  }
  if (plain !== '') pieces.push({ kind: 'text', text: plain });
  return pieces;
}

/** The same as one string, for titles, labels and clipboards: `invoice\u202Efdp.exe` with the escape spelt out. */
export function safeText(text: string, keepLineBreaks = false): string {
  return safePieces(text, keepLineBreaks)
    .map((piece) => piece.text)
    .join('');
}

/** What an invisible or misleading character is, or null for one that may be shown. */
function hiddenMeaning(code: number): string | null {
  const named = ESCAPES.get(code);
  if (named !== undefined) return named;
  if (code < 0x20 || (code >= 0x80 && code <= 0x9f)) return 'control character';
  if (code === 0x61c || code === 0x200e || code === 0x200f) return 'bidirectional mark';
  if ((code >= 0x202a && code <= 0x202e) || (code >= 0x2066 && code <= 0x2069)) return 'bidirectional control';
  // U+200C and U+200D join letters and emoji in honest text and stay.
  if ((code >= 0x2060 && code <= 0x2064) || (code >= 0x206a && code <= 0x206f)) return 'invisible character';
  if (code >= 0xfff9 && code <= 0xfffb) return 'invisible character';
  if (code >= 0xd800 && code <= 0xdfff) return 'half a character';
  if (code >= 0xe0000 && code <= 0xe007f) return 'invisible tag';
  if ((code & 0xfffe) === 0xfffe || (code >= 0xfdd0 && code <= 0xfdef)) return 'not a character';
  return null;
}

function escapeOf(code: number): string {
  if (code === 0x09) return '\\t';
  if (code === 0x0a) return '\\n';
  if (code === 0x0d) return '\\r';
  if (code < 0x100) return `\\x${hex(code, 2)}`;
  return code > 0xffff ? `\\u{${hex(code, 5)}}` : `\\u${hex(code, 4)}`;
}

function hex(code: number, width: number): string {
  return code.toString(16).toUpperCase().padStart(width, '0');
}
