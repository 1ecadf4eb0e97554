import { useNavigate } from '@tanstack/react-router';
import { type KeyboardEvent, type ReactNode, useEffect, useRef } from 'react';
import type { Execution, ExecutionSort } from '#contract/execution.ts';
import type * as z from 'zod/mini';
import { useOperation } from '#dashboard/api/queries.ts';
import { explain } from '#dashboard/api/sentences.ts';
import { useShortcut } from '#dashboard/app/shortcuts.tsx';
import { useRowKeys } from '#dashboard/app/use-row-keys.ts';
import { classNames } from '#dashboard/lib/class-names.ts';
import { formatCount } from '#dashboard/lib/format.ts';
import { type TimeZone, formatWhen } from '#dashboard/lib/time.ts';
import { Button } from '#dashboard/ui/Button.tsx';
import { HeldBackBar } from '#dashboard/ui/HeldBackBar.tsx';
import { NoteLine } from '#dashboard/ui/NoteLine.tsx';
import { Panel, type PanelState } from '#dashboard/ui/Panel.tsx';
import { SkeletonRows } from '#dashboard/ui/Skeleton.tsx';
import { Table, TableBody, TableHead, TableNotice } from '#dashboard/ui/Table.tsx';
import { VirtualRows, type VirtualRowsHandle } from '#dashboard/ui/VirtualRows.tsx';
import { latePart } from '#dashboard/ui/late-part.tsx';
import { ExecutionRow, executionColumns } from './ExecutionRow.tsx';
import type { ExecutionsSearch } from './executions-search.ts';
import type { ExecutionRows } from './use-execution-rows.ts';

/** What opens under a row is not part of the first paint. */
const RunExpansion = latePart(async () => (await import('./RunExpansion.tsx')).RunExpansion);

