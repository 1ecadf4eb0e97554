import { memo, useState } from 'react';
import type { LogLevel } from '#contract/answer.ts';
import type { ShownLine } from '#contract/log.ts';
import { classNames } from '#dashboard/lib/class-names.ts';
import { formatCount, formatNumber } from '#dashboard/lib/format.ts';
import { type TimeZone, formatClock, isoTime } from '#dashboard/lib/time.ts';
import { SafeText } from '#dashboard/ui/SafeText.tsx';
import { findInLine } from './find-in-line.ts';

const levelClass: Record<LogLevel, string> = {
  debug: 'text-ink-3',
  info: 'text-ink-3',
  warn: 'font-medium text-warn-text',
  error: 'font-semibold text-failed-text',
};

const textClass: Record<LogLevel, string> = {
  debug: 'text-ink-2',
  info: 'text-ink',
  warn: 'text-ink',
  error: 'font-medium text-ink',
};

/** A line of more rows than this (a stack trace) shows its first and folds the rest. */
const OPEN_ROWS = 3;

/** A line longer than this shows its beginning and folds the rest: half a million characters in one element stop a browser. */
const OPEN_CHARACTERS = 2_000;

/**
 * One line of a log: number, time, level, text. The number marks the line (its link). Everything in it is hostile.
 *
 * Drawn again only when something of it changed: scrolling passes dozens of them in every frame.
 *
 * @param pattern marks hits of the search; the hits of the current one are inverted
 * @param onMark the same function in every drawing
 */
export const LogLine = memo(function LogLine({
  line,
  zone,
  isMarked,
  isCurrentMatch,
  isWrapped,
  pattern,
  onMark,
}: {
  line: ShownLine;
  zone: TimeZone;
  isMarked: boolean;
  isCurrentMatch: boolean;
  isWrapped: boolean;
  pattern: RegExp | null;
  onMark: (line: number) => void;
}) {
  const [isOpen, setIsOpen] = useState(false);
  const { shown, folded } = isOpen ? { shown: line.text, folded: null } : foldText(line.text);
  return (
    <div className={classNames('flex min-h-5 py-px font-mono text-note', isMarked && 'selected-row')}>
      <button
        type="button"
        onClick={() => onMark(line.number)}
        aria-label={`Line ${line.number}${isMarked ? ', marked' : ', mark it'}`}
        className={classNames(
          'focus-inside w-(--number) shrink-0 self-start pr-3 text-right hover:text-ink',
          isMarked ? 'font-semibold text-ink' : 'text-ink-3',
        )}
      >
        {line.number}
      </button>
      <time dateTime={isoTime(line.at)} className="w-24 shrink-0 text-ink-3 max-md:hidden">
        {formatClock(line.at, zone, 'millis')}
      </time>
      <span className={classNames('w-12 shrink-0 uppercase', levelClass[line.level])}>{line.level}</span>
      <div
        className={classNames(
          'min-w-0 flex-1',
          textClass[line.level],
          isWrapped ? '[overflow-wrap:anywhere]' : 'whitespace-pre',
        )}
      >
        {findInLine(shown, pattern).map((part, index) =>
          part.isMatch ? (
            <mark
              key={index}
              className={isCurrentMatch ? 'bg-ink text-paper' : 'border-b-2 border-ink-3 bg-transparent text-inherit'}
            >
              <SafeText keepLineBreaks>{part.text}</SafeText>
            </mark>
          ) : (
            <SafeText key={index} keepLineBreaks>
              {part.text}
            </SafeText>
          ),
        )}
        {folded === null && line.textCut === 0 ? null : (
          <div className="font-sans font-normal text-ink-3">
            {folded === null ? null : (
              <button type="button" onClick={() => setIsOpen(true)} className="focus-inside hover:text-ink">
                + {folded} folded
              </button>
            )}
            {line.textCut === 0 || folded !== null
              ? null
              : `${formatCount(line.textCut, 'character')} left off here; the download has them.`}
          </div>
        )}
      </div>
    </div>
  );
});

/** Holds the place of a line that is not here yet. */
export function WaitingLine({ number }: { number: number | null }) {
  return (
    <div className="flex h-5 items-center font-mono text-note text-ink-3" aria-hidden="true">
      <span className="w-(--number) shrink-0 pr-3 text-right">{number ?? ''}</span>
      <span className="h-2 bg-select" style={{ width: 120 + (((number ?? 0) * 37) % 280) }} />
    </div>
  );
}

/** The part of a text that is shown folded, and what is not: `41 rows`, `18 000 characters`. */
function foldText(text: string): { shown: string; folded: string | null } {
  const rows = text.split('\n', OPEN_ROWS + 1);
  if (rows.length > OPEN_ROWS) {
    const first = (rows[0] ?? '').slice(0, OPEN_CHARACTERS);
    const more = text.split('\n').length - 1;
    return { shown: first, folded: formatCount(more, 'row') };
  }
  if (text.length > OPEN_CHARACTERS)
    return {
      shown: text.slice(0, OPEN_CHARACTERS),
      folded: `${formatNumber(text.length - OPEN_CHARACTERS)} characters`,
    };
  return { shown: text, folded: null };
}
