import { useState } from 'react';

/** Rows as they are shown while new ones arrive. */
export interface HeldRows<Row> {
  /** In the order to show. A slot that is not loaded yet is undefined. */
  rows: readonly (Row | undefined)[];
  /** Rows that have arrived and are held back. */
  newCount: number;
  /** Shows what is held back, and goes on holding from there. */
  show: () => void;
}

/**
 * Keeps rows in their places while a person points at them or has selected one: their content goes on changing, their order
 * and number do not. What has left the set stays as it was last seen until the hold ends.
 *
 * @param incoming the newest rows in their own order; slots that are not loaded are undefined
 * @param key what the set is: another filter or order ends the hold
 */
export function useHeldRows<Row>(
  incoming: readonly (Row | undefined)[],
  idOf: (row: Row) => string,
  isHeld: boolean,
  key: string,
): HeldRows<Row> {
  const [held, setHeld] = useState<{ key: string; rows: readonly (Row | undefined)[] } | null>(null);
  const isHolding = held !== null && held.key === key;
  // Derived while drawing, so that no frame shows the rows in their new order first.
  if (isHeld && !isHolding && incoming.length > 0) setHeld({ key, rows: incoming });
  if (!isHeld && held !== null) setHeld(null);
  if (!isHeld || !isHolding) return { rows: incoming, newCount: 0, show: () => setHeld(null) };

  const byId = new Map(incoming.flatMap((row) => (row === undefined ? [] : [[idOf(row), row] as const])));
  const known = new Set(held.rows.flatMap((row) => (row === undefined ? [] : [idOf(row)])));
  const rows = held.rows.map((row, index) => {
    if (row !== undefined) return byId.get(idOf(row)) ?? row;
    const loaded = incoming[index];
    return loaded !== undefined && !known.has(idOf(loaded)) ? loaded : undefined;
  });
  const newCount = held.rows.includes(undefined) ? 0 : [...byId.keys()].filter((id) => !known.has(id)).length;
  return { rows, newCount, show: () => setHeld({ key, rows: incoming }) };
}
