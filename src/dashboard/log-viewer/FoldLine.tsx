import type { StepState } from '#contract/tracking.ts';
import type * as z from 'zod/mini';
import { classNames } from '#dashboard/lib/class-names.ts';
import { formatCount, formatDuration } from '#dashboard/lib/format.ts';
import type { VisualState } from '#contract/status.ts';
import { Glyph } from '#dashboard/ui/Glyph.tsx';
import { SafeText } from '#dashboard/ui/SafeText.tsx';
import type { Fold } from './log-rows.ts';

const glyphs: Record<z.infer<typeof StepState>, VisualState | null> = {
  waiting: null,
  running: 'running',
  done: 'ok',
  warned: 'warn',
  failed: 'failed',
  skipped: 'discarded',
};

/** The head of a step in the log: it opens and closes the step's lines. A step without a line says that it was not run. */
export function FoldLine({ fold, isOpen, onToggle }: { fold: Fold; isOpen: boolean; onToggle: () => void }) {
  const isFailing = fold.state === 'failed' || fold.errors > 0;
  const state = fold.state === null ? null : glyphs[fold.state];
  const hasLines = fold.lines > 0;
  const content = (
    <>
      <span className="w-(--number) shrink-0 pr-3 text-right font-mono text-note text-ink-3">
        {hasLines ? fold.fromLine : ''}
      </span>
      <span className="w-5 shrink-0" aria-hidden="true">
        {hasLines ? (isOpen ? '−' : '+') : ''}
      </span>
      <span className="flex w-5 shrink-0 items-center">{state === null ? null : <Glyph state={state} />}</span>
      <span className="w-6 shrink-0 text-ink-3">{fold.step}</span>
      <span className="min-w-0 flex-1 truncate">
        <SafeText>{fold.name ?? `Step ${fold.step ?? ''}`}</SafeText>
      </span>
      <span className="shrink-0 pl-3 text-note font-normal text-ink-3">{hasLines ? counts(fold) : 'not run'}</span>
      <span className="w-20 shrink-0 text-right text-note font-normal text-ink-3 max-md:hidden">
        {fold.durationMs === null || !hasLines ? '' : formatDuration(fold.durationMs)}
      </span>
    </>
  );
  const look = 'flex h-[26px] w-full items-center border-b border-hair text-left';
  if (!hasLines) return <div className={classNames(look, 'text-ink-3')}>{content}</div>;
  return (
    <button
      type="button"
      aria-expanded={isOpen}
      onClick={onToggle}
      className={classNames(look, 'focus-inside ink-motion hover:bg-hover', isFailing && 'font-semibold')}
    >
      {content}
    </button>
  );
}

function counts(fold: Fold): string {
  const parts = [formatCount(fold.lines, 'line')];
  if (fold.errors > 0) parts.push(formatCount(fold.errors, 'error'));
  if (fold.warnings > 0) parts.push(formatCount(fold.warnings, 'warning'));
  return parts.join(', ');
}
