import { type CSSProperties, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { LogOutline } from '#contract/log.ts';
import { explain } from '#dashboard/api/sentences.ts';
import { formatNumber } from '#dashboard/lib/format.ts';
import type { TimeZone } from '#dashboard/lib/time.ts';
import { Button } from '#dashboard/ui/Button.tsx';
import { CopyButton } from '#dashboard/ui/CopyButton.tsx';
import { KeyCap } from '#dashboard/ui/KeyCap.tsx';
import { NoteLine } from '#dashboard/ui/NoteLine.tsx';
import { DownloadLog } from './DownloadLog.tsx';
import { FoldLine } from './FoldLine.tsx';
import { LevelStrip } from './LevelStrip.tsx';
import { LineScroller, type LineScrollerHandle } from './LineScroller.tsx';
import { LogFindBar } from './LogFindBar.tsx';
import { LogLine, WaitingLine } from './LogLine.tsx';
import { LogMap } from './LogMap.tsx';
import { flatRows, foldedRows, nextError, openAtFirst, pagesOf } from './log-rows.ts';
import type { LogView, UseKey } from './log-view.ts';
import { useLogLines } from './use-log-lines.ts';
import { useLogSearch } from './use-log-search.ts';
import { useOnScreen } from './use-on-screen.ts';

const LINE_PX = 20;

/** A jump that waits for its row: a position in what is shown. */
type Jump = { position: number; how: 'middle' | 'near' };

/** Strip, find bar and lines of a kept log that has lines. */
export function LogLinesView({
  requestId,
  outline,
  view,
  onView,
  zone,
  useKey,
}: {
  requestId: string;
  outline: LogOutline;
  view: LogView;
  onView: (change: LogView) => void;
  zone: TimeZone;
  useKey: UseKey;
}) {
  const { folds, errorLines } = outline;
  const { level, line: marked } = view;
  const isWrapped = view.wrap ?? true;
  const [open, setOpen] = useState(() => withLine(openAtFirst(folds), folds, marked));
  const [range, setRange] = useState({ first: 0, last: 60 });
  const [jump, setJump] = useState<Jump | null>(
    marked === undefined || level !== undefined ? null : { position: marked - 1, how: 'middle' },
  );
  const doneJump = useRef<Jump | null>(null);
  const [shownSearch, setShownSearch] = useState('');
  const boxRef = useRef<HTMLDivElement>(null);
  const scroller = useRef<LineScrollerHandle>(null);
  const field = useRef<HTMLInputElement>(null);

  // A filtered log's length comes with its lines; until then there is one row, so that its page is asked for.
  const [filteredTotal, setFilteredTotal] = useState<number | undefined>(undefined);
  const rows = useMemo(
    () => (level === undefined ? foldedRows(folds, (fold) => open.has(fold)) : flatRows(filteredTotal ?? 1)),
    [level, folds, open, filteredTotal],
  );
  const lines = useLogLines(requestId, level, pagesOf(rows, range.first, range.last));
  if (level !== undefined && lines.total !== undefined && lines.total !== filteredTotal) setFilteredTotal(lines.total);

  const search = useLogSearch(
    requestId,
    { text: view.find ?? '', isRegex: view.regex ?? false, isCaseSensitive: view.case ?? false },
    level,
  );
  const currentMatch = search.lines[search.current];

  const onRange = useCallback(
    (first: number, last: number) =>
      setRange((before) => (before.first === first && before.last === last ? before : { first, last })),
    [],
  );

  /** Shows a position: opens its step, then scrolls there. */
  const show = (position: number, how: Jump['how'] = 'middle') => {
    const fold = rows.foldOf(position);
    if (fold !== -1 && !open.has(fold)) setOpen(new Set([...open, fold]));
    setJump({ position, how });
  };
  /** Marks a line and shows it; a filter that would hide it is taken away, because a link to a line must show the line. */
  const goToLine = (line: number) => {
    const position =
      level === undefined ? line - 1 : level.length === 1 && level[0] === 'error' ? errorLines.indexOf(line) : -1;
    onView({ line, ...(position === -1 ? { level: undefined } : {}) });
    if (position === -1) setOpen(withLine(open, folds, line));
    if (position === -1) setJump({ position: line - 1, how: 'middle' });
    else show(position);
  };
  const step = (direction: 1 | -1) => {
    const position = search.go(direction);
    if (position !== null) show(position);
  };
  const goToNextError = () => {
    const next = nextError(errorLines, marked ?? 0);
    if (next !== null) goToLine(next);
  };

  // A new search shows its first hit without being asked: decided while drawing, once for each search.
  const firstHit = search.positions[0];
  if (search.total !== undefined && search.key !== shownSearch) {
    setShownSearch(search.key);
    if (firstHit !== undefined) show(firstHit);
  }

  // Carries out a jump once its row exists: after a step has opened or a filter has gone.
  useEffect(() => {
    if (jump === null || doneJump.current === jump) return;
    const index = rows.indexOf(jump.position);
    if (index === null) return;
    doneJump.current = jump;
    scroller.current?.scrollToRow(index, jump.how);
  }, [jump, rows]);

  const isOnScreen = useOnScreen(boxRef);
  useKey(
    { keys: 'mod+f', does: 'Search the whole log', group: 'On this page' },
    () => (field.current?.focus(), field.current?.select()),
    isOnScreen,
  );
  useKey({ keys: 'e', does: 'Next error in the log', group: 'On this page' }, goToNextError, errorLines.length > 0);

  // One function for all drawings, so that lines are not drawn again; it always acts on the newest view.
  const latest = useRef({ marked, onView });
  useEffect(() => {
    latest.current = { marked, onView };
  });
  const onMark = useCallback(
    (number: number) => latest.current.onView({ line: number === latest.current.marked ? undefined : number }),
    [],
  );

  return (
    <div ref={boxRef} style={{ '--number': `${numberWidth(outline.lines)}px` } as CSSProperties}>
      <LevelStrip outline={outline} zone={zone} onLine={goToLine} />
      <LogFindBar
        fieldRef={field}
        view={view}
        onView={onView}
        search={search}
        onStep={step}
        onLeave={() => scroller.current?.focus()}
        levels={outline.levels}
      >
        {errorLines.length === 0 ? null : (
          <button
            type="button"
            onClick={goToNextError}
            className="ink-motion text-ink-2 hover:text-ink max-md:min-h-11"
          >
            Next error <KeyCap className="max-md:hidden">e</KeyCap>
          </button>
        )}
        {marked === undefined ? null : <CopyButton label={`Copy link to L${marked}`} text={() => location.href} />}
        {level === undefined ? null : (
          <DownloadLog
            requestId={requestId}
            level={level}
            word={`Download ${level.join(' and ')}`}
            fileName={`${outline.executionId}-${level.join('-')}.log`}
          />
        )}
        <DownloadLog requestId={requestId} word="Download" fileName={`${outline.executionId}.log`} />
      </LogFindBar>
      {level === undefined ? null : (
        <NoteLine
          state="discarded"
          word={
            filteredTotal === undefined
              ? 'filtered'
              : `${formatNumber(filteredTotal)} of ${formatNumber(outline.lines)} lines`
          }
          action={
            <Button kind="word" onClick={() => onView({ level: undefined })}>
              Show all levels
            </Button>
          }
        >
          only {level.join(' and ')}
        </NoteLine>
      )}
      {lines.error === null ? null : (
        <NoteLine
          state="failed"
          word="Some lines could not be read"
          action={
            <Button kind="word" onClick={lines.retry}>
              Try now
            </Button>
          }
        >
          {explain(lines.error).what}
        </NoteLine>
      )}
      {level !== undefined && filteredTotal === 0 ? (
        <p className="py-4 font-semibold">No line of this level.</p>
      ) : (
        <LineScroller
          label={`Log of run ${outline.executionId}`}
          count={rows.count}
          layoutKey={`${level?.join() ?? ''} ${filteredTotal ?? ''} ${[...open].join()}`}
          estimate={LINE_PX}
          maxHeight="max(320px, calc(100dvh - 200px))"
          isWrapped={isWrapped}
          onRange={onRange}
          handleRef={scroller}
          renderRow={(index) => {
            const row = rows.rowAt(index);
            if (row.kind === 'fold') {
              const fold = folds[row.fold];
              if (fold === undefined) return null;
              return (
                <FoldLine fold={fold} isOpen={open.has(row.fold)} onToggle={() => setOpen(toggled(open, row.fold))} />
              );
            }
            const line = lines.lineAt(row.position);
            if (line === undefined) return <WaitingLine number={level === undefined ? row.position + 1 : null} />;
            return (
              <LogLine
                line={line}
                zone={zone}
                isMarked={line.number === marked}
                isCurrentMatch={line.number === currentMatch}
                isWrapped={isWrapped}
                pattern={search.pattern}
                onMark={onMark}
              />
            );
          }}
        >
          <LogMap lines={outline.lines} errorLines={errorLines} matchLines={search.lines} />
        </LineScroller>
      )}
    </div>
  );
}

/** Width of the line numbers: 56 for up to four digits, a digit more for each beyond. */
function numberWidth(lines: number): number {
  return 56 + Math.max(0, String(lines).length - 4) * 8;
}

function toggled(open: ReadonlySet<number>, fold: number): ReadonlySet<number> {
  const next = new Set(open);
  if (!next.delete(fold)) next.add(fold);
  return next;
}

/** Opens the step that a line lies in. */
function withLine(
  open: ReadonlySet<number>,
  folds: LogOutline['folds'],
  line: number | undefined,
): ReadonlySet<number> {
  if (line === undefined) return open;
  const fold = folds.findIndex(({ fromLine, lines }) => line >= fromLine && line < fromLine + lines);
  return fold === -1 || open.has(fold) ? open : new Set([...open, fold]);
}
