/**
 * Deterministic randomness for the world: small streams that are derived from names, so that one more call in one place never
 * shifts the picture in another. mulberry32: fast, and good enough for weather.
 */
export interface RandomStream {
  /** In `[0, 1)`. */
  next(): number;
  /** Whole number in `[from, to]`. */
  between(from: number, to: number): number;
  /** One of a list that is not empty. */
  pick<T>(list: readonly T[]): T;
  /** True with this probability. */
  chance(probability: number): boolean;
  /** Positive with a long tail: median `median`, larger `spread` = longer tail. */
  longTail(median: number, spread: number): number;
}

/** A 32-bit hash of any parts: the seed of a stream, or a single fair draw. */
export function hash(...parts: readonly (string | number)[]): number {
  let value = 0x811c9dc5;
  for (const part of parts) {
    const text = String(part);
    for (let index = 0; index < text.length; index++) value = Math.imul(value ^ text.charCodeAt(index), 0x01000193);
    value = Math.imul(value ^ 0x1f, 0x01000193);
  }
  return mix(value);
}

/** Mixes whole numbers to a fair 32-bit draw without making text: the fast path of the past. */
export function mixNumbers(a: number, b: number, c: number): number {
  return mix(Math.imul(a, 0x9e3779b1) ^ Math.imul(b, 0x85ebca6b) ^ Math.imul(c, 0xc2b2ae35));
}

/** A stream from a 32-bit seed. */
export function randomStream(seed: number): RandomStream {
  return new Mulberry(seed);
}

/** A class and not closures: the past makes half a million streams. */
class Mulberry implements RandomStream {
  private state: number;

  constructor(seed: number) {
    this.state = seed >>> 0;
  }

  next(): number {
    this.state = (this.state + 0x6d2b79f5) >>> 0;
    let value = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
    value = (value + Math.imul(value ^ (value >>> 7), 61 | value)) ^ value;
    return ((value ^ (value >>> 14)) >>> 0) / 4_294_967_296;
  }

  between(from: number, to: number): number {
    return from + Math.floor(this.next() * (to - from + 1));
  }

  pick<T>(list: readonly T[]): T {
    return list[Math.floor(this.next() * list.length)] as T; // the list is not empty: contract of pick
  }

  chance(probability: number): boolean {
    return this.next() < probability;
  }

  longTail(median: number, spread: number): number {
    const radius = Math.sqrt(-2 * Math.log(1 - this.next()));
    return median * Math.exp(spread * radius * Math.cos(2 * Math.PI * this.next()));
  }
}

function mix(value: number): number {
  let mixed = value >>> 0;
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x21f0aaad);
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97);
  return (mixed ^ (mixed >>> 15)) >>> 0;
}
