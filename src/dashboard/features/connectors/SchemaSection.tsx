import { useEffect, useState } from 'react';
import type { Connector } from '#contract/connector.ts';
import { panelStateOf } from '#dashboard/api/panel-state.ts';
import { useShortcut } from '#dashboard/app/shortcuts.tsx';
import { formatAge, formatCount, formatNumber } from '#dashboard/lib/format.ts';
import { type TimeZone, formatWhen } from '#dashboard/lib/time.ts';
import { KeyCap } from '#dashboard/ui/KeyCap.tsx';
import { NoteLine } from '#dashboard/ui/NoteLine.tsx';
import { Panel, type PanelState } from '#dashboard/ui/Panel.tsx';
import { Section } from '#dashboard/ui/Section.tsx';
import { Select } from '#dashboard/ui/Select.tsx';
import { SkeletonRows } from '#dashboard/ui/Skeleton.tsx';
import { Table, TableBody, TableHead } from '#dashboard/ui/Table.tsx';
import { TextField } from '#dashboard/ui/TextField.tsx';
import { VirtualRows } from '#dashboard/ui/VirtualRows.tsx';
import { SchemaRow, schemaColumns } from './SchemaRow.tsx';
import type { ConnectorsSearch } from './connectors-search.ts';
import { treeRowKey } from './schema-tree.ts';
import { useSchema } from './use-schema.ts';

/** Typing rests this long before the platform searches 20,000 objects. */
const TYPING_MS = 200;
const FIELD_ID = 'schema-search';

/** The kept schema: search as you type over the whole of it, and its tree. */
export function SchemaSection({
  connector,
  search,
  onSearch,
  now,
  zone,
}: {
  connector: Connector;
  search: ConnectorsSearch;
  onSearch: (change: (search: ConnectorsSearch) => ConnectorsSearch) => void;
  now: number;
  zone: TimeZone;
}) {
  const { snapshot } = connector;
  const find = search.find ?? '';
  const params = { runtimeId: connector.runtimeId, connectorId: connector.id };
  const schema = useSchema(params, { find, namespace: search.namespace, open: search.open ?? [] }, snapshot !== null);
  useShortcut(
    { keys: '/', does: 'Search the schema', group: 'On this page' },
    () => document.getElementById(FIELD_ID)?.focus(),
    snapshot !== null,
  );
  const toggle = (object: number) =>
    onSearch((before) => {
      const open = before.open ?? [];
      const key = String(object);
      const next = open.includes(key) ? open.filter((other) => other !== key) : [...open, key];
      return { ...before, open: next.length === 0 ? undefined : next };
    });
  const state = stateOf(connector, schema, find);
  return (
    <Section
      name="Schema"
      windowNote={
        snapshot === null
          ? 'never fetched'
          : `fetched ${formatAge(Math.max(0, now - snapshot.fetchedAt))} ago, ${formatWhen(snapshot.fetchedAt, now, zone)}, by ${snapshot.askedBy}, via ${connector.runtimeName}`
      }
    >
      {snapshot === null ? null : (
        <div className="flex flex-wrap items-center gap-4 py-1">
          <FindField
            find={find}
            onFind={(text) => onSearch((before) => ({ ...before, find: text === '' ? undefined : text }))}
            count={
              schema.total === undefined ? '' : `${formatNumber(schema.total)} of ${formatNumber(snapshot.objects)}`
            }
          />
          {schema.namespaces.length > 1 || search.namespace !== undefined ? (
            <Select
              label="Schema or folder"
              value={search.namespace ?? ''}
              onChange={(namespace) =>
                onSearch((before) => ({ ...before, namespace: namespace === '' ? undefined : namespace }))
              }
              options={[
                { value: '', label: 'All schemas' },
                ...schema.namespaces.flatMap(({ namespace, objects }) =>
                  namespace === null ? [] : [{ value: namespace, label: namespace, note: formatNumber(objects) }],
                ),
              ]}
            />
          ) : null}
        </div>
      )}
      {snapshot !== null && snapshot.cut !== null ? (
        <NoteLine state="warn" word="Not the whole schema">
          {snapshot.cut}
        </NoteLine>
      ) : null}
      <Panel state={state} minHeight={240} skeleton={<SkeletonRows rows={10} columns={4} rowHeight={24} />}>
        <Table label={`Schema of ${connector.name}`} columns={schemaColumns}>
          <TableHead />
          <TableBody>
            <VirtualRows
              count={schema.rows.length}
              getKey={(index) => treeRowKey(schema.rows[index])}
              estimateHeight={24}
              onNearEnd={schema.loadMore}
              renderRow={(index) => {
                const row = schema.rows[index];
                if (row === undefined) return null;
                const key = row.kind === 'field' ? `${row.object.index}:${row.field.name}` : null;
                return (
                  <SchemaRow
                    row={row}
                    index={index}
                    find={find}
                    isChosen={key !== null && key === search.field}
                    onToggle={toggle}
                    onChoose={(object, field) =>
                      onSearch((before) => ({
                        ...before,
                        field: before.field === `${object}:${field}` ? undefined : `${object}:${field}`,
                      }))
                    }
                    onRetry={() => void schema.pages.refetch()}
                  />
                );
              }}
            />
          </TableBody>
        </Table>
      </Panel>
      {snapshot === null ? null : (
        <p className="pt-2 text-note text-ink-3">
          Names, types and keys only; never a row. {formatCount(snapshot.objects, 'object')},{' '}
          {formatCount(snapshot.fields, 'field')}.
        </p>
      )}
    </Section>
  );
}

