import type { Execution, ExecutionPage } from '#contract/execution.ts';

/**
 * Joins the rows that stand on screen with the newest page: what is known is replaced in its place, what is not is held. The
 * order of what stands never changes.
 *
 * @param standing rows on screen, in their order
 * @param newest the first page as it is now
 */
export function freshRows(
  standing: readonly Execution[],
  newest: readonly Execution[],
): { rows: Execution[]; held: Execution[] } {
  const newestById = new Map(newest.map((row) => [row.id, row]));
  const standingIds = new Set(standing.map((row) => row.id));
  return {
    rows: standing.map((row) => newestById.get(row.id) ?? row),
    held: newest.filter((row) => !standingIds.has(row.id)),
  };
}

/** When the standing rows were read; never, when there are none. */
export function newestAsOf(pages: readonly ExecutionPage[] | undefined): number {
  return pages?.[0]?.asOfAt ?? Number.NEGATIVE_INFINITY;
}

/** Why new rows wait, in words; null when they need not. The strongest reason is named. */
export function heldReason({
  isSelected,
  isPointed,
  isScrolled,
}: {
  isSelected: boolean;
  isPointed: boolean;
  isScrolled: boolean;
}): string | null {
  if (isSelected) return 'a row is selected';
  if (isScrolled) return 'the list is scrolled';
  return isPointed ? 'the pointer is on the list' : null;
}
