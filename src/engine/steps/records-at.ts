import type { Fields } from '../run/batch.ts';

/**
 * The records inside a parsed JSON or XML text: at a dotted path, or the text itself. A single object counts as a list of one;
 * plain values become `{ value }`. Null when there is nothing at the path.
 */
export function recordsAt(value: unknown, path: string | undefined): Fields[] | null {
  let here = value;
  for (const name of path === undefined ? [] : path.split('.')) {
    if (typeof here !== 'object' || here === null || !Object.hasOwn(here, name)) return null;
    here = (here as Record<string, unknown>)[name];
  }
  if (here === null || here === undefined) return null;
  return (Array.isArray(here) ? here : [here]).map(asFields);
}

function asFields(value: unknown): Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : { value };
}
