import type { DegradedReason, RuntimeDescription } from '#contract/heartbeat.ts';
import type { EnvironmentKind, Role } from '#contract/primitives.ts';

/**
 * The shapes of what `store.records` keeps, by kind. A host that prepares a past (the bundled world) may write them before
 * `createPlatform` reads them.
 */
export interface RecordKinds {
  runtime: RuntimeRecord;
  environment: EnvironmentRecord;
  token: TokenRecord;
  session: SessionRecord;
  person: PersonRecord;
  'sign-in-code': SignInCodeRecord;
  setting: SettingRecord;
}

/** An enrolled runtime. */
export interface RuntimeRecord {
  id: string;
  name: string;
  environmentId: string;
  enrolledAt: number;
  retiredAt: number | null;
  certificate: { serial: string; fingerprint: string; notBeforeAt: number; notAfterAt: number };
  description: RuntimeDescription | null;
  describedAt: number | null;
  /** The last beat as far as it is written down; memory knows a newer one. */
  beat: BeatRecord | null;
  /** Last contact as far as it is written down. */
  lastContactAt: number | null;
  pause: { by: string; fromAt: number; untilAt: number; note: string } | null;
}

/** What the last beat said of the agent. */
export interface BeatRecord {
  receivedAt: number;
  bootId: string;
  startedAt: number;
  /** Agent's clock minus the platform's. */
  clockSkewMs: number;
  degraded: DegradedReason[];
  spool: { waiting: number; bytes: number; lost: number };
  exitRefused: number;
  inFlightCount: number;
}

export interface EnvironmentRecord {
  id: string;
  name: string;
  kind: EnvironmentKind;
}

export interface TokenRecord {
  id: string;
  environmentId: string;
  namePattern: string;
  /** SHA-256 of the secret, hex: the secret itself is never kept. */
  secretHash: string;
  createdAt: number;
  createdBy: string;
  expiresAt: number;
  usedBy: { runtimeId: string; runtimeName: string; usedAt: number } | null;
  revokedAt: number | null;
}

/** Kept under the SHA-256 of the session's secret. */
export interface SessionRecord {
  personId: string;
  createdAt: number;
  expiresAt: number;
}

export interface PersonRecord {
  id: string;
  name: string;
  role: Role;
}

/** Kept under the SHA-256 of the code. */
export interface SignInCodeRecord {
  personId: string;
  expiresAt: number;
}

/** Kept under `retention`. */
export interface SettingRecord {
  executionDays: number;
  answerDays: number;
}
