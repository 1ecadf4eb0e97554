/**
 * A run's number packs which assignment (10 bits), which of its slots (15 bits), and which part of the slot (7 bits): attempt in the
 * low 2 bits, extra runs of a flood in the upper 5. Its id is that number, mixed so that neighbours look nothing alike, as 8 hex digits:
 * short enough to read aloud, distinct by construction, and found again by arithmetic.
 */
export const SLOTS_MAX = 32_768;
export const ATTEMPTS_MAX = 4;
export const EXTRAS_MAX = 31;

/** Packs a run's number. */
export function runNumber(assignment: number, slot: number, part: number): number {
  return ((assignment << 22) | (slot << 7) | part) >>> 0;
}

/** The parts of a run's number. */
export function runParts(number: number): { assignment: number; slot: number; part: number } {
  return { assignment: number >>> 22, slot: (number >>> 7) & (SLOTS_MAX - 1), part: number & 127 };
}

/** The execution id of a run's number. */
export function runId(number: number): string {
  let mixed = Math.imul(number, 0x9e3779b1) >>> 0;
  mixed = (mixed ^ (mixed >>> 16)) >>> 0;
  mixed = Math.imul(mixed, 0x85ebca6b) >>> 0;
  mixed = (mixed ^ (mixed >>> 16)) >>> 0;
  return mixed.toString(16).padStart(8, '0');
}

/** The run's number of an execution id; null for text that is none of this world. */
export function numberOfRunId(id: string): number | null {
  if (!/^[0-9a-f]{8}$/.test(id)) return null;
  let mixed = Number.parseInt(id, 16);
  mixed = (mixed ^ (mixed >>> 16)) >>> 0;
  mixed = Math.imul(mixed, inverse(0x85ebca6b)) >>> 0;
  mixed = (mixed ^ (mixed >>> 16)) >>> 0;
  return Math.imul(mixed, inverse(0x9e3779b1)) >>> 0;
}

/** Multiplicative inverse of an odd number modulo 2^32, by Newton's steps. */
function inverse(odd: number): number {
  let guess = odd;
  for (let step = 0; step < 5; step++) guess = Math.imul(guess, 2 - Math.imul(odd, guess));
  return guess;
}
