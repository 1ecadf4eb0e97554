import { Link } from '@tanstack/react-router';
import type { Connector } from '#contract/connector.ts';
import { panelStateOf } from '#dashboard/api/panel-state.ts';
import { useOperation } from '#dashboard/api/queries.ts';
import { RequestSentence, RequestStations } from '#dashboard/app/asking/RequestWay.tsx';
import { formatCount } from '#dashboard/lib/format.ts';
import { type TimeZone, formatWhen } from '#dashboard/lib/time.ts';
import { type Fact, FactRows } from '#dashboard/ui/FactsStrip.tsx';
import { Panel } from '#dashboard/ui/Panel.tsx';
import { SafeText } from '#dashboard/ui/SafeText.tsx';
import { Section } from '#dashboard/ui/Section.tsx';
import { keyWords } from './schema-tree.ts';

/** Beside the tree: the request for the schema, the chosen field, and who uses the connector. */
export function ConnectorSide({
  connector,
  field,
  now,
  zone,
}: {
  connector: Connector;
  field: string | undefined;
  now: number;
  zone: TimeZone;
}) {
  const requestId = connector.openRequestId ?? connector.lastRequestId;
  return (
    <div className="grid min-w-0 gap-x-7 gap-y-6 md:max-xl:grid-cols-2">
      {requestId === null ? null : <RequestPart requestId={requestId} isOpen={connector.openRequestId !== null} />}
      {field === undefined || connector.snapshot === null ? null : <FieldPart connector={connector} field={field} />}
      <Section name="Used by" windowNote="as its runtime describes it">
        {connector.usedBy.length === 0 ? <p className="py-2 text-ink-2">No process uses it.</p> : null}
        <ul>
          {connector.usedBy.map(({ processId, processName }) => (
            <li key={processId} className="flex min-h-6 items-baseline border-b border-hair py-0.5">
              <Link
                to="/executions"
                search={{ process: [processId], runtime: [connector.runtimeId] }}
                className="truncate hover:underline"
              >
                <SafeText>{processName}</SafeText>
              </Link>
            </li>
          ))}
        </ul>
        {connector.failures.runs === 0 ? null : (
          <p className="pt-2 text-note text-ink-2">
            <Link
              to="/executions"
              search={{ connector: [connector.id], runtime: [connector.runtimeId] }}
              className="word-link"
            >
              {formatCount(connector.failures.runs, 'failed run')}
            </Link>{' '}
            spoke to it
            {connector.failures.lastAt === null ? '' : `, last ${formatWhen(connector.failures.lastAt, now, zone)}`}.
          </p>
        )}
      </Section>
    </div>
  );
}

function RequestPart({ requestId, isOpen }: { requestId: string; isOpen: boolean }) {
  const read = useOperation('getRequest', { params: { requestId } });
  return (
    <Section
      name={isOpen ? 'Running request' : 'Last request'}
      windowNote={
        <Link to="/requests/$requestId" params={{ requestId }} className="word-link">
          {requestId}
        </Link>
      }
    >
      <Panel state={panelStateOf('getRequest', read, 'The request could not be read')} minHeight={96}>
        {read.data === undefined ? null : (
          <div className="pt-2">
            <RequestStations request={read.data} />
            <RequestSentence request={read.data} />
          </div>
        )}
      </Panel>
    </Section>
  );
}

function FieldPart({ connector, field }: { connector: Connector; field: string }) {
  const index = field.slice(0, field.indexOf(':'));
  const fieldName = field.slice(index.length + 1);
  const read = useOperation('getSchemaObject', {
    params: { runtimeId: connector.runtimeId, connectorId: connector.id, index },
  });
  const object = read.data?.object;
  const found = object?.fields.find(({ name }) => name === fieldName);
  if (object !== undefined && found === undefined) return null;
  const facts: Fact[] =
    found === undefined
      ? []
      : [
          {
            id: 'type',
            label: 'Type',
            value: <span className="font-mono text-note">{<SafeText>{found.type}</SafeText>}</span>,
          },
          {
            id: 'null',
            label: 'Nullable',
            value: found.nullable === null ? 'the source does not say' : found.nullable ? 'yes' : 'no',
          },
          ...(found.keys.length === 0
            ? []
            : [{ id: 'keys', label: 'Keys', value: `${keyWords(found)} (${found.keys.join(', ')})` }]),
          ...(found.references === null
            ? []
            : [{ id: 'references', label: 'References', value: <SafeText>{found.references}</SafeText> }]),
          ...(found.comment === null
            ? []
            : [{ id: 'comment', label: 'Comment', value: <SafeText>{found.comment}</SafeText> }]),
        ];
  const path = [connector.name, object?.namespace, object?.name]
    .filter((part) => part !== null && part !== undefined)
    .join(' › ');
  return (
    <Section name={<SafeText>{fieldName}</SafeText>} windowNote={<SafeText>{path}</SafeText>}>
      <Panel state={panelStateOf('getSchemaObject', read, 'The field could not be read')} minHeight={96}>
        <FactRows facts={facts} />
      </Panel>
    </Section>
  );
}
