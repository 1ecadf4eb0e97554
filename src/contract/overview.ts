import * as z from 'zod/mini';
import { ExecutionCounts, ExecutionHistogram } from './execution.ts';
import { Count, EnvironmentKind, Id, Instant, Window } from './primitives.ts';
import { FleetCounts, RuntimeStatus } from './runtime.ts';
import { VisualState } from './status.ts';

/** What an incident is about; each kind has its own trace on the ruler of Now. */
export const incidentKinds = [
  'failing-group',
  'runtime-offline',
  'runtime-failing',
  'runtime-degraded',
  'runtime-late',
  'process-silent',
  'certificate-ending',
  'request-stuck',
  'runs-slow',
] as const;
export const IncidentKind = z.enum(incidentKinds);
export type IncidentKind = z.infer<typeof IncidentKind>;

/** One line of "needs attention": events folded by their common cause, worst first. */
export const Incident = z.object({
  /** Stable while it lasts: `group:F-12`, `runtime:rt-1:offline`. */
  id: z.string(),
  kind: IncidentKind,
  state: VisualState,
  /** The chip word: `failing`, `offline`, `silent`, ... */
  word: z.string(),
  /** What, in a few words: `ERP01 refuses every logon`. */
  title: z.string(),
  /** How far: `137 runs, 3 runtimes`. */
  extent: z.string(),
  /** The fact it rests on: template, last beat, ... */
  evidence: z.string(),
  sinceAt: Instant,
  lastAt: Instant,
  events: Count,
  /** Where a click leads. */
  target: z.discriminatedUnion('screen', [
    z.object({ screen: z.literal('execution'), executionId: Id }),
    z.object({
      screen: z.literal('executions'),
      groupId: z.nullable(z.string()),
      processId: z.nullable(Id),
      runtimeId: z.nullable(Id),
    }),
    z.object({ screen: z.literal('runtime'), runtimeId: Id }),
    z.object({ screen: z.literal('request'), requestId: z.string() }),
  ]),
  /** One value per bucket of the overview's histogram: failed runs, out-of-contact share, or runs; what it counts depends on `kind`. */
  trace: z.array(z.number()),
});
export type Incident = z.infer<typeof Incident>;

/** The answer behind Now: one request, one window. */
export const Overview = z.object({
  window: Window,
  asOfAt: Instant,
  fleet: FleetCounts,
  counts: ExecutionCounts,
  histogram: ExecutionHistogram,
  /** The same 24 h one week earlier; null when there is no such history. */
  usual: z.nullable(z.object({ window: Window, total: Count, states: z.record(VisualState, Count) })),
  incidents: z.array(Incident),
  /** Events folded into the incidents. */
  folded: Count,
  environments: z.array(
    z.object({
      id: Id,
      name: z.string(),
      kind: EnvironmentKind,
      runtimes: z.array(z.object({ id: Id, name: z.string(), status: RuntimeStatus })),
    }),
  ),
  openRequests: Count,
  connectors: Count,
});
export type Overview = z.infer<typeof Overview>;
