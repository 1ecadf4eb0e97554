import { type ProblemCode, ProblemError } from '#contract/errors.ts';
import { AnsweredProblem, UnreachableError } from './client.ts';

/** A failure in words: what happened, and what a person can do about it. */
export interface Sentences {
  what: string;
  todo: string;
  /** Finds the answer in the platform's log, if it answered. */
  requestId: string | null;
}

const advice: Record<ProblemCode, { what: string; todo: string }> = {
  'bad-request': {
    what: 'The platform did not understand the question.',
    todo: 'Change what was asked; the address may hold a value that no longer exists.',
  },
  'signed-out': { what: 'The session has ended.', todo: 'Sign in again with a new link.' },
  'no-certificate': {
    what: 'This address speaks to runtimes, not to people.',
    todo: 'Open the address of the dashboard.',
  },
  'sign-in-refused': {
    what: 'This sign-in link does not work.',
    todo: 'A link works once and for a short time. Ask for a new one.',
  },
  'not-allowed': { what: 'Your role does not allow this.', todo: 'Ask somebody with a stronger role.' },
  'token-refused': { what: 'The enrolment token does not work.', todo: 'Make a new one.' },
  'wrong-runtime': { what: 'This belongs to another runtime.', todo: 'Open it from its own runtime.' },
  'runtime-retired': {
    what: 'The runtime is retired.',
    todo: 'Its history stays; nothing can be asked of it any more.',
  },
  'not-found': { what: 'There is no such thing.', todo: 'It may have been cleaned up. Go back to the list.' },
  'no-answer-kept': { what: 'No answer is kept for this.', todo: 'Ask the runtime again.' },
  'unknown-operation': {
    what: 'The platform does not know this question.',
    todo: 'Load the page again: it may be older than the platform.',
  },
  conflict: { what: 'The state has changed meanwhile.', todo: 'Look at it as it is now, then try again.' },
  'already-ended': { what: 'It has ended already.', todo: 'Nothing more to do.' },
  'answer-not-wanted': { what: 'Nobody waits for this answer any more.', todo: 'Nothing more to do.' },
  'too-large': { what: 'The message is too large.', todo: 'Ask for less at once.' },
  'not-browsable': { what: 'This connector cannot be browsed.', todo: 'The connector says why.' },
  internal: {
    what: 'The platform failed while answering.',
    todo: 'Try again; tell the request id to whoever runs it.',
  },
  'store-unavailable': { what: 'The store of the platform cannot be used now.', todo: 'It is tried again by itself.' },
};

const unreachable: Record<UnreachableError['kind'], { what: string; todo: string }> = {
  away: { what: 'The platform cannot be reached.', todo: 'It is tried again by itself; what you see is as it was.' },
  'too-slow': { what: 'The platform did not answer in time.', todo: 'Try again, or choose a shorter window.' },
  'off-contract': {
    what: 'An answer of the platform is not what the contract says.',
    todo: 'Load the page again: it may be older than the platform.',
  },
  'not-ours': {
    what: 'Something else than the platform answered.',
    todo: 'A proxy may stand between. Load the page again.',
  },
};

/** Says any error of the client in words. An unexpected one is shown with its own message, never swallowed. */
export function explain(error: unknown): Sentences {
  if (error instanceof ProblemError) {
    const { what, todo } = advice[error.code];
    const detail = error.message === '' || error.message === what ? what : `${what} ${sentence(error.message)}`;
    return { what: detail, todo, requestId: error instanceof AnsweredProblem ? error.requestId : null };
  }
  if (error instanceof UnreachableError) {
    const { what, todo } = unreachable[error.kind];
    return { what: error.kind === 'off-contract' ? `${what} ${sentence(error.message)}` : what, todo, requestId: null };
  }
  if (isScriptMissing(error)) {
    return {
      what: 'A part of this page could not be fetched.',
      todo: 'This page belongs to an older release, or the platform cannot be reached: reload.',
      requestId: null,
    };
  }
  const message = error instanceof Error ? error.message : String(error);
  return { what: `The page failed: ${message}`, todo: 'Load the page again.', requestId: null };
}

/** Whether a script of the page is gone from the host, as Chromium, Firefox and Safari say it: they give it no name or code. */
export function isScriptMissing(error: unknown): boolean {
  return (
    error instanceof TypeError &&
    /^(Failed to fetch dynamically imported module|error loading dynamically imported module|Importing a module script failed)/.test(
      error.message,
    )
  );
}

function sentence(text: string): string {
  const first = text.charAt(0).toUpperCase() + text.slice(1);
  return /[.!?]$/.test(first) ? first : `${first}.`;
}
