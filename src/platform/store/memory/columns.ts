/** Strings and what they stand for, numbered from 0 in order of first sight. */
export class Dictionary {
  readonly values: string[] = [];
  private readonly numbers = new Map<string, number>();

  get size(): number {
    return this.values.length;
  }

  /** The number of a value, given to it now when it has none. */
  intern(value: string): number {
    const known = this.numbers.get(value);
    if (known !== undefined) return known;
    this.numbers.set(value, this.values.length);
    return this.values.push(value) - 1;
  }

  /** The number of a value; -1 for one never seen. */
  find(value: string): number {
    return this.numbers.get(value) ?? -1;
  }

  /** The value of a number that `intern` gave. */
  at(number: number): string {
    const value = this.values[number];
    if (value === undefined) throw new Error(`no entry ${number} in this dictionary`);
    return value;
  }
}

/**
 * What filters, sorts and counts, one entry a run. Reading outside `length` gives zeros, so callers stay inside it; typed arrays
 * cannot be `undefined` there, which is why entries are read with `!`.
 */
export class RunColumns {
  startedAt = new Float64Array(0);
  /** -1 when not known. */
  endedAt = new Float64Array(0);
  runtime = new Uint32Array(0);
  environment = new Uint32Array(0);
  /** Entry of a process under one name. */
  process = new Uint32Array(0);
  /** One process (whatever its name) on one runtime. */
  pair = new Uint32Array(0);
  /** Index in `executionStatuses`. */
  status = new Uint8Array(0);
  /** Index in `triggers`. */
  trigger = new Uint8Array(0);
  /** Entry of a failure; -1 without one. */
  failure = new Int32Array(0);
  errors = new Float64Array(0);
  /** 1 where the work of a run is not its process as a whole, but a file or message. */
  hasOwnWork = new Uint8Array(0);
  /** Row of the run that recovered this one; -1 for none. */
  recoveredBy = new Int32Array(0);

  private capacity = 0;

  /** Makes room for so many rows; keeps what is there. */
  reserve(rows: number): void {
    if (rows <= this.capacity) return;
    const capacity = Math.max(rows, Math.ceil(this.capacity * 1.5), 1_024);
    this.startedAt = grown(new Float64Array(capacity), this.startedAt);
    this.endedAt = grown(new Float64Array(capacity), this.endedAt);
    this.runtime = grown(new Uint32Array(capacity), this.runtime);
    this.environment = grown(new Uint32Array(capacity), this.environment);
    this.process = grown(new Uint32Array(capacity), this.process);
    this.pair = grown(new Uint32Array(capacity), this.pair);
    this.status = grown(new Uint8Array(capacity), this.status);
    this.trigger = grown(new Uint8Array(capacity), this.trigger);
    this.failure = grown(new Int32Array(capacity), this.failure);
    this.errors = grown(new Float64Array(capacity), this.errors);
    this.hasOwnWork = grown(new Uint8Array(capacity), this.hasOwnWork);
    this.recoveredBy = grown(new Int32Array(capacity), this.recoveredBy);
    this.capacity = capacity;
  }
}

function grown<T extends { set(from: ArrayLike<number>): void }>(to: T, from: ArrayLike<number>): T {
  to.set(from);
  return to;
}
