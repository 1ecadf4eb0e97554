/** Trouble that one sentence explains: printed as it is, without a stack, and the process ends non-zero. */
export class SentenceError extends Error {
  constructor(sentence: string, options?: { cause?: unknown }) {
    super(sentence, options);
    this.name = 'SentenceError';
  }
}
