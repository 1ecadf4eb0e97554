import { Link, useNavigate } from '@tanstack/react-router';
import { useRef, useState } from 'react';
import { CERTIFICATE_WARN_MS } from '#contract/rules.ts';
import type { RuntimePage, RuntimeSummary } from '#contract/runtime.ts';
import { useNow } from '#dashboard/api/clock.ts';
import { useHeldRows } from '#dashboard/app/use-held-rows.ts';
import { useRowKeys } from '#dashboard/app/use-row-keys.ts';
import { useShortcut } from '#dashboard/app/shortcuts.tsx';
import { RulerAxis } from '#dashboard/charts/Ruler.tsx';
import { UptimeStrip } from '#dashboard/charts/UptimeStrip.tsx';
import { classNames } from '#dashboard/lib/class-names.ts';
import { formatCount, formatNumber } from '#dashboard/lib/format.ts';
import { safeText } from '#dashboard/lib/safe-text.ts';
import type { TimeZone } from '#dashboard/lib/time.ts';
import { HeldBackBar } from '#dashboard/ui/HeldBackBar.tsx';
import { SafeText } from '#dashboard/ui/SafeText.tsx';
import { StatusMark } from '#dashboard/ui/StatusMark.tsx';
import { Cell, type Column, PhoneLines, Table, TableBody, TableHead, TableRow } from '#dashboard/ui/Table.tsx';
import { VirtualRows, type VirtualRowsHandle } from '#dashboard/ui/VirtualRows.tsx';
import { certificateWord, isContactLost, lastContactWord, nextContactWord } from './contact-words.ts';
import { stripCells, stripWords } from './strip-cells.ts';
import type { RuntimesFilter } from './use-runtime-pages.ts';

/** Width of a strip of 96 cells: its cells, the line at now, the open zone (LOOKS.md, uptime strip). */
const STRIP_WIDTH = 398;

/** The table of runtimes: ticking contact, a strip over the window, figures of the window. */
export function RuntimesTable({
  page,
  rows,
  filter,
  selectedId,
  zone,
  need,
}: {
  page: RuntimePage;
  rows: readonly (RuntimeSummary | undefined)[];
  filter: RuntimesFilter;
  selectedId: string | undefined;
  zone: TimeZone;
  need: (index: number) => void;
}) {
  const navigate = useNavigate({ from: '/runtimes' });
  const now = useNow(1_000);
  const scroller = useRef<VirtualRowsHandle>(null);
  const [isPointedAt, setIsPointedAt] = useState(false);
  const { row: _, ...set } = filter;
  const held = useHeldRows(rows, (row) => row.id, isPointedAt || selectedId !== undefined, JSON.stringify(set));
  const index = selectedId === undefined ? -1 : held.rows.findIndex((row) => row?.id === selectedId);
  const select = (next: number) => {
    const row = held.rows[next];
    if (row === undefined) return;
    void navigate({
      to: '/runtimes',
      search: (search) => ({ ...search, row: row.id === selectedId ? undefined : row.id }),
      replace: true,
    });
    scroller.current?.scrollToIndex(next);
  };
  useRowKeys({ index, count: held.rows.length, onMove: (next) => next !== index && select(next) });
  useShortcut(
    { keys: 'Enter', does: 'Open the selected runtime', group: 'On this page' },
    () => {
      if (selectedId !== undefined) void navigate({ to: '/runtimes/$runtimeId', params: { runtimeId: selectedId } });
    },
    selectedId !== undefined,
  );
  useShortcut({ keys: 'Escape', does: 'Select nothing', group: 'On this page' }, () => select(index), index !== -1);
  const span = { from: page.window.fromAt, to: page.window.toAt };
  const cellMs = (span.to - span.from) / Math.max(1, held.rows.find((row) => row !== undefined)?.strip.length ?? 96);
  return (
    <div onPointerEnter={() => setIsPointedAt(true)} onPointerLeave={() => setIsPointedAt(false)}>
      {held.newCount === 0 ? null : (
        <HeldBackBar
          what={formatCount(held.newCount, 'new runtime')}
          why="held back while a row is selected or pointed at"
          onShow={held.show}
        />
      )}
      <Table
        label="Runtimes"
        columns={columns(<RulerAxis span={span} zone={zone} width={STRIP_WIDTH - 14} />)}
        rowCount={page.total}
      >
        <TableHead
          sort={{ by: filter.sort, direction: filter.direction }}
          onSort={(sort) =>
            void navigate({
              to: '/runtimes',
              search: (search) => ({ ...search, sort: sort.by as typeof filter.sort, direction: sort.direction }),
              replace: true,
            })
          }
        />
        <TableBody>
          <VirtualRows
            count={held.rows.length}
            getKey={(at) => held.rows[at]?.id ?? `slot ${at}`}
            handleRef={scroller}
            renderRow={(at) => (
              <RuntimeRow
                row={held.rows[at]}
                index={at}
                now={now}
                cellMs={cellMs}
                isSelected={at === index}
                onSelect={() => select(at)}
                onMissing={need}
              />
            )}
          />
        </TableBody>
      </Table>
    </div>
  );
}

