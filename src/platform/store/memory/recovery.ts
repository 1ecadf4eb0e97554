import type { Runs } from './runs.ts';

/**
 * Recovered marks. A failed or aborted run is recovered by the first run of its pair that started later and ended well (the one
 * with the lower id when two started at once). Said that way, marks do not depend on the order in which reports arrive.
 */

/** Marks what a run that now counts as a success recovers. It must stand in its pair's order. */
export function markRecoveredBy(runs: Runs, success: number): void {
  for (const row of recoverable(runs, success)) runs.columns.recoveredBy[row] = success;
}

/** Finds who recovered a failed or aborted run; clears the mark of any other. It must stand in its pair's order. */
export function markBroken(runs: Runs, row: number): void {
  runs.columns.recoveredBy[row] = runs.isBroken(row) ? firstSuccessAfter(runs, row) : -1;
}

/** Rows that a run recovers now, so that they can be marked anew once it no longer stands where it stood. */
export function recoveredRows(runs: Runs, success: number): number[] {
  return recoverable(runs, success).filter((row) => runs.columns.recoveredBy[row] === success);
}

/** Failed and aborted runs of the pair whose first later success is this one. */
function recoverable(runs: Runs, success: number): number[] {
  const { startedAt, pair } = runs.columns;
  const rows = runs.pairs[pair[success]!]!.rows;
  const start = startedAt[success]!;
  const found: number[] = [];
  let earlierSuccessAt = -1;
  for (let position = rows.positionOf(success) - 1; position >= 0; position--) {
    const row = rows.at(position);
    if (startedAt[row]! === start) {
      if (runs.isSuccess(row)) return [];
      continue;
    }
    if (startedAt[row]! < earlierSuccessAt) break;
    if (runs.isSuccess(row)) earlierSuccessAt = startedAt[row]!;
    else if (runs.isBroken(row)) found.push(row);
  }
  return found;
}

function firstSuccessAfter(runs: Runs, row: number): number {
  const { startedAt, pair } = runs.columns;
  const rows = runs.pairs[pair[row]!]!.rows;
  const start = startedAt[row]!;
  const from = rows.firstWhere((other) => startedAt[other]! > start);
  for (let position = from; position < rows.length; position++) {
    if (runs.isSuccess(rows.at(position))) return rows.at(position);
  }
  return -1;
}
