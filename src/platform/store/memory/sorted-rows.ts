/** Row numbers kept in an order. Insertion near the end, the usual case, is cheap; elsewhere it moves memory once. */
export class SortedRows {
  rows = new Int32Array(4);
  length = 0;
  private readonly compare: (a: number, b: number) => number;

  constructor(compare: (a: number, b: number) => number) {
    this.compare = compare;
  }

  at(position: number): number {
    return this.rows[position]!;
  }

  /** Adds a row that is known to come last. */
  push(row: number): void {
    this.reserve(this.length + 1);
    this.rows[this.length++] = row;
  }

  /** Takes over rows that are in order already. */
  adopt(rows: Int32Array<ArrayBuffer>): void {
    this.rows = rows;
    this.length = rows.length;
  }

  insert(row: number): void {
    const position =
      this.length > 0 && this.compare(this.at(this.length - 1), row) < 0 ? this.length : this.positionOf(row);
    this.reserve(this.length + 1);
    this.rows.copyWithin(position + 1, position, this.length);
    this.rows[position] = row;
    this.length++;
  }

  /** Removes a row whose columns still say what they said when it was inserted. */
  remove(row: number): void {
    const position = this.positionOf(row);
    if (this.rows[position] !== row) throw new Error(`row ${row} is not where its order says`);
    this.rows.copyWithin(position, position + 1, this.length);
    this.length--;
  }

  /** Drops the first rows for which `isGone` holds, looking at no more than `examined`. */
  removeWhere(examined: number, isGone: (row: number) => boolean): void {
    let to = 0;
    for (let from = 0; from < this.length; from++) {
      const row = this.rows[from]!;
      if (from < examined && isGone(row)) continue;
      this.rows[to++] = row;
    }
    this.length = to;
  }

  /** Position of a row, or where it would be. */
  positionOf(row: number): number {
    return this.firstWhere((other) => this.compare(other, row) >= 0);
  }

  /** First position from which on `isPast` holds; it must hold for all later ones too. */
  firstWhere(isPast: (row: number) => boolean): number {
    let low = 0;
    let high = this.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (isPast(this.rows[middle]!)) high = middle;
      else low = middle + 1;
    }
    return low;
  }

  private reserve(length: number): void {
    if (length <= this.rows.length) return;
    const rows = new Int32Array(Math.ceil(length * 1.5));
    rows.set(this.rows.subarray(0, this.length));
    this.rows = rows;
  }
}