/** The runs of the filter, virtual, with the selected one open in place. */
export function ExecutionsTable({
  list,
  state,
  empty,
  total,
  heldWhy,
  search,
  onSearch,
  onGroup,
  now,
  zone,
}: {
  list: ExecutionRows;
  state: PanelState;
  /** Stands in place of the rows when there are none. */
  empty: ReactNode;
  total: number | undefined;
  heldWhy: string | null;
  search: ExecutionsSearch;
  onSearch: (change: (search: ExecutionsSearch) => ExecutionsSearch) => void;
  onGroup: (groupId: string) => void;
  now: number;
  zone: TimeZone;
}) {
  const { rows } = list;
  const selected = search.open;
  const index = selected === undefined ? -1 : rows.findIndex((run) => run.id === selected);
  const navigate = useNavigate();
  const handle = useRef<VirtualRowsHandle>(null);
  const focusRun = useRef<string | null>(null);
  const open = (executionId: string) => void navigate({ to: '/executions/$executionId', params: { executionId } });
  const select = (id: string | undefined) => onSearch((before) => ({ ...before, open: id }));
  useRowKeys({
    index,
    count: rows.length,
    onMove: (to) => {
      const run = rows[to];
      if (run === undefined) return;
      select(run.id);
      focusRun.current = run.id;
      handle.current?.scrollToIndex(to);
    },
  });
  useShortcut(
    { keys: 'o', does: 'Open the selected run', group: 'On this page' },
    () => selected !== undefined && open(selected),
    selected !== undefined,
  );
  useShortcut(
    { keys: 'Escape', does: 'Close the selected run', group: 'On this page' },
    () => select(undefined),
    selected !== undefined,
  );

  // Synchronises the focus with a row that was reached by j or k, once it is drawn: Enter then belongs to it.
  useEffect(() => {
    if (focusRun.current === null) return;
    const row = document.querySelector<HTMLElement>(
      `[data-run="${CSS.escape(focusRun.current)}"] [role="row"][tabindex]`,
    );
    if (row === null) return;
    row.focus({ preventScroll: true });
    focusRun.current = null;
  });

  // A link may open a run that stands further down than what is loaded: it is read by itself and stands first.
  const alone = useOperation(
    'getExecution',
    { params: { executionId: selected ?? '-' } },
    { enabled: selected !== undefined && index === -1 && !list.isFormer && rows.length > 0 },
  );
  const pinned = index === -1 && alone.data?.execution.id === selected ? alone.data?.execution : undefined;
  const row = (run: Execution, at: number) => {
    const isSelected = run.id === selected;
    return (
      <div
        data-run={run.id}
        role="presentation"
        onKeyDownCapture={(event) => (isSelected && isRowEnter(event) ? open(run.id) : undefined)}
      >
        <ExecutionRow
          run={run}
          index={at}
          zone={zone}
          isSelected={isSelected}
          onSelect={() => select(isSelected ? undefined : run.id)}
          expansion={isSelected ? <RunExpansion run={run} zone={zone} onGroup={onGroup} /> : null}
        />
      </div>
    );
  };
  const sort = search.sort ?? 'started';
  return (
    <Table
      label="Executions"
      columns={executionColumns}
      rowCount={total}
      className={classNames(list.isFormer && rows.length > 0 && 'opacity-60')}
    >
      <TableHead
        sort={{ by: sort, direction: search.direction ?? 'descending' }}
        onSort={({ by, direction }) =>
          onSearch((before) => ({
            ...before,
            sort: by === 'started' ? undefined : (by as z.infer<typeof ExecutionSort>), // only these columns can be sorted
            direction: direction === 'descending' ? undefined : direction,
          }))
        }
      />
      {list.heldCount === 0 || heldWhy === null ? null : (
        <TableNotice>
          <HeldBackBar
            what={formatCount(list.heldCount, 'new run')}
            why={`since ${list.asOfAt === undefined ? 'the list was read' : formatWhen(list.asOfAt, now, zone, 'seconds')}, held back because ${heldWhy}`}
            onShow={() => {
              select(undefined);
              list.showHeld();
              window.scrollTo({ top: 0 });
            }}
          />
        </TableNotice>
      )}
      <TableState state={state} isEmpty={rows.length === 0 && !list.isFormer} empty={empty}>
        <TableBody>
          {pinned === undefined ? null : row(pinned, 0)}
          <VirtualRows
            count={rows.length}
            getKey={(at) => rows[at]?.id ?? String(at)}
            estimateHeight={28}
            onNearEnd={list.loadMore}
            handleRef={handle}
            renderRow={(at) => {
              const run = rows[at];
              return run === undefined ? null : row(run, at);
            }}
          />
        </TableBody>
        {list.loadMoreError === null ? null : (
          <TableNotice>
            <NoteLine
              state="failed"
              word="The next rows could not be read"
              action={
                <Button kind="word" onClick={list.loadMore}>
                  Try now
                </Button>
              }
            >
              {explain(list.loadMoreError).what}
            </NoteLine>
          </TableNotice>
        )}
        {list.isLoadingMore ? (
          <TableNotice>
            <SkeletonRows rows={3} columns={6} />
          </TableNotice>
        ) : null}
      </TableState>
    </Table>
  );
}

/** Enter on the row itself, not on something in it. Taken here, before the row would close again. */
function isRowEnter(event: KeyboardEvent<HTMLElement>): boolean {
  if (event.key !== 'Enter' || !(event.target instanceof Element) || event.target.getAttribute('role') !== 'row')
    return false;
  event.preventDefault();
  event.stopPropagation();
  return true;
}

/** States of the panel as one cell, so that a table holds rows and nothing else. */
function TableState({
  state,
  isEmpty,
  empty,
  children,
}: {
  state: PanelState;
  isEmpty: boolean;
  empty: ReactNode;
  children: ReactNode;
}) {
  if (state.kind === 'ready' && !isEmpty) return children;
  if (state.kind === 'stale')
    return (
      <>
        <TableNotice>
          <NoteLine state="warn" word={state.age}>
            {state.cause}
          </NoteLine>
        </TableNotice>
        {isEmpty ? null : children}
      </>
    );
  return (
    <TableNotice>
      <Panel state={state} minHeight={280} skeleton={<SkeletonRows rows={10} columns={8} />}>
        {isEmpty ? empty : null}
      </Panel>
    </TableNotice>
  );
}
