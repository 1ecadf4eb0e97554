import type { LiveDetail, Runs } from './runs.ts';

/** Who is a sub-process or a retry of whom. Reported runs are looked up by id, past ones by scanning a column. */
export class Relations {
  private readonly runs: Runs;
  private readonly children = new Map<string, Set<number>>();
  private readonly retries = new Map<string, Set<number>>();

  constructor(runs: Runs) {
    this.runs = runs;
  }

  add(row: number, detail: LiveDetail): void {
    if (detail.parentId !== null) addTo(this.children, detail.parentId, row);
    if (detail.retryOf !== null) addTo(this.retries, detail.retryOf, row);
  }

  remove(row: number, detail: LiveDetail): void {
    if (detail.parentId !== null) removeFrom(this.children, detail.parentId, row);
    if (detail.retryOf !== null) removeFrom(this.retries, detail.retryOf, row);
  }

  /** Sub-process runs of an execution, in no promised order. */
  childrenOf(id: string): number[] {
    return [...(this.children.get(id) ?? []), ...this.pastRows(id, this.runs.past?.columns.parent)];
  }

  /** Attempts that name an execution as their predecessor, in no promised order. */
  retriesOf(id: string): number[] {
    return [...(this.retries.get(id) ?? []), ...this.pastRows(id, this.runs.past?.columns.retryOf)];
  }

  private pastRows(id: string, column: Int32Array | undefined): number[] {
    const row = this.runs.rowOf(id);
    const found: number[] = [];
    if (!column || row < 0 || row >= this.runs.pastLength) return found;
    for (let at = column.indexOf(row); at >= 0; at = column.indexOf(row, at + 1)) {
      if (!this.runs.live.has(at) && this.runs.rowOf(this.runs.idOf(at)) === at) found.push(at);
    }
    return found;
  }
}

function addTo(map: Map<string, Set<number>>, id: string, row: number): void {
  const rows = map.get(id);
  if (rows) rows.add(row);
  else map.set(id, new Set([row]));
}

function removeFrom(map: Map<string, Set<number>>, id: string, row: number): void {
  const rows = map.get(id);
  rows?.delete(row);
  if (rows?.size === 0) map.delete(id);
}
