/** What a pattern is made of. `takes` decides on one UTF-16 unit, as JavaScript does without its `u` flag. */
export type PatternNode =
  | { type: 'set'; takes: (unit: number) => boolean }
  | { type: 'place'; place: Place }
  | { type: 'sequence'; parts: PatternNode[] }
  | { type: 'choice'; options: PatternNode[] }
  | { type: 'repeat'; node: PatternNode; min: number; max: number };

/** Places between characters: begin and end of a line of text, and word boundaries. */
export type Place = 'begin' | 'end' | 'boundary' | 'inside';

/** A pattern that cannot be used: the message is a sentence for the person who wrote it. */
export class PatternError extends Error {}

const PATTERN_MAX = 500;
const REPEAT_MAX = 200;
const escapes: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', f: '\f', v: '\v', 0: '\0' };

/** Reads a regular expression of the ordinary kind. Throws a `PatternError` for look-arounds, back references and mistakes. */
export function parsePattern(text: string, isCaseSensitive: boolean): PatternNode {
  if (text.length > PATTERN_MAX) throw new PatternError(`A pattern may have ${PATTERN_MAX} characters at most.`);
  let at = 0;
  const peek = () => text[at];
  const wrong = (what: string) => new PatternError(`${what}, at character ${at + 1} of the pattern.`);

  function choice(): PatternNode {
    const options = [sequence()];
    while (peek() === '|') {
      at += 1;
      options.push(sequence());
    }
    return options.length === 1 && options[0] ? options[0] : { type: 'choice', options };
  }
  function sequence(): PatternNode {
    const parts: PatternNode[] = [];
    while (at < text.length && peek() !== '|' && peek() !== ')') parts.push(repeated(atom()));
    return { type: 'sequence', parts };
  }
  function repeated(node: PatternNode): PatternNode {
    const bounds = quantifier();
    if (!bounds) return node;
    if (node.type === 'place') throw wrong('A place between characters cannot be repeated');
    if (peek() === '?') at += 1; // lazy: the same lines match
    if (quantifier()) throw wrong('There is nothing to repeat');
    return { type: 'repeat', node, ...bounds };
  }
  function quantifier(): { min: number; max: number } | null {
    const sign = peek();
    const braces = sign === '{' ? /^\{(\d{1,4})(,(\d{0,4}))?\}/.exec(text.slice(at)) : null;
    if (braces) {
      at += braces[0].length;
      const min = Number(braces[1]);
      const max = braces[2] === undefined ? min : braces[3] ? Number(braces[3]) : Infinity;
      if (min > max) throw wrong('The bounds are the wrong way round');
      if (Math.max(min, max === Infinity ? 0 : max) > REPEAT_MAX)
        throw wrong(`A bounded repetition may go up to ${REPEAT_MAX}`);
      return { min, max };
    }
    if (sign !== '*' && sign !== '+' && sign !== '?') return null;
    at += 1;
    return { min: sign === '+' ? 1 : 0, max: sign === '?' ? 1 : Infinity };
  }
  function atom(): PatternNode {
    const sign = text[at] ?? '';
    at += 1;
    if (sign === '(') return group();
    if (sign === '[') return { type: 'set', takes: folded(characterClass()) };
    if (sign === '.') return { type: 'set', takes: (unit) => !isLineBreak(unit) };
    if (sign === '^') return { type: 'place', place: 'begin' };
    if (sign === '$') return { type: 'place', place: 'end' };
    if (sign === '*' || sign === '+' || sign === '?') throw wrong('There is nothing to repeat');
    if (sign !== '\\') return single(sign);
    if (peek() === 'b' || peek() === 'B') return { type: 'place', place: text[at++] === 'b' ? 'boundary' : 'inside' };
    const escaped = escape();
    return typeof escaped === 'string' ? single(escaped) : { type: 'set', takes: folded(escaped) };
  }
  function group(): PatternNode {
    if (peek() === '?') {
      if (text[at + 1] !== ':') throw wrong('Look-arounds and named groups are not known here');
      at += 2;
    }
    const node = choice();
    if (peek() !== ')') throw wrong('A group is not closed');
    at += 1;
    return node;
  }
  function escape(): string | ((unit: number) => boolean) {
    const sign = text[at] ?? '';
    at += 1;
    if (sign === '') throw wrong('The pattern ends with a backslash');
    if (/[1-9k]/.test(sign)) throw wrong('Back references are not known here');
    const hex = sign === 'x' ? /^[0-9a-fA-F]{2}/ : sign === 'u' ? /^[0-9a-fA-F]{4}/ : null;
    const code = hex?.exec(text.slice(at))?.[0];
    if (code) {
      at += code.length;
      return String.fromCharCode(parseInt(code, 16));
    }
    const known = { d: isDigit, w: isWord, s: isSpace }[sign.toLowerCase()];
    if (known) return sign === sign.toLowerCase() ? known : (unit) => !known(unit);
    return escapes[sign] ?? sign;
  }
  function characterClass(): (unit: number) => boolean {
    const isNegated = peek() === '^';
    if (isNegated) at += 1;
    const tests: ((unit: number) => boolean)[] = [];
    while (peek() !== ']') {
      const from = classMember();
      const isRange = typeof from === 'string' && peek() === '-' && text[at + 1] !== ']' && text[at + 1] !== undefined;
      if (!isRange) {
        tests.push(typeof from === 'string' ? (unit) => unit === from.charCodeAt(0) : from);
        continue;
      }
      at += 1;
      const to = classMember();
      if (typeof to !== 'string' || to < from) throw wrong('A range is the wrong way round');
      tests.push((unit) => unit >= from.charCodeAt(0) && unit <= to.charCodeAt(0));
    }
    at += 1;
    // Case is folded before negation: [^a] must not take A when case does not matter.
    const takes = folded((unit) => tests.some((test) => test(unit)));
    return isNegated ? (unit) => !takes(unit) : takes;
  }
  function classMember(): string | ((unit: number) => boolean) {
    const sign = text[at];
    if (sign === undefined) throw wrong('A class is not closed');
    at += 1;
    if (sign !== '\\') return sign;
    if (peek() !== 'b') return escape();
    at += 1;
    return '\b';
  }
  function single(sign: string): PatternNode {
    const wanted = sign.charCodeAt(0);
    return { type: 'set', takes: folded((unit) => unit === wanted) };
  }
  function folded(takes: (unit: number) => boolean): (unit: number) => boolean {
    if (isCaseSensitive) return takes;
    return (unit) => takes(unit) || takes(lower(unit)) || takes(upper(unit));
  }

  const node = choice();
  if (at < text.length) throw wrong('A closing parenthesis has no opening one');
  return node;
}

/** Whether a unit is part of a word, as `\w` and word boundaries see it. */
export function isWord(unit: number): boolean {
  return isDigit(unit) || (unit >= 65 && unit <= 90) || (unit >= 97 && unit <= 122) || unit === 95;
}

/** Whether a unit ends a line of a text of several lines. */
export function isLineBreak(unit: number): boolean {
  return unit === 10 || unit === 13 || unit === 0x2028 || unit === 0x2029;
}

function isDigit(unit: number): boolean {
  return unit >= 48 && unit <= 57;
}

function isSpace(unit: number): boolean {
  return (unit >= 9 && unit <= 13) || unit === 32 || (unit > 127 && /\s/.test(String.fromCharCode(unit)));
}

function lower(unit: number): number {
  if (unit < 128) return unit >= 65 && unit <= 90 ? unit + 32 : unit;
  return String.fromCharCode(unit).toLowerCase().charCodeAt(0);
}

function upper(unit: number): number {
  if (unit < 128) return unit >= 97 && unit <= 122 ? unit - 32 : unit;
  return String.fromCharCode(unit).toUpperCase().charCodeAt(0);
}