function RuntimeRow({
  row,
  index,
  now,
  cellMs,
  isSelected,
  onSelect,
  onMissing,
}: {
  row: RuntimeSummary | undefined;
  index: number;
  now: number;
  cellMs: number;
  isSelected: boolean;
  onSelect: () => void;
  onMissing: (index: number) => void;
}) {
  if (row === undefined) return <MissingRow index={index} onShown={onMissing} />;
  const { status } = row;
  const isOk = status.word === 'ok';
  const isLost = isContactLost(status);
  const { cells, lostCell } = stripCells(row.strip, status);
  const words = stripWords(row.strip, status, cellWord(cellMs));
  const name = (
    <Link
      to="/runtimes/$runtimeId"
      params={{ runtimeId: row.id }}
      className={classNames('hover:border-b hover:border-ink', !isOk && 'font-semibold')}
    >
      <SafeText>{row.name}</SafeText>
    </Link>
  );
  const because =
    status.because === null ? null : (
      <span title={safeText(status.because)}>
        <SafeText>{status.because}</SafeText>
      </span>
    );
  return (
    <TableRow
      index={index}
      isSelected={isSelected}
      onSelect={onSelect}
      phone={
        <>
          <PhoneLines
            lines={[
              { id: 'name', left: name, right: <StatusMark state={status.state}>{status.word}</StatusMark> },
              {
                id: 'figures',
                isNote: true,
                left: (
                  <>
                    {because}
                    {because === null ? null : '; '}
                    {formatCount(row.runs, 'run')},{' '}
                    <span className={row.failed > 0 ? 'font-semibold text-ink' : undefined}>
                      {formatNumber(row.failed)} failed
                    </span>
                  </>
                ),
                right: `${isLost ? 'silent' : 'last'} ${lastContactWord(status, now)}`,
              },
            ]}
          />
          <UptimeStrip label={words} cells={cells} lostCell={lostCell} isFluid />
        </>
      }
    >
      <Cell column="status">
        <StatusMark state={status.state}>{status.word}</StatusMark>
      </Cell>
      <Cell column="because" className="text-ink-2">
        {because}
      </Cell>
      <Cell column="name">
        {name}{' '}
        {row.site === null ? null : (
          <span className="pl-1 text-label text-ink-2">
            <SafeText>{row.site}</SafeText>
          </span>
        )}
      </Cell>
      <Cell column="contact" className={isLost ? 'font-semibold' : 'text-ink-2'}>
        {lastContactWord(status, now)}
      </Cell>
      <Cell column="next" className={isLost ? undefined : 'text-ink-2'}>
        {nextContactWord(status, now)}
      </Cell>
      <Cell column="strip">
        <UptimeStrip label={words} cells={cells} lostCell={lostCell} />
      </Cell>
      <Cell column="runs" className={row.runs === 0 ? 'text-ink-3' : undefined}>
        {formatNumber(row.runs)}
      </Cell>
      <Cell column="failed" className={row.failed === 0 ? 'text-ink-3' : 'font-semibold'}>
        {formatNumber(row.failed)}
      </Cell>
      <Cell column="release">
        {row.release === null ? <span className="text-ink-3">not known</span> : <SafeText>{row.release}</SafeText>}
      </Cell>
      <Cell column="certificate" className={isEnding(row.certificateEndsAt, now) ? 'font-semibold' : 'text-ink-2'}>
        {certificateWord(row.certificateEndsAt, now)}
      </Cell>
    </TableRow>
  );
}

/** A row whose page is not loaded: it asks for it when it comes near. */
function MissingRow({ index, onShown }: { index: number; onShown: (index: number) => void }) {
  return (
    <div
      role="row"
      aria-rowindex={index + 2}
      className="flex h-7 items-center border-b border-hair px-3"
      ref={(row) => {
        if (row !== null) onShown(index);
      }}
    >
      <span role="cell" className="text-label text-ink-3">
        reading row {formatNumber(index + 1)}
      </span>
    </div>
  );
}

function columns(axis: React.ReactNode): Column[] {
  return [
    { id: 'status', head: 'Status', width: 102, padStart: 12, isSortable: true },
    { id: 'because', head: 'Because', width: 146, padStart: 8, isWideOnly: true },
    { id: 'name', head: 'Runtime, site', width: 'flex', padStart: 8, isSortable: true },
    { id: 'contact', head: 'Contact', width: 64, align: 'right', isSortable: true },
    { id: 'next', head: 'Next contact', width: 106, padStart: 12 },
    { id: 'strip', head: axis, width: STRIP_WIDTH, isWideOnly: true },
    { id: 'runs', head: 'Runs', width: 48, align: 'right', isSortable: true },
    { id: 'failed', head: 'Failed', width: 48, align: 'right', isSortable: true },
    { id: 'release', head: 'Release', width: 70, padStart: 12, isSortable: true },
    { id: 'certificate', head: 'Cert.', width: 44, align: 'right', isSortable: true, isWideOnly: true },
  ];
}

function isEnding(endsAt: number | null, now: number): boolean {
  return endsAt !== null && endsAt - now < CERTIFICATE_WARN_MS;
}

/** Length of a strip's cell in words: `15 min`. */
export function cellWord(cellMs: number): string {
  const minutes = cellMs / 60_000;
  if (minutes < 1) return `${Math.round(cellMs / 1_000)}\u00a0s`;
  return minutes < 120 ? `${Math.round(minutes)}\u00a0min` : `${Math.round(minutes / 60)}\u00a0h`;
}
