import { getRouteApi } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import type { Connector } from '#contract/connector.ts';
import { useNow } from '#dashboard/api/clock.ts';
import { panelStateOf } from '#dashboard/api/panel-state.ts';
import { useOperation } from '#dashboard/api/queries.ts';
import { useLast, useZone, windowWord } from '#dashboard/app/root-search.ts';
import { useTitle } from '#dashboard/app/use-title.ts';
import { AskingError } from '#dashboard/app/asking/RequestWay.tsx';
import { useAsking } from '#dashboard/app/asking/use-asking.ts';
import { classNames } from '#dashboard/lib/class-names.ts';
import { formatCount, formatNumber } from '#dashboard/lib/format.ts';
import { formatWhen } from '#dashboard/lib/time.ts';
import { Button } from '#dashboard/ui/Button.tsx';
import { PageHead } from '#dashboard/ui/Headline.tsx';
import { Panel, type PanelState } from '#dashboard/ui/Panel.tsx';
import { SafeText } from '#dashboard/ui/SafeText.tsx';
import { Section } from '#dashboard/ui/Section.tsx';
import { Select } from '#dashboard/ui/Select.tsx';
import { SkeletonRows } from '#dashboard/ui/Skeleton.tsx';
import { StatusMark } from '#dashboard/ui/StatusMark.tsx';
import { TextField } from '#dashboard/ui/TextField.tsx';
import { ConnectorList } from './ConnectorList.tsx';
import { ConnectorSide } from './ConnectorSide.tsx';
import { SchemaSection } from './SchemaSection.tsx';
import { type ConnectorsSearch, readConnector, writeConnector } from './connectors-search.ts';
import { kindWords } from './kind-words.ts';

const route = getRouteApi('/connectors');

/** Connectors of all runtimes, and the kept schema of the chosen one. */
export function ConnectorsScreen() {
  const { last: _last, tz: _tz, ...search } = route.useSearch();
  const navigate = route.useNavigate();
  const last = useLast();
  const zone = useZone();
  const now = useNow(1_000);
  const change = (make: (before: ConnectorsSearch) => ConnectorsSearch) =>
    void navigate({
      search: ({ last: kept, tz, ...own }) => ({ ...make(own), last: kept, tz }),
      replace: true,
      resetScroll: false,
    });
  const list = useOperation('listConnectors', {
    query: {
      last,
      ...(search.runtime === undefined ? {} : { runtime: search.runtime }),
      ...(search.q === undefined ? {} : { q: search.q }),
    },
  });
  const connectors = list.data?.rows ?? [];
  const wanted = readConnector(search.connector);
  const listed =
    wanted === null
      ? connectors[0]
      : connectors.find((one) => one.runtimeId === wanted.runtimeId && one.id === wanted.connectorId);
  // A link may name a connector that the filter of the list leaves out: it is read by itself.
  const alone = useOperation(
    'getConnector',
    { params: { runtimeId: wanted?.runtimeId ?? '-', connectorId: wanted?.connectorId ?? '-' }, query: { last } },
    { enabled: wanted !== null && listed === undefined && list.data !== undefined },
  );
  const chosen = listed ?? (wanted === null ? undefined : alone.data?.connector);
  useTitle(chosen === undefined ? 'Connectors' : `${chosen.name} on ${chosen.runtimeName}`);
  return (
    <>
      {/* On a phone the list is a page of its own until one is chosen. */}
      <div
        className={classNames(
          chosen !== undefined && wanted === null && 'md:hidden',
          chosen !== undefined && wanted !== null && 'hidden',
        )}
      >
        <PageHead headline="Connectors" />
      </div>
      {chosen === undefined ? null : (
        <div className={classNames(wanted === null && 'max-md:hidden')}>
          <Head
            connector={chosen}
            window={windowWord(last)}
            now={now}
            zone={zone}
            isChosen={wanted !== null}
            onBack={() => change(({ connector: _c, ...rest }) => rest)}
          />
        </div>
      )}
      <div className="grid gap-x-7 gap-y-6 md:grid-cols-[180px_minmax(0,1fr)] xl:grid-cols-[192px_minmax(0,1fr)_268px]">
        <Section
          name="Connectors"
          windowNote={list.data === undefined ? undefined : formatNumber(list.data.total)}
          className={classNames(
            'self-start md:sticky md:top-16 md:max-xl:row-span-2',
            wanted !== null && 'max-md:hidden',
          )}
        >
          <ListFilter search={search} onSearch={change} />
          <Panel
            state={listState(list, search, now)}
            minHeight={240}
            skeleton={<SkeletonRows rows={6} columns={2} rowHeight={49} />}
          >
            <ConnectorList
              connectors={connectors}
              chosen={listed}
              onChoose={(connector) =>
                change((before) => ({
                  ...ofList(before),
                  connector: writeConnector(connector.runtimeId, connector.id),
                }))
              }
            />
          </Panel>
        </Section>
        <div className={classNames('min-w-0 max-xl:order-2', wanted === null && 'max-md:hidden')}>
          {chosen === undefined ? (
            <Panel
              state={
                wanted === null
                  ? { kind: 'ready' }
                  : panelStateOf('getConnector', alone, 'The connector could not be read')
              }
              minHeight={240}
            >
              {null}
            </Panel>
          ) : (
            <SchemaSection
              key={`${chosen.runtimeId}/${chosen.id}`}
              connector={chosen}
              search={search}
              onSearch={change}
              now={now}
              zone={zone}
            />
          )}
        </div>
        {chosen === undefined ? null : (
          <div
            className={classNames(
              'min-w-0 max-xl:order-1 xl:sticky xl:top-16 xl:self-start',
              wanted === null && 'max-md:hidden',
            )}
          >
            <ConnectorSide connector={chosen} field={search.field} now={now} zone={zone} />
          </div>
        )}
      </div>
    </>
  );
}

