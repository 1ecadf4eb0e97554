import { useInfiniteQuery } from '@tanstack/react-query';
import { Link, getRouteApi } from '@tanstack/react-router';
import { useState } from 'react';
import { type Request, isOpen } from '#contract/request.ts';
import { useNow } from '#dashboard/api/clock.ts';
import { panelStateOf } from '#dashboard/api/panel-state.ts';
import { operationPages } from '#dashboard/api/queries.ts';
import { useZone } from '#dashboard/app/root-search.ts';
import { useSession } from '#dashboard/app/session.tsx';
import { useHeldRows } from '#dashboard/app/use-held-rows.ts';
import { useTitle } from '#dashboard/app/use-title.ts';
import { formatCount, formatNumber } from '#dashboard/lib/format.ts';
import { type TimeZone, formatWhen } from '#dashboard/lib/time.ts';
import { Button } from '#dashboard/ui/Button.tsx';
import { HeldBackBar } from '#dashboard/ui/HeldBackBar.tsx';
import { PageHead } from '#dashboard/ui/Headline.tsx';
import { Panel, type PanelState } from '#dashboard/ui/Panel.tsx';
import { SavedViews } from '#dashboard/ui/SavedViews.tsx';
import { Section } from '#dashboard/ui/Section.tsx';
import { SkeletonRows } from '#dashboard/ui/Skeleton.tsx';
import { REQUEST_GRID, RequestRow } from './RequestRow.tsx';
import { type RequestView, requestViews, requestsQuery } from './requests-search.ts';
import { requestsHeadline } from './requests-words.ts';

const route = getRouteApi('/requests');
const PAGE = 50;

const viewNames: Record<RequestView, string> = {
  open: 'Open',
  mine: 'Mine',
  all: 'All',
  unsuccessful: 'Refused, failed or expired',
};

/** Everything anybody asked of a runtime. */
export function RequestsScreen() {
  useTitle('Requests');
  const search = route.useSearch();
  const view = search.view ?? 'all';
  const zone = useZone();
  const now = useNow(30_000);
  const me = useSession().person.name;
  const [isPointed, setIsPointed] = useState(false);
  const pages = useInfiniteQuery({
    ...operationPages('listRequests', { query: { ...requestsQuery(search), limit: PAGE } }),
    refetchInterval: 30_000,
  });
  const first = pages.data?.pages[0];
  const all = pages.data?.pages.flatMap((page) => page.rows) ?? [];
  const open = useHeldRows(
    all.filter((request) => isOpen(request.state)),
    idOf,
    isPointed,
    `open ${view}`,
  );
  const ended = useHeldRows(
    all.filter((request) => !isOpen(request.state)),
    idOf,
    isPointed,
    `ended ${view}`,
  );
  const newest = new Map(all.map((request) => [request.id, request]));
  // A request that ends under the pointer stays where it is until the pointer leaves; what it says goes on changing.
  const shownOpen = requestsOf(open.rows, newest, new Set());
  const shownEnded = requestsOf(ended.rows, newest, new Set(shownOpen.map(idOf)));
  const waitingCount =
    Math.max(0, ended.newCount - shownOpen.filter((request) => !isOpen(request.state)).length) + open.newCount;
  const asOf = first === undefined ? 'reading' : `as of ${formatWhen(first.asOfAt, now, zone, 'seconds')}`;
  const read = panelStateOf('listRequests', pages, 'The requests could not be read', { asOfAt: first?.asOfAt, now });
  const state: PanelState = read.kind === 'ready' && all.length === 0 ? emptyState(view) : read;
  const counts: Partial<Record<RequestView, number>> =
    first === undefined
      ? {}
      : {
          open: first.open,
          mine: first.mine,
          unsuccessful: first.unsuccessful,
          ...(view === 'all' ? { all: first.total } : {}),
        };
  return (
    <>
      <PageHead headline={first === undefined ? 'Requests' : requestsHeadline(first.open, all)} />
      <SavedViews
        label="Views"
        currentId={view}
        views={requestViews.map((id) => ({ id, name: viewNames[id], count: counts[id] }))}
        renderView={({ id }, link) => {
          const next = requestViews.find((known) => known === id);
          return (
            <Link
              to="/requests"
              search={(before) => ({ ...before, view: next === 'all' ? undefined : next })}
              {...link}
            />
          );
        }}
      />
      <div
        onPointerEnter={(event) => setIsPointed(event.pointerType === 'mouse')}
        onPointerLeave={() => setIsPointed(false)}
      >
        {waitingCount === 0 ? null : (
          <HeldBackBar
            what={formatCount(waitingCount, 'new request')}
            why="held back because the pointer is on the list"
            onShow={() => (open.show(), ended.show())}
          />
        )}
        <Panel state={state} minHeight={320} skeleton={<SkeletonRows rows={5} columns={4} rowHeight={66} />}>
          {shownOpen.length === 0 ? null : (
            <RequestList
              name="Open"
              count={view === 'all' ? first?.open : shownOpen.length}
              windowNote={`${asOf}, the platform never calls a runtime`}
              requests={shownOpen}
              me={me}
              zone={zone}
              hasRule={false}
            />
          )}
          {shownEnded.length === 0 ? null : (
            <div className={shownOpen.length === 0 ? undefined : 'pt-6'}>
              <RequestList
                name="Finished"
                count={undefined}
                windowNote={`as long as they are kept, newest first, ${formatNumber(shownEnded.length)}${pages.hasNextPage ? ' shown' : ''}`}
                requests={shownEnded}
                me={me}
                zone={zone}
                hasRule={shownOpen.length > 0}
              />
            </div>
          )}
          {pages.hasNextPage ? (
            <p className="pt-3">
              <Button
                kind="word"
                disabledReason={pages.isFetchingNextPage ? 'being read' : undefined}
                onClick={() => void pages.fetchNextPage()}
              >
                {PAGE} more
              </Button>
            </p>
          ) : null}
        </Panel>
      </div>
    </>
  );
}

