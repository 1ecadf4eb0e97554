import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useRef } from 'react';
import type { RuntimePage } from '#contract/runtime.ts';
import { HEARTBEAT_EVERY_MS } from '#contract/rules.ts';
import type { FleetWord } from '#contract/status.ts';
import { useNow } from '#dashboard/api/clock.ts';
import { panelStateOf } from '#dashboard/api/panel-state.ts';
import { useLast, useZone, windowWord } from '#dashboard/app/root-search.ts';
import { useShortcut } from '#dashboard/app/shortcuts.tsx';
import { useTitle } from '#dashboard/app/use-title.ts';
import { UPTIME_KEY, UptimeStrip } from '#dashboard/charts/UptimeStrip.tsx';
import { formatAge, formatCount, formatNumber } from '#dashboard/lib/format.ts';
import { formatClock } from '#dashboard/lib/time.ts';
import { ChipLine, FilterChip } from '#dashboard/ui/Chip.tsx';
import { PageHead } from '#dashboard/ui/Headline.tsx';
import { KeyCap } from '#dashboard/ui/KeyCap.tsx';
import { Panel, type PanelState } from '#dashboard/ui/Panel.tsx';
import { SafeText } from '#dashboard/ui/SafeText.tsx';
import { SavedViews } from '#dashboard/ui/SavedViews.tsx';
import { SkeletonRows } from '#dashboard/ui/Skeleton.tsx';
import { TextField } from '#dashboard/ui/TextField.tsx';
import { RuntimesTable, cellWord } from './RuntimesTable.tsx';
import { runtimesSearch } from './routes.ts';
import { type RuntimesFilter, useRuntimePages } from './use-runtime-pages.ts';

/** Every runtime, worst first. */
export function RuntimesScreen() {
  useTitle('Runtimes');
  const search = useSearch({ from: '/runtimes' });
  const filter = runtimesSearch.fill(search);
  const last = useLast();
  const zone = useZone();
  const { first, rows, need } = useRuntimePages(filter, last);
  const page = first.data;
  const now = useNow(5_000);
  const state = emptyOr(
    panelStateOf('listRuntimes', first, 'The runtimes could not be read', { asOfAt: page?.asOfAt, now }),
    page,
    filter,
  );
  return (
    <>
      <PageHead
        headline="Runtimes"
        beside={
          page === undefined
            ? null
            : `${fleetSentence(page)} As of ${formatClock(page.asOfAt, zone)}, beats every ${formatAge(HEARTBEAT_EVERY_MS)}${limits(page)}`
        }
      />
      <Views page={page} filter={filter} />
      <Filters page={page} filter={filter} />
      <Panel state={state} minHeight={280} skeleton={<SkeletonRows rows={12} columns={6} />}>
        {page === undefined ? null : (
          <RuntimesTable page={page} rows={rows} filter={filter} selectedId={search.row} zone={zone} need={need} />
        )}
      </Panel>
      {page === undefined || rows.length === 0 ? null : (
        <StripKey
          cellMs={(page.window.toAt - page.window.fromAt) / Math.max(1, page.rows[0]?.strip.length ?? 96)}
          note={`${formatNumber(page.total)} of ${formatNumber(page.fleet.total)} shown. Runs and failures: last ${windowWord(last)}.`}
        />
      )}
    </>
  );
}

const notOk: readonly FleetWord[] = ['late', 'degraded', 'failing', 'offline', 'never'];

/** All, not ok, and one view for each environment; each is an address. */
function Views({ page, filter }: { page: RuntimePage | undefined; filter: RuntimesFilter }) {
  const environments = page?.environments ?? [];
  const views = [
    { id: 'all', name: 'All', count: page?.fleet.total },
    {
      id: 'not-ok',
      name: 'Not ok',
      count: page === undefined ? undefined : notOk.reduce((sum, word) => sum + page.fleet.words[word], 0),
    },
    ...environments.map(({ id, name, runtimes }) => ({ id: `env ${id}`, name, count: runtimes })),
  ];
  return (
    <SavedViews
      label="Views of the runtimes"
      views={views}
      currentId={currentView(filter)}
      renderView={(view, link) => <Link to="/runtimes" search={viewSearch(view.id)} activeProps={{}} {...link} />}
      actions={
        <Link to="/settings" hash="enrolment" className="ink-motion text-ink-2 hover:text-ink">
          Enrol a runtime
        </Link>
      }
    />
  );
}

function viewSearch(id: string): { word?: FleetWord[]; environment?: string[] } {
  if (id === 'not-ok') return { word: [...notOk] };
  return id.startsWith('env ') ? { environment: [id.slice(4)] } : {};
}

function currentView({ word = [], environment = [], tag = [], q = '' }: RuntimesFilter): string | null {
  if (tag.length > 0 || q !== '') return null;
  if (word.length === 0 && environment.length === 0) return 'all';
  if (environment.length === 0)
    return word.length === notOk.length && notOk.every((one) => word.includes(one)) ? 'not-ok' : null;
  return word.length === 0 && environment.length === 1 ? `env ${environment[0]}` : null;
}

