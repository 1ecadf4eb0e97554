import { type ReactNode, useEffect, useState } from 'react';
import { Button } from './Button.tsx';
import { NoteLine } from './NoteLine.tsx';
import { SkeletonRows } from './Skeleton.tsx';
import { StatusMark } from './StatusMark.tsx';

/**
 * What a panel knows. `ready` and the five designed states; a screen builds it from its query and never leaves one out.
 * Old data wins: with anything older to show, a failing read is `stale`, not `error`, and a slow one stays `ready`.
 */
export type PanelState =
  | { kind: 'ready' }
  | {
      kind: 'loading';
      /** When the read gives up, from its start; said after 2 s ("still reading, 8 s at most"). */
      deadlineMs: number;
    }
  | { kind: 'empty'; title: ReactNode; why?: ReactNode; wayOut?: ReactNode }
  | {
      kind: 'error';
      title: ReactNode;
      /** What the platform answered, in a sentence. */
      cause: ReactNode;
      /** When it is tried again by itself ("Next try in 8 s."). */
      nextTry?: ReactNode;
      onRetry: () => void;
      /** A second way: copy as cURL. */
      more?: ReactNode;
    }
  | { kind: 'stale'; age: ReactNode; cause: ReactNode }
  | { kind: 'partial'; missing: ReactNode; who: ReactNode };

/** After this long a waiting person is told how much longer it can take (LOOKS.md, five panel states). */
const SENTENCE_AFTER_MS = 2000;

/**
 * The inside of a section in all its states, at one height.
 *
 * @param minHeight pixels kept in every state, so that nothing jumps
 * @param skeleton shape of the answer while loading; rows of bars unless told
 */
export function Panel({
  state,
  minHeight,
  skeleton,
  children,
}: {
  state: PanelState;
  minHeight?: number;
  skeleton?: ReactNode;
  children: ReactNode;
}) {
  return (
    <div style={{ minHeight }} aria-busy={state.kind === 'loading' || undefined}>
      {panelBody(state, skeleton, children)}
    </div>
  );
}

function panelBody(state: PanelState, skeleton: ReactNode, children: ReactNode): ReactNode {
  switch (state.kind) {
    case 'ready':
      return children;
    case 'loading':
      return <PanelLoading deadlineMs={state.deadlineMs} skeleton={skeleton} />;
    case 'empty':
      return (
        <div className="py-4">
          <p className="font-semibold">{state.title}</p>
          {state.why === undefined ? null : <p className="text-ink-2">{state.why}</p>}
          {state.wayOut === undefined ? null : <div className="pt-1">{state.wayOut}</div>}
        </div>
      );
    case 'error':
      return (
        <div className="py-4" role="alert">
          <p>
            <StatusMark state="failed" isReview className="max-w-full">
              {state.title}
            </StatusMark>
          </p>
          <p className="text-ink-2">
            {state.cause} {state.nextTry}
          </p>
          <div className="flex flex-wrap items-center gap-3 pt-2">
            <Button onClick={state.onRetry}>Try now</Button>
            {state.more}
          </div>
        </div>
      );
    case 'stale':
      return (
        <>
          <NoteLine state="warn" word={state.age}>
            {state.cause}
          </NoteLine>
          {children}
        </>
      );
    case 'partial':
      return (
        <>
          {children}
          <NoteLine state="unknown" word={state.missing}>
            {state.who}
          </NoteLine>
        </>
      );
  }
}

function PanelLoading({ deadlineMs, skeleton }: { deadlineMs: number; skeleton: ReactNode }) {
  const [isLong, setIsLong] = useState(false);
  // Synchronises with the passing of time: the sentence appears when waiting becomes noticeable.
  useEffect(() => {
    const timer = setTimeout(() => setIsLong(true), SENTENCE_AFTER_MS);
    return () => clearTimeout(timer);
  }, []);
  const secondsLeft = Math.max(1, Math.ceil((deadlineMs - SENTENCE_AFTER_MS) / 1000));
  return (
    <>
      {skeleton ?? <SkeletonRows />}
      <p role="status" className="min-h-[18px] pt-2 text-note text-ink-3">
        {isLong ? `still reading, ${secondsLeft} s at most` : ''}
      </p>
    </>
  );
}
