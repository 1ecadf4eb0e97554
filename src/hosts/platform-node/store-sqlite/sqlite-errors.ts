import { ProblemError } from '#contract/errors.ts';

/** SQLite's primary result code of an error; undefined for errors of anything else. */
export function resultCode(error: unknown): number | undefined {
  if (!(error instanceof Error) || !('errcode' in error) || typeof error.errcode !== 'number') return undefined;
  return error.errcode & 0xff;
}

/** What is wrong with the database file, for a person; see https://www.sqlite.org/rescode.html. */
const sentences: Partial<Record<number, string>> = {
  5: 'The database is locked by another process.',
  8: 'The database cannot be written: its file or directory is read-only.',
  10: 'The disk failed while the database was read or written.',
  11: 'The database is damaged. Restore a copy of it.',
  13: 'The disk is full: nothing can be kept until there is room.',
  14: 'The database file cannot be opened.',
  26: 'The file is not a database of this product.',
};

/** One sentence for an error of SQLite. */
export function sqliteSentence(error: unknown): string {
  const code = resultCode(error);
  return (code === undefined ? undefined : sentences[code]) ?? 'The database failed.';
}

/** An error as the store's port promises it: expected ones as they are, every other as `store-unavailable`. */
export function asProblem(error: unknown): ProblemError {
  if (error instanceof ProblemError) return error;
  return new ProblemError('store-unavailable', sqliteSentence(error), { cause: error });
}