/** What the table is narrowed to, and the field that narrows it by text. */
function Filters({ page, filter }: { page: RuntimePage | undefined; filter: RuntimesFilter }) {
  const navigate = useNavigate({ from: '/runtimes' });
  const field = useRef<HTMLInputElement>(null);
  useShortcut({ keys: '/', does: 'Filter by text', group: 'On this page' }, () => field.current?.focus());
  const change = (next: Partial<RuntimesFilter>) =>
    void navigate({ to: '/runtimes', search: (search) => ({ ...search, ...next, row: undefined }), replace: true });
  const environmentName = (id: string) => page?.environments.find((one) => one.id === id)?.name ?? id;
  return (
    <ChipLine counts={page === undefined ? null : releaseSentence(page)}>
      {(filter.word ?? []).length === 0 ? null : (
        <FilterChip
          field="status"
          operator="is"
          value={(filter.word ?? []).join(' or ')}
          onRemove={() => change({ word: undefined })}
        />
      )}
      {(filter.environment ?? []).length === 0 ? null : (
        <FilterChip
          field="environment"
          operator="is"
          value={<SafeText>{(filter.environment ?? []).map(environmentName).join(' or ')}</SafeText>}
          onRemove={() => change({ environment: undefined })}
        />
      )}
      {(filter.tag ?? []).length === 0 ? null : (
        <FilterChip
          field="tag"
          operator="is"
          value={<SafeText>{(filter.tag ?? []).join(' or ')}</SafeText>}
          onRemove={() => change({ tag: undefined })}
        />
      )}
      <TextField
        ref={field}
        label="Filter by name, site or tag"
        isLabelHidden
        placeholder="Name, site or tag"
        className="w-52"
        value={filter.q ?? ''}
        trailing={<KeyCap>/</KeyCap>}
        onChange={(event) => change({ q: event.target.value === '' ? undefined : event.target.value })}
        onKeyDown={(event) => {
          if (event.key === 'Escape') event.currentTarget.blur();
        }}
      />
    </ChipLine>
  );
}

/** What the strips mean, and what the figures are about. */
function StripKey({ cellMs, note }: { cellMs: number; note: string }) {
  return (
    <div className="pt-3 text-label text-ink-2">
      <ul className="flex flex-wrap gap-x-6 gap-y-1">
        <li>One cell is {cellWord(cellMs)}</li>
        {UPTIME_KEY.map(({ word, cells, lostCell }) => (
          <li key={word} className="flex items-center gap-2">
            <span aria-hidden="true">
              <UptimeStrip label={word} cells={cells} lostCell={lostCell} isKey />
            </span>
            {word}
          </li>
        ))}
      </ul>
      <p className="pt-2">{note}</p>
    </div>
  );
}

function emptyOr(state: PanelState, page: RuntimePage | undefined, filter: RuntimesFilter): PanelState {
  if (state.kind !== 'ready' || page === undefined || page.total > 0) return state;
  if (page.fleet.total === 0) {
    return {
      kind: 'empty',
      title: 'No runtime has been enrolled yet.',
      why: 'A runtime enrols itself with a one-time token and calls from then on; nothing needs to reach it.',
      wayOut: (
        <Link to="/settings" hash="enrolment" className="word-link">
          Make a token
        </Link>
      ),
    };
  }
  return {
    kind: 'empty',
    title:
      filter.q === undefined
        ? 'No runtime matches these filters.'
        : `No runtime matches “${filter.q}” and the filters beside it.`,
    why: `Without any filter there are ${formatNumber(page.fleet.total)}.`,
    wayOut: (
      <Link to="/runtimes" className="word-link">
        Remove all filters
      </Link>
    ),
  };
}

function fleetSentence({ fleet }: RuntimePage): string {
  const { words, total } = fleet;
  const away = words.late + words.offline + words.never + words.retired;
  const parts = [`${formatNumber(total - away)} in contact`];
  for (const word of ['late', 'offline', 'never', 'retired'] as const)
    if (words[word] > 0) parts.push(`${formatNumber(words[word])} ${word === 'never' ? 'never seen' : word}`);
  return `${formatNumber(total)}: ${parts.join(', ')}.`;
}

function limits(page: RuntimePage): string {
  const status = page.rows[0]?.status;
  return status === undefined
    ? ''
    : `, late after ${formatAge(status.lateAfterMs)}, offline after ${formatAge(status.offlineAfterMs)}`;
}

function releaseSentence({ releases, total }: RuntimePage) {
  if (releases.length === 0) return null;
  return (
    <>
      {formatCount(total, 'runtime')}. Release:{' '}
      {releases.map(({ release, runtimes }, index) => (
        <span key={release}>
          {index === 0 ? null : ', '}
          <b className="font-semibold text-ink">{formatNumber(runtimes)}</b> on <SafeText>{release}</SafeText>
        </span>
      ))}
    </>
  );
}
