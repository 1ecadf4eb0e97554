import type { Runs } from './runs.ts';
import { SortedRows } from './sorted-rows.ts';

/**
 * Runs of each work by start. Where the work is the process as a whole, that is the order of the pair, among others; a file or
 * message has an order of its own, because a listener has a hundred thousand of them. Of the past, such an order is made when it is
 * first needed, which is when somebody reports another attempt.
 */
export class Works {
  private readonly runs: Runs;
  private readonly orders = new Map<string, SortedRows>();

  constructor(runs: Runs) {
    this.runs = runs;
  }

  /** Rows among which all of a run's work are, by start: those with the same `hasOwnWork` are of it. */
  of(row: number): SortedRows {
    const { columns, pairs } = this.runs;
    if (columns.hasOwnWork[row] === 0) return pairs[columns.pair[row]!]!.rows;
    return this.own(row, this.runs.workIdOf(row));
  }

  /** Adds a reported row that now stands in the columns. */
  add(row: number): void {
    if (this.runs.columns.hasOwnWork[row] === 1) this.own(row, this.runs.workIdOf(row)).insert(row);
  }

  /** Keeps a row of the past in its order when it is about to get a live detail, and nothing else of it changes. */
  hold(row: number): void {
    if (this.runs.columns.hasOwnWork[row] === 1) this.own(row, this.runs.workIdOf(row));
  }

  /** Takes a row out, while the columns still say what they said when it was added. */
  remove(row: number): void {
    if (this.runs.columns.hasOwnWork[row] === 0) return;
    const key = this.keyOf(row, this.runs.workIdOf(row));
    const rows = this.orders.get(key);
    rows?.remove(row);
    if (rows?.length === 0) this.orders.delete(key);
  }

  private own(row: number, workId: string): SortedRows {
    const key = this.keyOf(row, workId);
    const known = this.orders.get(key);
    if (known) return known;
    const rows = new SortedRows(this.runs.byStart);
    for (const past of this.pastRows(this.runs.columns.pair[row]!, workId)) rows.insert(past);
    this.orders.set(key, rows);
    return rows;
  }

  private keyOf(row: number, workId: string): string {
    return `${this.runs.columns.pair[row]!} ${workId}`;
  }

  /** Rows of the past at one work that were not reported since. */
  private pastRows(pair: number, workId: string): number[] {
    const { past, pastLength, columns, live } = this.runs;
    const first = past?.rowOf(workId) ?? -1;
    const found: number[] = [];
    if (!past || first < 0 || first >= pastLength || past.idOf(first) !== workId) return found;
    for (let at = past.columns.work.indexOf(first); at >= 0; at = past.columns.work.indexOf(first, at + 1)) {
      if (columns.pair[at] === pair && !live.has(at) && this.runs.rowOf(past.idOf(at)) === at) found.push(at);
    }
    return found;
  }
}
