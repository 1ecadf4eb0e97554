import type { ReactNode, Ref, RefObject } from 'react';
import { latePart } from './late-part.tsx';

/** What a screen may ask of virtual rows: bring a row into view (j/k, a link to a line). */
export type VirtualRowsHandle = { scrollToIndex: (index: number) => void };

/** Props of `VirtualRows`. */
export type VirtualRowsProps = {
  /** Rows loaded. */
  count: number;
  /** Stable identity of a row: held-back rows must not shift what is open. */
  getKey: (index: number) => string;
  /** Height before a row is measured; rows may be of any height. */
  estimateHeight?: number;
  renderRow: (index: number) => ReactNode;
  /** `window` (default), or the element that scrolls. */
  scrollIn?: 'window' | RefObject<HTMLElement | null>;
  /** Called when the last loaded rows come near: load the next page. May be called again while loading. */
  onNearEnd?: () => void;
  /** Null until the rows can be scrolled to, a moment after the first of them are drawn. */
  handleRef?: Ref<VirtualRowsHandle>;
};

/** Drawn while the windowing is on its way: more than a screen of rows 28 high. */
const FIRST_ROWS = 48;

function FirstRows({ count, getKey, renderRow, estimateHeight = 28 }: VirtualRowsProps) {
  const shown = Math.min(count, FIRST_ROWS);
  return (
    <div role="presentation" style={{ paddingBottom: (count - shown) * estimateHeight }}>
      {Array.from({ length: shown }, (_, index) => (
        <div key={getKey(index)} role="presentation" data-index={index}>
          {renderRow(index)}
        </div>
      ))}
    </div>
  );
}

/**
 * Renders only the rows near the viewport, in normal flow between two spacers, so that the browser's own find, selection and
 * anchoring work on what is there. Zero rows render nothing. The windowing is 10 kB that no first paint needs.
 */
export const VirtualRows = latePart(async () => (await import('./NearRows.tsx')).NearRows, FirstRows);
