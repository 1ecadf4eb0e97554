import * as z from 'zod';

/** Encodings that text files are read and written in. `latin1` is ISO 8859-1. */
export const encodings = ['utf-8', 'utf-16', 'latin1'] as const;
export const Encoding = z.enum(encodings);
export type Encoding = z.infer<typeof Encoding>;

/** One character; `\t` for tab is allowed in its JSON form. */
export const CsvDelimiter = z
  .string()
  .length(1, 'must be one character')
  .refine((text) => !/["\r\n]/.test(text), 'must not be a quote or a line break');

/** A path inside the workspace, written with `/`, relative to its root. Leaving the workspace is refused. */
export const WorkspacePath = z
  .string()
  .min(1)
  .max(1_000)
  .refine(
    (path) => !path.startsWith('/') && !/^[A-Za-z]:/.test(path) && !path.includes('\\'),
    'must be relative to the workspace and written with /',
  )
  .refine((path) => !path.split('/').includes('..'), 'must not leave the workspace')
  .refine((path) => !/[\u0000-\u001f]/.test(path), 'must not hold control characters');

/** Pattern of file names: `*` for any characters, `?` for one; no folders. */
export const FileNamePattern = z
  .string()
  .min(1)
  .max(200)
  .refine((text) => !/[/\\]/.test(text), 'must be a file name without folders');

/**
 * True when `name` matches a {@link FileNamePattern}, letter case ignored; names that begin with a dot and names of unfinished
 * uploads (`.part`, `.tmp`, `.filepart`, `~`) never match.
 */
export function matchesPattern(name: string, pattern: string): boolean {
  if (name.startsWith('.') || /(\.part|\.tmp|\.filepart|\.crdownload|~)$/i.test(name)) return false;
  return patternRegExp(pattern).test(name);
}

function patternRegExp(pattern: string): RegExp {
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll(/\*+/g, '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${source}$`, 'iu');
}
