import type { SchemaObjectPage, SchemaObjectRow, SnapshotSummary } from '#contract/connector.ts';
import { ProblemError } from '#contract/errors.ts';
import type { SchemaIndexEntry } from '#platform/answers/kept-shapes.ts';
import type { Core } from '#platform/core.ts';
import type { LiveRuntime } from '#platform/fleet/live-runtime.ts';
import { requestNumber } from '#platform/requests/titles.ts';
import type { ConsoleHandlers } from '#platform/routing/handlers.ts';
import { connectorsOf, keptBrowse } from './connector-list.ts';
import { plainWindow, resolveWindow } from './window.ts';

const PAGE = 200;
/** Fields of one object that are named as hits; the tree opens the object for the rest. */
const MATCHES_MAX = 20;

type Handlers = Pick<ConsoleHandlers, 'listConnectors' | 'getConnector' | 'listSchemaObjects' | 'getSchemaObject'>;

export function connectorHandlers(core: Core): Handlers {
  return {
    async listConnectors({ query }) {
      const window = plainWindow(resolveWindow(query, core.now()));
      const runtimes = core.fleet
        .all()
        .filter(({ record }) => record.retiredAt === null && (!query.runtime || query.runtime.includes(record.id)));
      const words = (query.q ?? '').toLowerCase().split(/\s+/).filter(Boolean);
      const rows = (await connectorsOf(core, runtimes, window)).filter((row) => {
        const text = `${row.name} ${row.id} ${row.kind} ${row.product ?? ''} ${row.runtimeName}`.toLowerCase();
        return words.every((word) => text.includes(word));
      });
      return { window, asOfAt: core.now(), total: rows.length, rows };
    },
    async getConnector({ params, query }) {
      const window = plainWindow(resolveWindow(query, core.now()));
      const runtime = runtimeWith(core, params.runtimeId, params.connectorId);
      const connector = (await connectorsOf(core, [runtime], window)).find((one) => one.id === params.connectorId);
      if (!connector) throw noConnector(params.connectorId);
      return { window, asOfAt: core.now(), connector };
    },
    async listSchemaObjects({ params, query }) {
      const { snapshot, index } = await snapshotIndex(core, params.runtimeId, params.connectorId);
      const from = offsetOf(query.cursor, snapshot.requestId);
      return pageOf(snapshot, index, query, from, query.limit ?? PAGE);
    },
    async getSchemaObject({ params }) {
      const { snapshot, index } = await snapshotIndex(core, params.runtimeId, params.connectorId);
      const entry = index[Number(params.index)];
      const objects = entry && (await core.answers.schemaChunk(requestNumber(snapshot.requestId), entry.chunk));
      const object = entry && objects?.[entry.place];
      if (!object) throw new ProblemError('not-found', `The schema has no object ${params.index}.`);
      return { index: Number(params.index), object };
    },
  };
}

function pageOf(
  snapshot: SnapshotSummary,
  index: readonly SchemaIndexEntry[],
  query: { q?: string; namespace?: string },
  from: number,
  limit: number,
): SchemaObjectPage {
  const q = (query.q ?? '').trim().toLowerCase();
  const hits: SchemaObjectRow[] = [];
  const namespaces = new Map<string | null, number>();
  let total = 0;
  for (const [position, entry] of index.entries()) {
    const matches =
      q === '' || entry.name.toLowerCase().includes(q)
        ? []
        : entry.fields.filter((field) => field.toLowerCase().includes(q));
    if (q !== '' && matches.length === 0 && !entry.name.toLowerCase().includes(q)) continue;
    namespaces.set(entry.namespace, (namespaces.get(entry.namespace) ?? 0) + 1);
    if (query.namespace !== undefined && (entry.namespace ?? '') !== query.namespace) continue;
    if (total >= from && hits.length < limit) {
      const { namespace, name, kind, comment, fields } = entry;
      hits.push({
        index: position,
        namespace,
        name,
        kind,
        comment,
        fieldCount: fields.length,
        matches: matches.slice(0, MATCHES_MAX),
      });
    }
    total += 1;
  }
  return {
    snapshot,
    total,
    namespaces: [...namespaces].map(([namespace, objects]) => ({ namespace, objects })),
    rows: hits,
    next: from + hits.length < total && hits.length > 0 ? `${snapshot.requestId}.${from + hits.length}` : null,
  };
}

/** A cursor is bound to its snapshot: positions of a newer one mean something else. */
function offsetOf(cursor: string | undefined, currentRequestId: string): number {
  if (cursor === undefined) return 0;
  const match = /^(R-[0-9]{1,12})\.([0-9]{1,7})$/.exec(cursor);
  if (match?.[1] !== currentRequestId) {
    throw new ProblemError(
      'bad-request',
      'The cursor does not belong to the kept schema; begin again from its first page.',
      { field: 'query.cursor' },
    );
  }
  return Number(match[2]);
}

async function snapshotIndex(
  core: Core,
  runtimeId: string,
  connectorId: string,
): Promise<{ snapshot: SnapshotSummary; index: SchemaIndexEntry[] }> {
  runtimeWith(core, runtimeId, connectorId);
  const snapshot = await keptBrowse(core, runtimeId, connectorId);
  if (!snapshot) throw new ProblemError('no-answer-kept', 'No schema of this connector is kept; ask for it.');
  return { snapshot, index: await core.answers.schemaIndex(requestNumber(snapshot.requestId)) };
}

function runtimeWith(core: Core, runtimeId: string, connectorId: string): LiveRuntime {
  const runtime = core.fleet.get(runtimeId);
  if (!runtime) throw new ProblemError('not-found', `There is no runtime ${runtimeId}.`);
  if (!runtime.record.description?.connectors.some((one) => one.id === connectorId)) throw noConnector(connectorId);
  return runtime;
}

function noConnector(id: string): ProblemError {
  return new ProblemError('not-found', `The runtime has no connector ${id}.`);
}
