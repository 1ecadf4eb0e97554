import { type Virtualizer, useVirtualizer, useWindowVirtualizer } from '@tanstack/react-virtual';
import { type RefObject, useEffect, useImperativeHandle, useLayoutEffect, useRef, useState } from 'react';
import type { VirtualRowsProps } from './VirtualRows.tsx';

const OVERSCAN = 12;

/** The rows near the viewport and nothing else: what `VirtualRows` shows once this script is there. */
export function NearRows(props: VirtualRowsProps) {
  return props.scrollIn === undefined || props.scrollIn === 'window' ? (
    <WindowRows {...props} />
  ) : (
    <ElementRows {...props} scrollIn={props.scrollIn} />
  );
}

function WindowRows(props: VirtualRowsProps) {
  const listRef = useRef<HTMLDivElement>(null);
  const [offset, setOffset] = useState(0);
  // Synchronises with layout: where the list begins on the page changes when something above it opens or loads.
  useLayoutEffect(() => {
    const list = listRef.current;
    if (list === null) return;
    const measure = () => setOffset(Math.round(list.getBoundingClientRect().top + window.scrollY));
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(document.body);
    return () => observer.disconnect();
  }, []);
  const virtualizer = useWindowVirtualizer<HTMLDivElement>({
    count: props.count,
    estimateSize: () => props.estimateHeight ?? 28,
    getItemKey: props.getKey,
    overscan: OVERSCAN,
    scrollMargin: offset,
  });
  return <Rows {...props} listRef={listRef} virtualizer={virtualizer} offset={offset} />;
}

function ElementRows(props: VirtualRowsProps & { scrollIn: RefObject<HTMLElement | null> }) {
  const listRef = useRef<HTMLDivElement>(null);
  const virtualizer = useVirtualizer<HTMLElement, HTMLDivElement>({
    count: props.count,
    getScrollElement: () => props.scrollIn.current,
    estimateSize: () => props.estimateHeight ?? 28,
    getItemKey: props.getKey,
    overscan: OVERSCAN,
  });
  return <Rows {...props} listRef={listRef} virtualizer={virtualizer} offset={0} />;
}

function Rows<Scroller extends Window | HTMLElement>({
  count,
  renderRow,
  onNearEnd,
  handleRef,
  listRef,
  virtualizer,
  offset,
}: VirtualRowsProps & {
  listRef: RefObject<HTMLDivElement | null>;
  virtualizer: Virtualizer<Scroller, HTMLDivElement>;
  offset: number;
}) {
  useImperativeHandle(
    handleRef,
    () => ({ scrollToIndex: (index) => virtualizer.scrollToIndex(index, { align: 'auto' }) }),
    [virtualizer],
  );
  const items = virtualizer.getVirtualItems();
  const first = items[0];
  const last = items.at(-1);
  const isNearEnd = last !== undefined && last.index >= count - OVERSCAN;
  // Synchronises with the scroll position: what is on screen decides when more is needed.
  useEffect(() => {
    if (isNearEnd) onNearEnd?.();
  }, [isNearEnd, count, onNearEnd]);
  const before = first === undefined ? 0 : first.start - offset;
  const after = last === undefined ? 0 : virtualizer.getTotalSize() - (last.end - offset);
  return (
    <div
      ref={listRef}
      role="presentation"
      style={{ paddingTop: Math.max(0, before), paddingBottom: Math.max(0, after) }}
    >
      {items.map((item) => (
        <div key={item.key} role="presentation" data-index={item.index} ref={virtualizer.measureElement}>
          {renderRow(item.index)}
        </div>
      ))}
    </div>
  );
}
