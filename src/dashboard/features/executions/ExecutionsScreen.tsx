import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { api } from '#dashboard/api/client.ts';
import { useNow } from '#dashboard/api/clock.ts';
import { panelStateOf } from '#dashboard/api/panel-state.ts';
import { useOperation } from '#dashboard/api/queries.ts';
import { useLast, useZone, windowWord } from '#dashboard/app/root-search.ts';
import { useTitle } from '#dashboard/app/use-title.ts';
import { formatCount, formatNumber } from '#dashboard/lib/format.ts';
import { formatWhen } from '#dashboard/lib/time.ts';
import { CopyButton } from '#dashboard/ui/CopyButton.tsx';
import { PageHead } from '#dashboard/ui/Headline.tsx';
import { SavedViews } from '#dashboard/ui/SavedViews.tsx';
import { latePart } from '#dashboard/ui/late-part.tsx';
import { ExecutionsTable } from './ExecutionsTable.tsx';
import { FilterLine } from './FilterLine.tsx';
import { NoMatches } from './NoMatches.tsx';
import { canonical, filterQuery, outerWindow, rowsWindow, savedViews, viewOf, withValues } from './filter-model.ts';
import { heldReason } from './held-rows.ts';
import { useExecutionRows } from './use-execution-rows.ts';
import { useExecutionsSearch } from './use-executions-search.ts';
import { useScrolled } from './use-scrolled.ts';
import { useValueLabels } from './use-value-labels.ts';

/** Seen at once, but the rows do not wait for it. */
const RunsHistogram = latePart(
  async () => (await import('./RunsHistogram.tsx')).RunsHistogram,
  () => <div className="h-17" />,
);

/** Bars of the histogram: 12 px each at the full width. */
const BUCKETS = 96;

/** The executions list. */
export function ExecutionsScreen() {
  useTitle('Executions');
  const [search, change] = useExecutionsSearch();
  const last = useLast();
  const zone = useZone();
  // Half a minute: what ticks by the second ticks in its own row.
  const now = useNow(30_000);
  const [isPointed, setIsPointed] = useState(false);
  const isScrolled = useScrolled();
  const heldWhy = heldReason({ isSelected: search.open !== undefined, isPointed, isScrolled });
  const labelOf = useValueLabels(search, last);

  const filter = filterQuery(search);
  const outer = outerWindow(search, last, now);
  const inner = rowsWindow(search, last);
  const order = {
    ...(search.sort === undefined ? {} : { sort: search.sort }),
    ...(search.direction === undefined ? {} : { direction: search.direction }),
  };
  const listQuery = { ...filter, ...inner, ...order };
  const list = useExecutionRows(listQuery, heldWhy !== null);
  const histogram = useOperation('histogramExecutions', { query: { ...filter, ...outer, buckets: BUCKETS } });
  const counts = useOperation('countExecutions', { query: { ...filter, ...outer } });
  const shownCounts = useOperation('countExecutions', { query: { ...filter, ...inner } });
  const windowCounts = useOperation('countExecutions', { query: { last } });
  const total = shownCounts.data?.total;
  const state = panelStateOf('listExecutions', list.head, 'The list could not be read', { asOfAt: list.asOfAt, now });
  return (
    <>
      <PageHead headline="Executions" beside={beside(search.from, search.to)} />
      <SavedViews
        label="Saved views"
        currentId={viewOf(search)}
        views={savedViews.map((view) => ({ id: view.id, name: view.name, count: viewCount(view.id) }))}
        renderView={(view, link) => {
          const saved = savedViews.find(({ id }) => id === view.id);
          return (
            <Link
              to="/executions"
              search={({ last: kept, tz }) => ({ ...canonical(saved?.filter ?? {}), last: kept, tz })}
              {...link}
            />
          );
        }}
        actions={<CopyButton kind="plain" label="Copy link" text={() => location.href} />}
      />
      <FilterLine
        search={search}
        onChange={change}
        last={last}
        counts={counts.data}
        labelOf={labelOf}
        now={now}
        zone={zone}
      />
      <RunsHistogram
        histogram={histogram.data}
        error={histogram.error}
        onRetry={() => void histogram.refetch()}
        search={search}
        onRange={(range) => change((before) => ({ ...before, from: range?.from, to: range?.to }))}
        now={now}
        zone={zone}
      />
      <div
        onPointerEnter={(event) => setIsPointed(event.pointerType === 'mouse')}
        onPointerLeave={() => setIsPointed(false)}
      >
        <ExecutionsTable
          list={list}
          state={state}
          empty={<NoMatches search={search} onChange={change} last={last} labelOf={labelOf} now={now} zone={zone} />}
          total={total}
          heldWhy={heldWhy}
          search={search}
          onSearch={change}
          onGroup={(group) => change((before) => ({ ...withValues(before, 'group', false, [group]), open: undefined }))}
          now={now}
          zone={zone}
        />
      </div>
      <p className="pt-2 text-note text-ink-3">
        {shownWords(list.rows.length, total, list.hasMore)} Normal: median of the last 30 days of the same process on
        the same runtime.{' '}
        <CopyButton label="Copy as cURL" text={() => `curl '${api.address('listExecutions', { query: listQuery })}'`} />
      </p>
    </>
  );

  function beside(from: number | undefined, to: number | undefined) {
    if (total === undefined) return undefined;
    const runs = formatCount(total, 'run');
    const inWindow = windowCounts.data?.total;
    const part =
      inWindow === undefined || inWindow === total ? runs : `${formatNumber(total)} of ${formatCount(inWindow, 'run')}`;
    if (from === undefined) return `${part} in the last ${windowWord(last)}`;
    const all = counts.data === undefined ? '' : ` of ${formatNumber(counts.data.total)}`;
    return `${formatNumber(total)}${all} runs between ${formatWhen(from, now, zone)} and ${to === undefined ? 'now' : formatWhen(to, now, zone)}`;
  }

  function viewCount(id: (typeof savedViews)[number]['id']): number | undefined {
    const { data } = windowCounts;
    if (data === undefined) return undefined;
    switch (id) {
      case 'attention':
        return data.unrecovered;
      case 'recovered':
        return data.recovered;
      case 'all':
        return data.total;
      case 'running':
        return data.states.running + data.states.unknown;
      case 'warnings':
        return data.states.warn;
    }
  }
}

/** How much of the filtered set stands on the page; nothing while nothing is known. */
function shownWords(shown: number, total: number | undefined, hasMore: boolean): string {
  if (total === undefined) return '';
  return `${formatNumber(Math.min(shown, total))} of ${formatCount(total, 'run')} shown${hasMore ? '; the rest loads as you scroll' : ''}.`;
}
