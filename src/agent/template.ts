import { isTemplateWord } from './template-words.ts';

type Slot = '<str>' | '<num>' | '<path>' | '<id>' | '<date>';

/** Only this much of a message is looked at: a template is short, and messages may hold whole documents. */
const READ_MAX = 2_000;
/** The contract's limit of `FailureReport.template`. */
const TEMPLATE_MAX = 300;

// One token at a time, first alternative that fits:
// 1 slot, 2 quoted text up to a quote that no letter follows, 3 quoted text that never ends, 4 run of other characters, 5 punctuation.
const token = new RegExp(
  [
    '(<(?:str|num|path|id|date)>)',
    String.raw`("(?:[^"\n]|"(?=[\p{L}\p{N}_]))*"(?![\p{L}\p{N}_])|'(?:[^'\n]|'(?=[\p{L}\p{N}_]))*'(?![\p{L}\p{N}_])|` +
      '`[^`\\n]*`|“[^”\\n]*”|„[^“”\\n]*[“”]|‘[^’\\n]*’|«[^»\\n]*»)',
    String.raw`((?:["“„«` + '`' + String.raw`]|(?<![\p{L}\p{N}])['‘])[^\n]+)`,
    String.raw`([^\s"“”„«»` + '`' + String.raw`‘<>,;()\[\]{}]+)`,
    '([,;])',
  ].join('|'),
  'gu',
);

/**
 * The template of a message: what may leave a runtime of an error that nobody asked about (promise 11). An allow-list: words of
 * the fixed vocabulary and little punctuation pass, everything else becomes `<str> <num> <path> <id>` or `<date>`; equal slots side
 * by side merge. At most 300 characters, never empty, and its own fixed point: `reduceTemplate(reduceTemplate(x)) === reduceTemplate(x)`.
 *
 * @example reduceTemplate("Customer 'Miller' not found in /data/in") // 'Customer <str> not found in <path>'
 */
export function reduceTemplate(text: string): string {
  const pieces = new Pieces();
  for (const match of text.slice(0, READ_MAX).matchAll(token)) {
    const [, slot, quoted, unclosed, run, punctuation] = match;
    if (slot !== undefined) pieces.slot(slot as Slot);
    else if (quoted !== undefined || unclosed !== undefined) pieces.slot('<str>');
    else if (run !== undefined) addRun(pieces, run);
    else if (punctuation !== undefined) pieces.punctuation(punctuation);
  }
  return pieces.toString();
}

/** True when `text` would leave as it stands. For catalogues of hand-written templates: each should pass. */
export function isTemplate(text: string): boolean {
  return reduceTemplate(text) === text;
}

/** The words of a text that the vocabulary lacks, in order: what a failing `isTemplate` is about. Slots do not count. */
export function unknownWords(text: string): string[] {
  const found = text.replace(/<(?:str|num|path|id|date)>/g, ' ').match(/[\p{L}\p{M}\p{N}_]+/gu) ?? [];
  return found.filter((word) => !isTemplateWord(word));
}

/** What a message is put together from: words, slots, and single punctuation marks between them. */
class Pieces {
  #pieces: string[] = [];
  #length = 0;
  #isFull = false;

  word(word: string): void {
    this.#add(word);
  }

  slot(slot: Slot): void {
    const last = this.#pieces.at(-1);
    // "<str>, <str>" merges too: how many values a list has is a value itself.
    if (last === slot) return;
    if (last !== undefined && isMark(last) && this.#pieces.at(-2) === slot) {
      this.#pieces.pop();
      this.#length -= last.length;
      return;
    }
    this.#add(slot);
  }

  punctuation(mark: string): void {
    const last = this.#pieces.at(-1);
    if (last !== undefined && !isMark(last)) this.#add(mark);
  }

  toString(): string {
    let text = '';
    for (const piece of this.#pieces) text += text === '' || isMark(piece) ? piece : ` ${piece}`;
    return text === '' ? '<str>' : text;
  }

  #add(piece: string): void {
    const length = this.#length + (this.#length === 0 || isMark(piece) ? 0 : 1) + piece.length;
    // Once full, stay full: a shorter piece further on would read as if it followed.
    if (this.#isFull || length > TEMPLATE_MAX) {
      this.#isFull = true;
      return;
    }
    this.#pieces.push(piece);
    this.#length = length;
  }
}

function isMark(piece: string): boolean {
  return /^[.,:;]$/.test(piece);
}

/** Adds a run of characters without spaces, quotes or brackets: a word, or what its looks say. */
function addRun(pieces: Pieces, run: string): void {
  const core = run.replace(/^[.:*+&~'’#$|=!?-]+(?=[^.:*+&~'’#$|=!?-])/, '').replace(/[.:*+&~'’|=!?-]+$/, '');
  const end = run.endsWith(':') ? ':' : run.endsWith('.') ? '.' : null;
  if (core !== '') addCore(pieces, core, run);
  if (end !== null) pieces.punctuation(end);
}

function addCore(pieces: Pieces, core: string, run: string): void {
  const sole = slotOf(core, run);
  if (sole !== null) {
    pieces.slot(sole);
    return;
  }
  if (core.split('-').every(isTemplateWord)) {
    pieces.word(core);
    return;
  }
  const pair = /^([^:=?!|]+)([:=?!|])([^:=?!|]+)$/.exec(core);
  if (pair) {
    addRun(pieces, pair[1] ?? '');
    if (pair[2] === ':') pieces.punctuation(':');
    addRun(pieces, pair[3] ?? '');
    return;
  }
  pieces.slot('<str>');
}

/** The slot of something that is plainly a path, date, number or id; null for what may be a word. */
function slotOf(core: string, run: string): Slot | null {
  if (/[\\/]/.test(run) && !isDate(core)) return '<path>';
  if (isDate(core)) return '<date>';
  if (/^\p{Nd}[\p{Nd}.,_'’]*(?:e[+-]?\p{Nd}+)?(?:%|‰|ms|s|m|min|h|d|x|B|kB|KB|MB|GB|TB)?$/iu.test(core)) return '<num>';
  if (core.includes('@')) return '<str>';
  if (/^[\p{L}\p{N}_.~-]+\.[A-Za-z][A-Za-z0-9]{1,4}$/u.test(core)) return '<path>';
  const isId = /\p{N}/u.test(core) && /^[\p{L}\p{N}_.#$-]+$/u.test(core);
  return isId ? '<id>' : null;
}

function isDate(core: string): boolean {
  return (
    /^\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?)?$/.test(core) ||
    /^\d{1,2}[./-]\d{1,2}[./-]\d{2,4}$/.test(core) ||
    /^\d{4}[./]\d{1,2}[./]\d{1,2}$/.test(core) ||
    /^\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?$/.test(core)
  );
}
