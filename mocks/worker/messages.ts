import type { DemoCommand, DemoState } from '#contract/demo.ts';

/** What the page says to the world's worker. */
export type ToWorld =
  | { type: 'open'; search: string }
  | { type: 'request'; id: number; method: string; path: string; headers: [string, string][]; body: ArrayBuffer | null }
  | { type: 'abort'; id: number }
  | { type: 'command'; id: number; command: DemoCommand };

/** What the world's worker says to the page. */
export type FromWorld =
  | { type: 'opened'; signInCode: string; state: DemoState }
  /** It could not be opened; `message` is for people. */
  | { type: 'not-opened'; message: string }
  | { type: 'state'; state: DemoState }
  | { type: 'commanded'; id: number; refusal: string | null }
  /** A whole answer. */
  | { type: 'answer'; id: number; status: number; headers: [string, string][]; body: ArrayBuffer | null }
  /** The beginning of an answer that streams; pieces follow, then `end`. */
  | { type: 'begin'; id: number; status: number; headers: [string, string][] }
  | { type: 'piece'; id: number; bytes: Uint8Array<ArrayBuffer> }
  | { type: 'end'; id: number }
  /** No answer: the platform cannot be reached. */
  | { type: 'lost'; id: number };
