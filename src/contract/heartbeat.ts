import * as z from 'zod/mini';
import { Count, DurationMs, Id, Instant, Name } from './primitives.ts';
import { Trigger } from './status.ts';

/** A process that a runtime holds. Configuration, not data. */
export const HeldProcess = z.strictObject({
  id: Id,
  name: Name,
  version: z.nullable(z.string().check(z.maxLength(40))),
  trigger: Trigger,
  /** A sentence for people: `every minute`, `when a file arrives in orders/in`. */
  schedule: z.nullable(z.string().check(z.maxLength(200))),
  /** Mean distance of two scheduled starts, when the trigger is a schedule. */
  everyMs: z.nullable(DurationMs),
  connectorIds: z.array(Id).check(z.maxLength(50)),
});
export type HeldProcess = z.infer<typeof HeldProcess>;

/** Kinds of endpoint a connector speaks to. */
export const connectorKinds = [
  'sqlite',
  'postgresql',
  'mysql',
  'oracle',
  'sql-server',
  'csv-folder',
  'json-folder',
  'xml-folder',
  'http',
  'crm',
  'sap',
  'message-queue',
  'mail',
  'opc-ua',
] as const;
export const ConnectorKind = z.enum(connectorKinds);
export type ConnectorKind = z.infer<typeof ConnectorKind>;

/** A connection that a runtime holds: name and kind, never an address with credentials. */
export const HeldConnector = z.strictObject({
  id: Id,
  name: Name,
  kind: ConnectorKind,
  /** Product and version as far as configured or known, e.g. `PostgreSQL 15`; null when not known. */
  product: z.nullable(z.string().check(z.maxLength(100))),
  /** Whether its structure can be asked for; if not, why, in one sentence. */
  browsable: z.boolean(),
  notBrowsableBecause: z.nullable(z.string().check(z.maxLength(200))),
});
export type HeldConnector = z.infer<typeof HeldConnector>;

/** What a runtime is and holds. Sent with the first beat after a start and whenever it changed. */
export const RuntimeDescription = z.strictObject({
  /** Grows or changes with every change of the content; the beat repeats it alone while nothing changes. */
  digest: z.string().check(z.maxLength(80)),
  release: z.string().check(z.maxLength(40)),
  platform: z.string().check(z.maxLength(120)),
  timeZone: z.string().check(z.maxLength(60)),
  site: z.nullable(z.string().check(z.maxLength(100))),
  tags: z.array(z.string().check(z.maxLength(40))).check(z.maxLength(20)),
  processes: z.array(HeldProcess).check(z.maxLength(2_000)),
  connectors: z.array(HeldConnector).check(z.maxLength(1_000)),
});
export type RuntimeDescription = z.infer<typeof RuntimeDescription>;

/** Reasons by which a runtime calls itself degraded: codes, so that no free text leaves by itself. */
export const degradedReasons = [
  'disk-full',
  'disk-low',
  'memory-low',
  'spool-filling',
  'process-set-invalid',
  'connector-down',
  'clock-skew',
] as const;
export const DegradedReason = z.enum(degradedReasons);
export type DegradedReason = z.infer<typeof DegradedReason>;

/** Online status: sent every five seconds by itself. */
export const Heartbeat = z.strictObject({
  sentAt: Instant,
  /** New with each start of the agent: tells a restart from a pause. */
  bootId: Id,
  sequence: Count,
  startedAt: Instant,
  descriptionDigest: z.string().check(z.maxLength(80)),
  /** Present with the first beat, after a change, and when the platform asked for it. */
  description: z.optional(RuntimeDescription),
  degraded: z.array(DegradedReason).check(z.maxLength(10)),
  /** Runs that are in flight now, so that lost ends are noticed. At most 200 ids; `inFlightCount` counts all. */
  inFlight: z.array(Id).check(z.maxLength(200)),
  inFlightCount: Count,
  spool: z.strictObject({ waiting: Count, bytes: Count, lost: Count }),
  /** Messages that the exit refused since the start of the agent. */
  exitRefused: Count,
});
export type Heartbeat = z.infer<typeof Heartbeat>;

export const HeartbeatAnswer = z.object({
  receivedAt: Instant,
  /** The platform lacks the description with this digest: send it with the next beat. */
  wantsDescription: z.boolean(),
  nextBeatMs: DurationMs,
});
export type HeartbeatAnswer = z.infer<typeof HeartbeatAnswer>;
