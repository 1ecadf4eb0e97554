import type { RuntimeStatus } from '#contract/runtime.ts';
import type { FleetWord } from '#contract/status.ts';
import type { Outcome } from '#platform/derive/health.ts';
import { deriveContact, isLost } from '#platform/derive/contact.ts';
import { deriveStatus } from '#platform/derive/status.ts';
import type { BeatRecord, RuntimeRecord } from '#platform/records.ts';

/** A runtime as the running platform knows it: what is written down, and what is newer and only in memory. */
export interface LiveRuntime {
  record: RuntimeRecord;
  lastContactAt: number | null;
  /** When its last held connection closed; null again with the next call. */
  closedAt: number | null;
  /** Since when it has been in contact without a gap; null while it is not. */
  connectedSinceAt: number | null;
  /** Held polls that are open now. */
  openPolls: number;
  beat: BeatRecord | null;
  /** How its newest runs ended, newest first. */
  outcomes: Outcome[];
  /** Newest start of each process, as far as known. */
  lastStarts: Map<string, number>;
  /** The last written change of contact or word. */
  shown: { contact: RuntimeStatus['contact']; word: FleetWord; at: number } | null;
  /** Memory is newer than the store. */
  isDirty: boolean;
}

/** A runtime as it is right after it was read or enrolled. */
export function liveRuntime(record: RuntimeRecord): LiveRuntime {
  return {
    record,
    lastContactAt: record.lastContactAt,
    closedAt: null,
    connectedSinceAt: null,
    openPolls: 0,
    beat: record.beat,
    outcomes: [],
    lastStarts: new Map(),
    shown: null,
    isDirty: false,
  };
}

/** Its status by the clock. */
export function statusOf(runtime: LiveRuntime, now: number): RuntimeStatus {
  return deriveStatus({
    ...contactFacts(runtime, now),
    lastBeatAt: runtime.beat?.receivedAt ?? null,
    degraded: runtime.beat?.degraded ?? [],
    clockSkewMs: runtime.beat?.clockSkewMs ?? null,
    outcomes: runtime.outcomes,
    pause: runtime.record.pause,
    shown: runtime.shown,
  });
}

/** True while nobody knows what it does. */
export function isRuntimeLost(runtime: LiveRuntime, now: number): boolean {
  return isLost(deriveContact(contactFacts(runtime, now)).contact);
}

function contactFacts(runtime: LiveRuntime, now: number) {
  const { enrolledAt, retiredAt } = runtime.record;
  return { now, enrolledAt, retiredAt, lastContactAt: runtime.lastContactAt, closedAt: runtime.closedAt };
}
