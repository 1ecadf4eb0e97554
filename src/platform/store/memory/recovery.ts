import type { Runs } from './runs.ts';
import type { Works } from './works.ts';

/** What marks are made from. */
interface Marked {
  runs: Runs;
  works: Works;
}

/**
 * Recovered marks. A failed or aborted run is recovered by the first run of its pair and work that started later and ended well
 * (the one with the lower id when two started at once). Said that way, marks do not depend on the order in which reports arrive.
 */

/** Marks what a run that now counts as a success recovers. It must stand in its pair's order. */
export function markRecoveredBy(marked: Marked, success: number): void {
  for (const row of recoverable(marked, success)) marked.runs.columns.recoveredBy[row] = success;
}

/** Finds who recovered a failed or aborted run; clears the mark of any other. It must stand in its pair's order. */
export function markBroken(marked: Marked, row: number): void {
  const { runs } = marked;
  runs.columns.recoveredBy[row] = runs.isBroken(row) ? firstSuccessAfter(marked, row) : -1;
}

/** Rows that a run recovers now, so that they can be marked anew once it no longer stands where it stood. */
export function recoveredRows(marked: Marked, success: number): number[] {
  return recoverable(marked, success).filter((row) => marked.runs.columns.recoveredBy[row] === success);
}

/** Failed and aborted runs of the work whose first later success is this one. */
function recoverable({ runs, works }: Marked, success: number): number[] {
  const { startedAt, hasOwnWork } = runs.columns;
  const rows = works.of(success);
  const start = startedAt[success]!;
  const found: number[] = [];
  let earlierSuccessAt = -1;
  for (let position = rows.positionOf(success) - 1; position >= 0; position--) {
    const row = rows.at(position);
    if (hasOwnWork[row] !== hasOwnWork[success]) continue;
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

function firstSuccessAfter({ runs, works }: Marked, row: number): number {
  const { startedAt, hasOwnWork } = runs.columns;
  const rows = works.of(row);
  const start = startedAt[row]!;
  const from = rows.firstWhere((other) => startedAt[other]! > start);
  for (let position = from; position < rows.length; position++) {
    const other = rows.at(position);
    if (hasOwnWork[other] === hasOwnWork[row] && runs.isSuccess(other)) return other;
  }
  return -1;
}
