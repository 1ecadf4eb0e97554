import { type KeyboardEvent, type PointerEvent, type RefObject, useRef, useState } from 'react';

/** A brushed range as bucket edges: from edge `start` to edge `end`, with `start < end`. */
export type BrushEdges = { start: number; end: number };

/** Which handle. */
export type BrushHandle = 'start' | 'end';

/**
 * The behaviour of a brush over buckets: drag to choose, click for one bucket, each handle a slider for the keyboard.
 * While dragging the range is local; `onChange` is called once, when it is let go.
 *
 * @param edges the range from outside; null for none
 * @param boxRef the element whose width is the whole axis
 */
export function useBrush({
  count,
  edges,
  onChange,
  boxRef,
}: {
  count: number;
  edges: BrushEdges | null;
  onChange: (edges: BrushEdges | null) => void;
  boxRef: RefObject<HTMLElement | null>;
}) {
  const [dragged, setDragged] = useState<BrushEdges | null>(null);
  const anchor = useRef<{ bucket: number; fixedEdge: number | null } | null>(null);
  const shown = dragged ?? edges;

  const bucketAt = (clientX: number): number => {
    const box = boxRef.current?.getBoundingClientRect();
    if (box === undefined || box.width === 0) return 0;
    return Math.min(count - 1, Math.max(0, Math.floor(((clientX - box.left) / box.width) * count)));
  };
  const rangeTo = (bucket: number): BrushEdges | null => {
    const from = anchor.current;
    if (from === null) return null;
    if (from.fixedEdge !== null) {
      return bucket >= from.fixedEdge
        ? { start: from.fixedEdge, end: bucket + 1 }
        : { start: bucket, end: from.fixedEdge };
    }
    return { start: Math.min(from.bucket, bucket), end: Math.max(from.bucket, bucket) + 1 };
  };
  const grab = (event: PointerEvent<HTMLElement>, fixedEdge: number | null) => {
    if (event.button !== 0 || count === 0) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    anchor.current = { bucket: bucketAt(event.clientX), fixedEdge };
    setDragged(fixedEdge === null ? rangeTo(anchor.current.bucket) : edges);
  };
  const release = () => {
    anchor.current = null;
    if (dragged !== null) onChange(dragged);
    setDragged(null);
  };
  const pointerProps = (fixedEdge: number | null) => ({
    onPointerDown: (event: PointerEvent<HTMLElement>) => {
      event.stopPropagation();
      grab(event, fixedEdge);
    },
    onPointerMove: (event: PointerEvent<HTMLElement>) => {
      if (anchor.current !== null) setDragged(rangeTo(bucketAt(event.clientX)));
    },
    onPointerUp: release,
    onPointerCancel: () => {
      anchor.current = null;
      setDragged(null);
    },
  });

  const onHandleKey = (handle: BrushHandle) => (event: KeyboardEvent<HTMLElement>) => {
    const now = shown ?? { start: 0, end: count };
    const step = event.shiftKey ? 4 : 1;
    const moves: Record<string, number> = {
      ArrowLeft: now[handle] - step,
      ArrowDown: now[handle] - step,
      ArrowRight: now[handle] + step,
      ArrowUp: now[handle] + step,
      Home: 0,
      End: count,
    };
    const to = moves[event.key];
    if (to !== undefined) {
      event.preventDefault();
      onChange(
        handle === 'start'
          ? { start: Math.min(now.end - 1, Math.max(0, to)), end: now.end }
          : { start: now.start, end: Math.max(now.start + 1, Math.min(count, to)) },
      );
    } else if (event.key === 'Escape' && edges !== null) {
      event.preventDefault();
      onChange(null);
    }
  };
  return { shown, axisProps: pointerProps(null), pointerProps, onHandleKey };
}
