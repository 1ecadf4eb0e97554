import type { Connector, SnapshotSummary } from '#contract/connector.ts';
import type { Window } from '#contract/primitives.ts';
import type { Core } from '#platform/core.ts';
import type { LiveRuntime } from '#platform/fleet/live-runtime.ts';
import { requestId } from '#platform/requests/titles.ts';
import type { StoredRequest } from '#platform/store/store.ts';
import { everyExecution } from './execution-query.ts';

/** Groups of one runtime that are looked through for its connectors' failures. */
const GROUPS_MAX = 500;

/** Connectors of all runtimes that are not retired. */
export function countConnectors(core: Core): number {
  return core.fleet
    .all()
    .reduce(
      (sum, { record }) => sum + (record.retiredAt === null ? (record.description?.connectors.length ?? 0) : 0),
      0,
    );
}

/** The connectors of some runtimes as the list shows them, by name, then runtime. */
export async function connectorsOf(core: Core, runtimes: readonly LiveRuntime[], window: Window): Promise<Connector[]> {
  const open = await core.store.requests.open();
  const strips = await core.store.executions.strips(window.fromAt, window.toAt, window.toAt - window.fromAt);
  const rows: Connector[] = [];
  for (const { record } of runtimes) {
    const connectors = record.description?.connectors ?? [];
    if (connectors.length === 0) continue;
    const hasFailures = (strips.get(record.id)?.failed ?? []).some((failed) => failed > 0);
    const failures = hasFailures ? await failuresOf(core, record.id, window) : new Map<string, Connector['failures']>();
    for (const connector of connectors) {
      const newest = await core.store.requests.newest('connector-browse', record.id, connector.id);
      const answered = newest ? await keptBrowse(core, record.id, connector.id) : null;
      const asked = open.find(
        (one) => one.kind === 'connector-browse' && one.runtimeId === record.id && one.subjectId === connector.id,
      );
      rows.push({
        ...connector,
        runtimeId: record.id,
        runtimeName: record.name,
        usedBy: usersOf(record.description?.processes ?? [], connector.id),
        snapshot: answered,
        openRequestId: asked ? requestId(asked.number) : null,
        lastRequestId: newest ? requestId(newest.number) : null,
        failures: failures.get(connector.id) ?? { runs: 0, lastAt: null },
      });
    }
  }
  return rows.sort((a, b) => compareText(a.name, b.name) || compareText(a.runtimeName, b.runtimeName));
}

/** The newest browse of a connector whose answer is kept, described; null without one. */
export async function keptBrowse(core: Core, runtimeId: string, connectorId: string): Promise<SnapshotSummary | null> {
  const answered = await core.store.requests.newest('connector-browse', runtimeId, connectorId, 'answered');
  if (!answered?.answer || (await core.store.answers.description(answered.number)) === null) return null;
  return snapshotOf(core, answered, answered.answer.receivedAt);
}

async function snapshotOf(core: Core, request: StoredRequest, fetchedAt: number): Promise<SnapshotSummary> {
  const { objects, fields, cut } = await core.answers.schema(request.number);
  return { requestId: requestId(request.number), fetchedAt, askedBy: request.askedBy.name, objects, fields, cut };
}

async function failuresOf(core: Core, runtimeId: string, window: Window): Promise<Map<string, Connector['failures']>> {
  const query = { ...everyExecution(core, window), runtime: { include: [runtimeId], exclude: [] } };
  const failures = new Map<string, Connector['failures']>();
  for (const group of await core.store.executions.groups(query, window.toAt - window.fromAt, GROUPS_MAX)) {
    if (group.connectorId === null) continue;
    const known = failures.get(group.connectorId);
    failures.set(group.connectorId, {
      runs: (known?.runs ?? 0) + group.runs,
      lastAt: Math.max(known?.lastAt ?? 0, group.lastAt),
    });
  }
  return failures;
}

function usersOf(
  processes: readonly { id: string; name: string; connectorIds: string[] }[],
  connectorId: string,
): Connector['usedBy'] {
  return processes
    .filter((process) => process.connectorIds.includes(connectorId))
    .map((process) => ({ processId: process.id, processName: process.name }))
    .sort((a, b) => compareText(a.processName, b.processName));
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
