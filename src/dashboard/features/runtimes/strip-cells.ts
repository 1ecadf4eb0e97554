import type { RuntimeStatus, StripCell } from '#contract/runtime.ts';
import type { UptimeCell } from '#dashboard/charts/UptimeStrip.tsx';
import { formatCount } from '#dashboard/lib/format.ts';

/** The cells of a runtime as its strip draws them; failures win over absence of contact, because they are the rarer news. */
export function stripCells(
  strip: readonly StripCell[],
  status: RuntimeStatus,
): { cells: UptimeCell[]; lostCell: number | undefined } {
  const cells = strip.map(cellOf);
  if (status.contact === 'late' && cells.length > 0) cells[cells.length - 1] = { kind: 'late' };
  if (status.contact !== 'offline') return { cells, lostCell: undefined };
  // From the last cell in which it was heard of, it is not known what it does.
  const heard = strip.findLastIndex((cell) => cell.contact === 'in' || cell.contact === 'out');
  return { cells, lostCell: Math.min(heard + 1, strip.length - 1) };
}

/** The strip in words. */
export function stripWords(strip: readonly StripCell[], status: RuntimeStatus, cellWord: string): string {
  const out = strip.filter((cell) => cell.contact === 'out').length;
  const failed = strip.reduce((sum, cell) => sum + cell.failed, 0);
  const away = status.contact === 'offline' ? ', out of contact now' : '';
  return `${formatCount(strip.length, 'cell')} of ${cellWord}: out of contact in ${out}, ${formatCount(failed, 'failed run')}${away}`;
}

function cellOf(cell: StripCell): UptimeCell {
  if (cell.contact === 'paused') return { kind: 'pause' };
  if (cell.failed > 0) return { kind: 'share', state: 'failed', share: cell.failed / Math.max(cell.runs, cell.failed) };
  if (cell.contact === 'out') return { kind: 'out' };
  if (cell.contact === 'unknown') return { kind: 'none' };
  if (cell.warned > 0) return { kind: 'share', state: 'warn', share: cell.warned / Math.max(cell.runs, cell.warned) };
  return { kind: 'fine' };
}
