import { type KeyboardEvent, type ReactNode, type RefObject, useEffect, useState } from 'react';
import { type LogLevel, logLevels } from '#contract/answer.ts';
import type { LogOutline } from '#contract/log.ts';
import type { VisualState } from '#contract/status.ts';
import { classNames } from '#dashboard/lib/class-names.ts';
import { formatNumber } from '#dashboard/lib/format.ts';
import { StatusMark } from '#dashboard/ui/StatusMark.tsx';
import { TextField } from '#dashboard/ui/TextField.tsx';
import type { LogView } from './log-view.ts';
import type { LogSearch } from './use-log-search.ts';

/** A search begins this long after the last key: the whole log is searched each time. */
const TYPING_MS = 250;

const levelStates: Partial<Record<LogLevel, VisualState>> = { error: 'failed', warn: 'warn' };

/** The bar over the lines: search with true counts, how it searches, levels, and what can be done with the log (`children`). */
export function LogFindBar({
  fieldRef,
  view,
  onView,
  search,
  onStep,
  onLeave,
  levels,
  children,
}: {
  fieldRef: RefObject<HTMLInputElement | null>;
  view: LogView;
  onView: (change: LogView) => void;
  search: LogSearch;
  onStep: (step: 1 | -1) => void;
  onLeave: () => void;
  levels: LogOutline['levels'];
  children: ReactNode;
}) {
  const [text, setText] = useState(view.find ?? '');
  const find = view.find ?? '';
  // Synchronises the address with the typing, once it pauses. Only `text` starts it: the address itself may change on its own.
  useEffect(() => {
    if (text === find) return;
    const timer = setTimeout(() => onView({ find: text === '' ? undefined : text }), TYPING_MS);
    return () => clearTimeout(timer);
  }, [text]); // eslint-disable-line react/exhaustive-deps
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.key === 'Enter') {
      event.preventDefault();
      if (text !== find) onView({ find: text === '' ? undefined : text });
      else onStep(event.shiftKey ? -1 : 1);
    } else if (event.key === 'Escape') {
      event.preventDefault();
      if (text === '') onLeave();
      else setText('');
    }
  };
  const shownLevels = view.level;
  const toggle = (level: LogLevel) => {
    const next =
      shownLevels?.includes(level) === true
        ? shownLevels.filter((other) => other !== level)
        : [...(shownLevels ?? []), level];
    onView({ level: next.length === 0 || next.length === logLevels.length ? undefined : next });
  };
  return (
    <div
      role="search"
      aria-label="Search the log"
      className="flex min-h-10 flex-wrap items-center gap-x-4 gap-y-1 border-b border-hair-2 py-1"
    >
      <TextField
        ref={fieldRef}
        label="Search the whole log"
        isLabelHidden
        placeholder="Search the whole log"
        value={text}
        spellCheck={false}
        maxLength={500}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={onKeyDown}
        error={search.error}
        className="w-[264px] max-md:w-full"
        trailing={
          <span className="flex items-center gap-1">
            <span role="status">{countWords(search, find)}</span>
            <StepButton label="Hit before" word="↑" onClick={() => onStep(-1)} isOn={search.lines.length > 0} />
            <StepButton label="Next hit" word="↓" onClick={() => onStep(1)} isOn={search.lines.length > 0} />
          </span>
        }
      />
      <span className="flex gap-3">
        <Toggle isOn={view.regex ?? false} onToggle={(regex) => onView({ regex })} word="Regex" />
        <Toggle isOn={view.case ?? false} onToggle={(isCase) => onView({ case: isCase })} word="Case" />
        <Toggle isOn={view.wrap ?? true} onToggle={(wrap) => onView({ wrap })} word="Wrap" />
      </span>
      <span className="flex flex-wrap gap-3" role="group" aria-label="Levels shown; none chosen shows all">
        {[...logLevels].toReversed().map((level) => {
          const state = levelStates[level];
          const isOn = shownLevels?.includes(level) ?? false;
          const words = `${level} ${formatNumber(levels[level])}`;
          return (
            <button
              key={level}
              type="button"
              aria-pressed={isOn}
              onClick={() => toggle(level)}
              className={classNames(
                'ink-motion border-b max-md:min-h-11',
                isOn ? 'border-ink' : 'border-transparent hover:border-hair-2',
                state === undefined && 'text-ink-2',
              )}
            >
              {state === undefined || levels[level] === 0 ? words : <StatusMark state={state}>{words}</StatusMark>}
            </button>
          );
        })}
      </span>
      <span className="flex flex-wrap items-center gap-4 md:ml-auto">{children}</span>
    </div>
  );
}

function Toggle({ word, isOn, onToggle }: { word: string; isOn: boolean; onToggle: (isOn: boolean) => void }) {
  return (
    <button
      type="button"
      aria-pressed={isOn}
      onClick={() => onToggle(!isOn)}
      className={classNames(
        'ink-motion border-b-2 max-md:min-h-11',
        isOn ? 'border-ink font-semibold' : 'border-transparent text-ink-2 hover:text-ink',
      )}
    >
      {word}
    </button>
  );
}

function StepButton({
  label,
  word,
  isOn,
  onClick,
}: {
  label: string;
  word: string;
  isOn: boolean;
  onClick: () => void;
}) {
  return (
    <button
      type="button"
      aria-label={label}
      aria-disabled={!isOn || undefined}
      onClick={isOn ? onClick : undefined}
      className="px-1 hover:text-ink max-md:min-h-11 max-md:min-w-8"
    >
      {word}
    </button>
  );
}

function countWords(search: LogSearch, find: string): string {
  if (find === '' || search.error !== undefined) return '';
  if (search.total === undefined) return search.isSearching ? 'searching' : '';
  if (search.total === 0) return 'no line';
  const total = formatNumber(search.total);
  return search.current === -1 ? `${total} lines` : `${formatNumber(search.current + 1)} of ${total}`;
}