function Head({
  connector,
  window,
  now,
  zone,
  isChosen,
  onBack,
}: {
  connector: Connector;
  window: string;
  now: number;
  zone: ReturnType<typeof useZone>;
  isChosen: boolean;
  onBack: () => void;
}) {
  const asking = useAsking();
  const { failures } = connector;
  const reason = !connector.browsable
    ? (connector.notBrowsableBecause ?? 'Its runtime gives no reason')
    : connector.openRequestId !== null
      ? 'asked already'
      : asking.isBusy
        ? 'being asked'
        : asking.askReason;
  return (
    <>
      {isChosen ? (
        <p className="pt-3 md:hidden">
          <Button kind="word" onClick={onBack}>
            All connectors
          </Button>
        </p>
      ) : null}
      <PageHead
        headline={<SafeText>{connector.name}</SafeText>}
        beside={
          <span className="inline-flex flex-wrap items-center gap-x-4">
            <SafeText>{`${connector.product ?? kindWords[connector.kind]}, on ${connector.runtimeName}`}</SafeText>
            {failures.runs === 0 ? null : (
              <StatusMark state="failed" isReview>
                {formatCount(failures.runs, 'failed run')} in the last {window}
                {failures.lastAt === null ? '' : `, last ${formatWhen(failures.lastAt, now, zone)}`}
              </StatusMark>
            )}
          </span>
        }
        actions={
          <Button
            kind="primary"
            disabledReason={reason}
            onClick={() =>
              asking.ask(
                { kind: 'connector-browse', runtimeId: connector.runtimeId, connectorId: connector.id },
                { fresh: connector.snapshot !== null },
              )
            }
          >
            {connector.snapshot === null ? 'Ask for the schema' : 'Ask again'}
          </Button>
        }
      >
        <AskingError asking={asking} />
      </PageHead>
    </>
  );
}

/** Narrows the list: by text on the platform, by runtime. */
function ListFilter({
  search,
  onSearch,
}: {
  search: ConnectorsSearch;
  onSearch: (change: (before: ConnectorsSearch) => ConnectorsSearch) => void;
}) {
  const [text, setText] = useState(search.q ?? '');
  // Synchronises the address with the typing, once it pauses.
  useEffect(() => {
    if (text === (search.q ?? '')) return;
    const timer = setTimeout(() => onSearch((before) => ({ ...before, q: text === '' ? undefined : text })), 200);
    return () => clearTimeout(timer);
  }, [text]); // eslint-disable-line react/exhaustive-deps
  const all = useOperation('listConnectors', { query: {} });
  const runtimes = new Map((all.data?.rows ?? []).map((connector) => [connector.runtimeId, connector.runtimeName]));
  const options = [...runtimes]
    .toSorted(([, a], [, b]) => a.localeCompare(b))
    .map(([value, label]) => ({ value, label }));
  return (
    <div className="pb-1">
      <TextField
        label="Filter connectors"
        isLabelHidden
        placeholder="Name, product, runtime"
        value={text}
        maxLength={200}
        onChange={(event) => setText(event.target.value)}
      />
      <div className="pt-1">
        <Select
          label="Runtime"
          value={search.runtime?.[0] ?? ''}
          onChange={(runtime) => onSearch((before) => ({ ...before, runtime: runtime === '' ? undefined : [runtime] }))}
          options={[{ value: '', label: 'All runtimes' }, ...options]}
          {...(search.runtime !== undefined && search.runtime.length > 1
            ? { shown: `${search.runtime.length} runtimes` }
            : {})}
        />
      </div>
    </div>
  );
}

function listState(
  list: ReturnType<typeof useOperation<'listConnectors'>>,
  search: ConnectorsSearch,
  now: number,
): PanelState {
  const state = panelStateOf('listConnectors', list, 'The connectors could not be read', {
    asOfAt: list.data?.asOfAt,
    now,
  });
  if (state.kind !== 'ready' || list.data?.rows.length !== 0) return state;
  return search.q === undefined && search.runtime === undefined
    ? { kind: 'empty', title: 'No connector.', why: 'Runtimes describe their connectors when they first call.' }
    : { kind: 'empty', title: 'No connector matches.', why: 'Change the text or the runtime.' };
}

/** What of the address belongs to the list and not to the schema that was open. */
function ofList({ runtime, q }: ConnectorsSearch): ConnectorsSearch {
  return { ...(runtime === undefined ? {} : { runtime }), ...(q === undefined ? {} : { q }) };
}
