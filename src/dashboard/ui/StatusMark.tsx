import type { ReactNode } from 'react';
import { classNames } from '#dashboard/lib/class-names.ts';
import { STATE_TEXT, type VisualState } from '#dashboard/lib/visual-state.ts';
import { Glyph } from './Glyph.tsx';

/**
 * A state: glyph, word, colour; no ground and no border. `ok` is set in 400, every other state in 500.
 *
 * @param state which of the seven marks
 * @param children the word ("failed", "done, 4 warn.", "unknown since 09:58")
 * @param isReview set in 600: a word that asks for review (escalating, new, regressed, the state in a page head)
 */
export function StatusMark({
  state,
  children,
  isReview = false,
  size = 12,
  className,
}: {
  state: VisualState;
  children: ReactNode;
  isReview?: boolean;
  size?: 12 | 16;
  className?: string;
}) {
  const weight = isReview ? 'font-semibold' : state === 'ok' ? 'font-normal' : 'font-medium';
  return (
    <span
      className={classNames(
        'inline-flex max-w-full min-w-0 items-center gap-1.5 align-top',
        weight,
        STATE_TEXT[state],
        className,
      )}
    >
      <Glyph state={state} size={size} />
      <span className="truncate">{children}</span>
    </span>
  );
}