function RequestList({
  name,
  count,
  windowNote,
  requests,
  me,
  zone,
  hasRule,
}: {
  name: string;
  count: number | undefined;
  windowNote: string;
  requests: readonly Request[];
  me: string;
  zone: TimeZone;
  hasRule: boolean;
}) {
  return (
    <Section
      name={name}
      note={count === undefined ? undefined : formatNumber(count)}
      windowNote={windowNote}
      hasRule={hasRule}
      hasHairline={false}
    >
      <div
        aria-hidden="true"
        className={`h-7 items-center border-b border-hair-2 px-3 text-label text-ink-3 max-md:hidden ${REQUEST_GRID}`}
      >
        <span>Asked for</span>
        <span>Asked by</span>
        <span>Way</span>
        <span>State, honest estimate</span>
      </div>
      <ul>
        {requests.map((request) => (
          <RequestRow key={request.id} request={request} me={me} zone={zone} />
        ))}
      </ul>
    </Section>
  );
}

function requestsOf(
  held: readonly (Request | undefined)[],
  newest: ReadonlyMap<string, Request>,
  without: ReadonlySet<string>,
): Request[] {
  return held.flatMap((request) =>
    request === undefined || without.has(request.id) ? [] : [newest.get(request.id) ?? request],
  );
}

function emptyState(view: RequestView): PanelState {
  switch (view) {
    case 'open':
      return {
        kind: 'empty',
        title: 'No request waits.',
        why: 'Everything that was asked has been answered, or has ended.',
      };
    case 'mine':
      return {
        kind: 'empty',
        title: 'You have not asked a runtime for anything.',
        why: 'Error details and logs are asked for on the page of a run, schemas on the page of a connector.',
      };
    case 'unsuccessful':
      return { kind: 'empty', title: 'No request was refused, failed or expired.' };
    case 'all':
      return {
        kind: 'empty',
        title: 'Nobody has asked a runtime for anything.',
        why: 'Error details and logs are asked for on the page of a run, schemas on the page of a connector.',
      };
  }
}

function idOf(request: Request): string {
  return request.id;
}
