import type { ExecutionField } from '#contract/execution.ts';
import type { Core } from '#platform/core.ts';
import type { ConsoleHandlers } from '#platform/routing/handlers.ts';
import { executionDetail, noExecution } from './execution-detail.ts';
import { executionQuery } from './execution-query.ts';
import { shownExecution } from './shown-execution.ts';
import { countsOf, histogramOf } from './state-counts.ts';
import { BUCKETS, bucketOf, plainWindow, resolveWindow } from './window.ts';

const PAGE = 100;
/** Values of a field that are looked through when their labels are only known here. */
const VALUES_MAX = 5_000;

type Handlers = Pick<
  ConsoleHandlers,
  'listExecutions' | 'countExecutions' | 'histogramExecutions' | 'listFieldValues' | 'getExecution' | 'listDocuments'
>;

export function executionHandlers(core: Core): Handlers {
  const { executions } = core.store;
  return {
    async listExecutions({ query }) {
      const window = resolveWindow(query, core.now());
      const order = { sort: query.sort ?? 'started', descending: query.direction !== 'ascending' };
      const page = await executions.page(
        executionQuery(core, query, window),
        order,
        query.cursor ?? null,
        query.limit ?? PAGE,
      );
      const rows = await Promise.all(page.rows.map((row) => shownExecution(core, row)));
      return { window: plainWindow(window), asOfAt: core.now(), rows, next: page.next };
    },
    countExecutions: ({ query }) => countsOf(core, executionQuery(core, query, resolveWindow(query, core.now()))),
    histogramExecutions({ query }) {
      const window = resolveWindow(query, core.now());
      const isWhole = query.buckets === undefined || query.buckets === BUCKETS;
      const bucketMs = isWhole ? window.bucketMs : bucketOf(window.fromAt, window.toAt, query.buckets ?? BUCKETS);
      return histogramOf(core, executionQuery(core, query, window), bucketMs);
    },
    async listFieldValues({ params: { field }, query }) {
      const window = resolveWindow(query, core.now());
      const own = { ...executionQuery(core, query, window), [field]: { include: [], exclude: [] } };
      const limit = query.limit ?? PAGE;
      const contains = (query.contains ?? '').toLowerCase();
      const label = labels(core, field);
      if (!label) {
        return { window: plainWindow(window), field, values: await executions.values(own, field, contains, limit) };
      }
      const values = (await executions.values(own, field, '', VALUES_MAX)).map((one) => ({
        ...one,
        label: label(one.value),
      }));
      const fits = values.filter(
        (one) => one.value.toLowerCase().includes(contains) || one.label.toLowerCase().includes(contains),
      );
      return { window: plainWindow(window), field, values: fits.slice(0, limit) };
    },
    getExecution: ({ params }) => executionDetail(core, params.executionId),
    async listDocuments({ params, query }) {
      if (!(await executions.get(params.executionId))) throw noExecution(params.executionId);
      const page = await executions.documents(params.executionId, query.cursor ?? null, query.limit ?? PAGE);
      return { executionId: params.executionId, ...page };
    },
  };
}

/** Names that the store does not know. */
function labels(core: Core, field: ExecutionField): ((value: string) => string) | null {
  if (field === 'runtime') return (id) => core.fleet.get(id)?.record.name ?? id;
  if (field === 'environment') return (id) => core.fleet.environment(id)?.name ?? id;
  if (field !== 'connector') return null;
  const names = new Map(
    core.fleet.all().flatMap(({ record }) => (record.description?.connectors ?? []).map((one) => [one.id, one.name])),
  );
  return (id) => names.get(id) ?? id;
}