function stateOf(connector: Connector, schema: ReturnType<typeof useSchema>, find: string): PanelState {
  if (connector.snapshot === null) {
    if (!connector.browsable)
      return {
        kind: 'empty',
        title: 'The structure of this connector cannot be asked for.',
        why: connector.notBrowsableBecause ?? 'Its runtime gives no reason.',
      };
    if (connector.openRequestId !== null)
      return {
        kind: 'empty',
        title: 'The schema is on its way.',
        why: 'Its request stands beside; it opens here once it is answered.',
      };
    if (connector.lastRequestId !== null)
      return {
        kind: 'empty',
        title: 'No schema is kept.',
        why: 'How the last request for it ended stands beside.',
      };
    return {
      kind: 'empty',
      title: 'Nobody has asked for this schema yet.',
      why: `${connector.runtimeName} reads names, types and keys, never a row, and only when asked.`,
    };
  }
  const state = panelStateOf('listSchemaObjects', schema.pages, 'The schema could not be read');
  if (state.kind !== 'ready' || schema.total !== 0) return state;
  return find === ''
    ? { kind: 'empty', title: 'The schema is empty.', why: 'The account of the connection sees no object.' }
    : {
        kind: 'empty',
        title: `No object and no field contains ${find}.`,
        why: `All ${formatCount(connector.snapshot.objects, 'object')} were searched.`,
      };
}

function FindField({ find, onFind, count }: { find: string; onFind: (text: string) => void; count: string }) {
  const [text, setText] = useState(find);
  // Synchronises the address with the typing, once it pauses. Only `text` starts it: the address may change on its own.
  useEffect(() => {
    if (text === find) return;
    const timer = setTimeout(() => onFind(text), TYPING_MS);
    return () => clearTimeout(timer);
  }, [text]); // eslint-disable-line react/exhaustive-deps
  return (
    <TextField
      id={FIELD_ID}
      label="Search objects and fields"
      isLabelHidden
      placeholder="Objects and fields"
      value={text}
      spellCheck={false}
      maxLength={200}
      onChange={(event) => setText(event.target.value)}
      onKeyDown={(event) => {
        if (event.key === 'Escape') setText('');
      }}
      className="w-[240px] max-md:w-full"
      trailing={
        <span role="status" className="inline-flex items-center gap-2">
          {count} <KeyCap className="max-md:hidden">/</KeyCap>
        </span>
      }
    />
  );
}
