import type { ReactNode } from 'react';
import type { VisualState } from '#dashboard/lib/visual-state.ts';
import { StatusMark } from './StatusMark.tsx';

/**
 * A line of 28 on select ground: what must be known about the rows below or above it (stale, partial, a limit).
 *
 * @param word the short fact ("4 min old", "2 missing"); the children say the cause or the names
 */
export function NoteLine({
  state,
  word,
  action,
  children,
}: {
  state: VisualState;
  word: ReactNode;
  action?: ReactNode;
  children?: ReactNode;
}) {
  return (
    <div
      role="status"
      className="flex min-h-7 items-center gap-3 bg-select px-3 py-1 [--knock:var(--color-select)] max-md:flex-wrap max-md:gap-y-0"
    >
      <StatusMark state={state} className="shrink-0">
        {word}
      </StatusMark>
      {children === undefined ? null : <span className="min-w-0 text-note text-ink-2 md:truncate">{children}</span>}
      {action === undefined ? null : <span className="ml-auto shrink-0">{action}</span>}
    </div>
  );
}
