import type { JournaledReport, RuntimePort } from './runtime.ts';
import type { LedgerEntry } from './ledger.ts';

/** Milliseconds since the epoch, by the clock of the machine that the agent runs on. */
export interface ClockPort {
  now(): number;
}

/** Waiting. Real in a host, virtual in the bundled world and in specs. */
export interface TimersPort {
  /** Resolves after `ms`, or at once when `signal` aborts; never rejects. */
  sleep(ms: number, signal: AbortSignal): Promise<void>;
}

/**
 * The way to the one platform. Rejects when no answer came; with `PlatformNotTrustedError` when the platform could not prove who
 * it is. Must not follow redirects, must not send anywhere but to the origin that the agent was made with.
 */
export interface TransportPort {
  fetch(request: Request): Promise<Response>;
}

/** The platform did not prove its identity: nothing was sent. `message` is one sentence for the person at the console. */
export class PlatformNotTrustedError extends Error {
  override readonly name = 'PlatformNotTrustedError';
}

/** Who the runtime is on its platform, as enrolment answered. */
export interface Identity {
  runtimeId: string;
  environmentId: string;
  name: string;
  /** PEM, for mutual TLS. */
  certificate: string;
  /** PEM of the platform's own CA, pinned from now on. */
  authority: string;
  notAfterAt: number;
}

/** Keys and certificates. The private key never passes through this port: it stays with the host that made it. */
export interface KeysPort {
  /** The identity of an earlier enrolment, null before the first. */
  load(): Promise<Identity | null>;
  /** Makes a new P-256 key pair, keeps it, and gives a certificate signing request (PKCS#10, PEM) for `name`. */
  makeRequest(name: string): Promise<string>;
  /** Keeps the identity that belongs to the key pair of the last `makeRequest`; durable when it resolves. */
  save(identity: Identity): Promise<void>;
}

/** A report that waits in the spool. `key` grows with every report and orders the queue. */
export interface SpooledReport extends JournaledReport {
  key: number;
  /** Size of the report as JSON. */
  bytes: number;
}

/** A batch that was formed and not yet acknowledged: kept, so that "again" after a crash says the same under the same id. */
export interface PendingBatch {
  batchId: string;
  /** Key of the last report in it. */
  throughKey: number;
  lost: number;
}

/** What the spool holds. */
export interface SpoolState {
  waiting: number;
  bytes: number;
  limitBytes: number;
  /** Reports dropped since the spool was made: overflow, or set aside because nobody can take them. Never falls. */
  lost: number;
  /** The part of `lost` that no acknowledged batch has told yet. */
  lostUntold: number;
  /** Highest journal position that was taken over, 0 at first. */
  position: number;
}

/**
 * The durable queue between the runtime's journal and the platform. Every change is durable when its promise resolves.
 * Beyond its limit the oldest reports are dropped and counted.
 */
export interface SpoolPort {
  state(): Promise<SpoolState>;
  append(reports: readonly JournaledReport[]): Promise<void>;
  /** The oldest reports, in order: at most `maxReports`, at most `maxBytes` together, but one when any waits. */
  peek(maxReports: number, maxBytes: number): Promise<SpooledReport[]>;
  pending(): Promise<PendingBatch | null>;
  setPending(batch: PendingBatch | null): Promise<void>;
  /** Removes the pending batch's reports (keys up to `throughKey`), counts its `lost` as told, and clears it. */
  acknowledge(batch: PendingBatch): Promise<void>;
  /** Moves one report out of the queue into a file for people, and counts it as lost. */
  setAside(key: number, reason: string): Promise<void>;
}

/** The journal of everything that left. `append` is durable when it resolves; the exit sends nothing before that. */
export interface LedgerPort {
  /** Number and hash of the newest entry, null when there is none. */
  head(): Promise<{ number: number; hash: string } | null>;
  append(entry: LedgerEntry): Promise<void>;
}

export type AgentLogLevel = 'debug' | 'info' | 'warn' | 'error';

/** The agent's own log, local: it never leaves by itself. Facts may hold hostile text. */
export type AgentLogPort = (
  level: AgentLogLevel,
  message: string,
  facts?: Readonly<Record<string, string | number | boolean | null>>,
) => void;

/** Everything that an agent takes from its host. */
export interface AgentOptions {
  /** Origin of the platform, e.g. `https://platform.example:8443`. The only address that requests are made for. */
  platform: string;
  /** Needed for the first start only: afterwards the saved identity is used. */
  enrolment: { token: string; name: string } | null;
  runtime: RuntimePort;
  transport: TransportPort;
  clock: ClockPort;
  timers: TimersPort;
  /** 0 inclusive to 1 exclusive. */
  random: () => number;
  /** A new id each time, in the form of the contract's `Id`. */
  ids: () => string;
  spool: SpoolPort;
  ledger: LedgerPort;
  keys: KeysPort;
  log: AgentLogPort;
}

/** A running agent. */
export interface Agent {
  /**
   * Enrols when there is no identity yet, then calls the platform until `stop`. Resolves once enrolled.
   * Rejects with `EnrolmentError` when the platform refuses, with `PlatformNotTrustedError` when it is not the pinned one.
   */
  start(): Promise<void>;
  /** Ends every call and loop; resolves when nothing runs any more. Safe to call twice. */
  stop(): Promise<void>;
  /**
   * One round without loops, for a world on virtual time: whatever is due of beat, tracking and an unheld poll. Enrols first when
   * needed. Answers to what the poll brought begin, and go on by themselves. Resolves to the instant by which beat or tracking
   * have something to do again; new reports, and questions of people, are found by any step before.
   */
  step(): Promise<{ nextAt: number }>;
  /** The identity in use, null before enrolment. */
  identity(): Identity | null;
}
