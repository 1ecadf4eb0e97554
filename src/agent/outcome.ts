import { Problem, type ProblemCode } from '#contract/errors.ts';
import { PlatformNotTrustedError } from './ports.ts';

/** What became of a message. Expected trouble is a value here, never an exception: every caller has to say what it does about it. */
export type Outcome<T> =
  | { kind: 'answered'; value: T }
  /** The platform answered with a problem. `code` is null when the answer was none of ours (a proxy, an older platform). */
  | { kind: 'problem'; status: number; code: ProblemCode | null; detail: string }
  /** No answer came. `isUntrusted`: the platform could not prove who it is, and nothing was sent. */
  | { kind: 'unreachable'; reason: string; isUntrusted: boolean }
  /** The exit did not let it out: because of what it holds, or because nothing can leave now (the ledger cannot be written). */
  | { kind: 'refused'; reason: string; isContent: boolean }
  | { kind: 'aborted' };

/** Reads the problem of an answer that is not 2xx; never throws. */
export async function readProblem(response: Response): Promise<Extract<Outcome<never>, { kind: 'problem' }>> {
  const text = await response.text().catch(() => '');
  const problem = Problem.safeParse(parseJson(text));
  if (problem.success) {
    return { kind: 'problem', status: response.status, code: problem.data.code, detail: problem.data.detail };
  }
  return {
    kind: 'problem',
    status: response.status,
    code: null,
    detail: `the answer was ${response.status} without a problem document`,
  };
}

/** The outcome of a transport that threw. */
export function unreachable(thrown: unknown): Extract<Outcome<never>, { kind: 'unreachable' }> {
  const reason = thrown instanceof Error ? thrown.message : String(thrown);
  return { kind: 'unreachable', reason, isUntrusted: thrown instanceof PlatformNotTrustedError };
}

/** One line for the agent's log. */
export function outcomeInWords(outcome: Exclude<Outcome<unknown>, { kind: 'answered' }>): string {
  switch (outcome.kind) {
    case 'problem':
      return `${outcome.status} ${outcome.code ?? ''} ${outcome.detail}`.replace(/ {2,}/g, ' ');
    case 'unreachable':
    case 'refused':
      return outcome.reason;
    case 'aborted':
      return 'stopped';
  }
}

/** The JSON value of a text, undefined when it is none. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** Whether the platform wants nothing from this agent: its certificate is not accepted, or the runtime was retired. */
export function isUnwanted(outcome: Outcome<unknown>): boolean {
  return outcome.kind === 'problem' && (outcome.code === 'no-certificate' || outcome.code === 'runtime-retired');
}

/** Whether the message itself was turned down, so that sending the same again is useless. */
export function isTurnedDown(outcome: Outcome<unknown>): boolean {
  if (outcome.kind === 'refused') return outcome.isContent;
  return (
    outcome.kind === 'problem' && (outcome.status === 400 || outcome.status === 413 || outcome.code === 'wrong-runtime')
  );
}
