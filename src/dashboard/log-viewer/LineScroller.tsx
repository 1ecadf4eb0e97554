import {
  type KeyboardEvent,
  type ReactNode,
  type Ref,
  useEffect,
  useImperativeHandle,
  useLayoutEffect,
  useMemo,
  useReducer,
  useRef,
  useState,
} from 'react';
import { createRowHeights } from './row-heights.ts';

/** What the viewer may ask of its scroller. */
export interface LineScrollerHandle {
  /** Brings a row to the middle, or only into view where it is not. */
  scrollToRow: (index: number, how: 'middle' | 'near') => void;
  focus: () => void;
}

/** Browsers stop at heights between 17 and 33 million pixels; a longer log is scrolled by proportion. */
const TALLEST_PX = 12_000_000;

/** Rows drawn beyond each edge. */
const OVERSCAN = 12;

/** A jump settles within this time: rows around its target may still be measured. */
const SETTLE_MS = 600;

/**
 * A box that scrolls through up to millions of rows of unequal height. Only the rows near its window exist; a row that turns
 * out higher than estimated never moves what is being read.
 *
 * @param layoutKey changes when rows mean something else (a step opened): heights are forgotten, the row under `keepRow` stays put
 * @param onRange first and last drawn row, for fetching
 */
export function LineScroller({
  label,
  count,
  layoutKey,
  estimate,
  maxHeight,
  isWrapped,
  renderRow,
  onRange,
  onKeyDown,
  handleRef,
  children,
}: {
  label: string;
  count: number;
  layoutKey: string;
  estimate: number;
  maxHeight: string;
  isWrapped: boolean;
  renderRow: (index: number) => ReactNode;
  onRange: (first: number, last: number) => void;
  onKeyDown?: (event: KeyboardEvent<HTMLElement>) => void;
  handleRef: Ref<LineScrollerHandle>;
  /** Stands over the right edge: the map of the log. */
  children?: ReactNode;
}) {
  const boxRef = useRef<HTMLDivElement>(null);
  const rowsRef = useRef<HTMLDivElement>(null);
  const target = useRef<{ index: number; until: number } | null>(null);
  // Heights live as long as the rows mean the same; `layoutKey` and `isWrapped` are what changes that.
  const heights = useMemo(() => createRowHeights(count, estimate), [count, estimate, layoutKey, isWrapped]); // eslint-disable-line react/exhaustive-deps
  const [view, setView] = useState({ top: 0, height: 600 });
  const [, redraw] = useReducer((turn: number) => turn + 1, 0);

  const total = heights.offsetOf(count);
  const tall = Math.min(total, TALLEST_PX);
  const scale = tall <= view.height || total <= TALLEST_PX ? 1 : (total - view.height) / (tall - view.height);
  const top = Math.min(view.top * scale, Math.max(0, total - view.height));
  const first = Math.max(0, heights.indexAt(top) - OVERSCAN);
  const last = Math.min(count - 1, heights.indexAt(top + view.height) + OVERSCAN);

  const scrollTo = (offset: number) => {
    const box = boxRef.current;
    if (box === null) return;
    box.scrollTop = Math.max(0, offset) / scale;
    setView((before) => (before.top === box.scrollTop ? before : { ...before, top: box.scrollTop }));
  };
  const alignTo = (index: number) => scrollTo(heights.offsetOf(index) - (view.height - heights.heightOf(index)) / 2);

  useImperativeHandle(handleRef, () => ({
    scrollToRow(index, how) {
      const offset = heights.offsetOf(index);
      const isInView = offset >= top + estimate && offset + heights.heightOf(index) <= top + view.height - estimate;
      if (how === 'near' && isInView) return;
      target.current = { index, until: performance.now() + SETTLE_MS };
      alignTo(index);
    },
    focus: () => boxRef.current?.focus({ preventScroll: true }),
  }));

  // Synchronises with layout: measures what was drawn, keeps the row at the top (or the target of a jump) where it is.
  // It draws again only while a height changed, and a row that was measured does not change.
  // oxlint-disable-next-line react/exhaustive-deps
  useLayoutEffect(() => {
    const rows = rowsRef.current;
    if (rows === null) return;
    const anchor = heights.indexAt(top);
    const inside = top - heights.offsetOf(anchor);
    let hasChanged = false;
    for (const row of rows.children) {
      const index = Number(row.getAttribute('data-index'));
      hasChanged = heights.set(index, Math.round(row.getBoundingClientRect().height)) || hasChanged;
    }
    if (!hasChanged) return;
    const jump = target.current;
    if (jump !== null && performance.now() < jump.until) alignTo(jump.index);
    else scrollTo(heights.offsetOf(anchor) + inside);
    redraw();
  });

  // Synchronises with the size of the box.
  useLayoutEffect(() => {
    const box = boxRef.current;
    if (box === null) return;
    const measure = () =>
      setView((before) => (before.height === box.clientHeight ? before : { ...before, height: box.clientHeight }));
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(box);
    return () => observer.disconnect();
  }, []);

  // Tells the viewer which rows are needed; effects are where a parent's state may change.
  useEffect(() => {
    if (count > 0) onRange(first, last);
  }, [first, last, count, layoutKey, onRange]);

  const move = (event: KeyboardEvent<HTMLElement>) => {
    onKeyDown?.(event);
    if (event.defaultPrevented || event.target !== event.currentTarget) return;
    const page = view.height - 2 * estimate;
    const moves: Record<string, number> = {
      ArrowDown: top + estimate,
      ArrowUp: top - estimate,
      PageDown: top + page,
      PageUp: top - page,
      Home: 0,
      End: total,
      ' ': event.shiftKey ? top - page : top + page,
    };
    const offset = moves[event.key];
    if (offset === undefined || event.altKey) return;
    event.preventDefault();
    target.current = null;
    scrollTo(Math.min(offset, total - view.height));
  };

  return (
    <div className="relative">
      {/* A region that scrolls must be reached by the keyboard, and moves by it. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions */}
      <div
        ref={boxRef}
        role="region"
        aria-label={label}
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        tabIndex={0}
        onKeyDown={move}
        onWheel={() => (target.current = null)}
        onPointerDown={() => (target.current = null)}
        onScroll={(event) => {
          const { scrollTop } = event.currentTarget;
          setView((before) => (before.top === scrollTop ? before : { ...before, top: scrollTop }));
        }}
        style={{ maxHeight, overflowAnchor: 'none' }}
        className={`focus-inside overflow-y-auto pr-3 ${isWrapped ? 'overflow-x-hidden' : 'overflow-x-auto'}`}
      >
        <div style={{ height: tall }} className={isWrapped ? 'relative' : 'relative w-max min-w-full'}>
          <div
            ref={rowsRef}
            style={{ transform: `translateY(${view.top + heights.offsetOf(first) - top}px)` }}
            className={isWrapped ? 'absolute inset-x-0 top-0' : 'relative min-w-full'}
          >
            {Array.from({ length: Math.max(0, last - first + 1) }, (_unused, at) => (
              <div key={first + at} data-index={first + at}>
                {renderRow(first + at)}
              </div>
            ))}
          </div>
        </div>
      </div>
      {children}
    </div>
  );
}
