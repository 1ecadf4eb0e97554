/** A stretch of a line's text, and whether the search hit it. */
export interface LinePart {
  text: string;
  isMatch: boolean;
}

/** What the reader searches. */
export interface Find {
  text: string;
  isRegex: boolean;
  isCaseSensitive: boolean;
}

/** Longest text that is searched for marks on screen; the platform searched the whole line already. */
const MARKED_CHARACTERS = 4_000;

/** The expression that marks hits, or null when there is nothing to mark or the expression is not one. */
export function findPattern(find: Find): RegExp | null {
  if (find.text === '') return null;
  const source = find.isRegex ? find.text : find.text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  try {
    return new RegExp(source, find.isCaseSensitive ? 'gu' : 'giu');
  } catch {
    return null;
  }
}

/** Splits a line's text at its hits. Joining the parts gives the text again. */
export function findInLine(text: string, pattern: RegExp | null): LinePart[] {
  if (pattern === null || text === '') return [{ text, isMatch: false }];
  const searched = text.slice(0, MARKED_CHARACTERS);
  const parts: LinePart[] = [];
  let end = 0;
  for (const match of searched.matchAll(pattern)) {
    if (match[0] === '') continue;
    if (match.index > end) parts.push({ text: text.slice(end, match.index), isMatch: false });
    parts.push({ text: match[0], isMatch: true });
    end = match.index + match[0].length;
  }
  if (end < text.length) parts.push({ text: text.slice(end), isMatch: false });
  return parts;
}
