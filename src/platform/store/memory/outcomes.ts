import { compareText, type Runs } from './runs.ts';
import { SortedRows } from './sorted-rows.ts';

/** Ended runs of each runtime by end. A runtime's list is made when it is first asked for, then kept up. */
export class Outcomes {
  private readonly runs: Runs;
  private readonly lists = new Map<number, SortedRows>();

  constructor(runs: Runs) {
    this.runs = runs;
  }

  /** Ended runs of a runtime, by end, ties by id. */
  of(runtime: number): SortedRows {
    const known = this.lists.get(runtime);
    if (known) return known;
    const list = new SortedRows(this.byEnd);
    const rows: number[] = [];
    for (const pair of this.runs.pairsOfRuntime[runtime] ?? []) {
      const ofPair = this.runs.pairs[pair]!.rows;
      for (let position = 0; position < ofPair.length; position++) {
        const row = ofPair.at(position);
        if (!this.runs.isInFlight(row)) rows.push(row);
      }
    }
    list.adopt(Int32Array.from(rows.sort(this.byEnd)));
    this.lists.set(runtime, list);
    return list;
  }

  add(row: number): void {
    this.lists.get(this.runs.columns.runtime[row]!)?.insert(row);
  }

  remove(row: number): void {
    if (!this.runs.isInFlight(row)) this.lists.get(this.runs.columns.runtime[row]!)?.remove(row);
  }

  /** Makes every list anew when asked next: cheaper than taking out thousands one by one. */
  forget(): void {
    this.lists.clear();
  }

  private readonly byEnd = (a: number, b: number): number =>
    this.runs.endOf(a) - this.runs.endOf(b) || compareText(this.runs.idOf(a), this.runs.idOf(b));
}
