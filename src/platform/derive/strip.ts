import type { StripCell } from '#contract/runtime.ts';
import type { StoredContactChange, StripCounts } from '#platform/store/store.ts';

/** Equal pieces of time from `fromAt`; nothing is known after `now`. */
export interface Buckets {
  fromAt: number;
  bucketMs: number;
  count: number;
  now: number;
}

type Kind = 'in' | 'gone' | 'away' | 'unknown' | 'paused';
interface Segment {
  fromAt: number;
  toAt: number;
  kind: Kind;
}

/**
 * Contact of each bucket, from the changes of one runtime (ascending, with the last one before the first bucket). A bucket is `out`
 * when the runtime was gone for a part of it and came back later, `unknown` when it is away until now or was not enrolled yet.
 */
export function contactStrip(changes: readonly StoredContactChange[], buckets: Buckets): StripCell['contact'][] {
  const segments = segmentsOf(changes, buckets.now);
  return eachBucket(buckets, (fromAt, toAt) => {
    const kinds = new Set(
      segments.filter((segment) => segment.fromAt < toAt && segment.toAt > fromAt).map((segment) => segment.kind),
    );
    if (kinds.has('gone')) return 'out';
    if (kinds.has('away')) return 'unknown';
    if (kinds.has('paused')) return 'paused';
    return kinds.has('in') ? 'in' : 'unknown';
  });
}

/** Share of each bucket, 0 to 1, in which the runtime was out of contact, or not known yet: before its enrolment nobody heard of it. */
export function awayShares(changes: readonly StoredContactChange[], buckets: Buckets): number[] {
  const segments = segmentsOf(changes, buckets.now);
  const unknownUntil = segments[0]?.fromAt ?? buckets.now;
  const away = [
    { fromAt: buckets.fromAt, toAt: unknownUntil },
    ...segments.filter(({ kind }) => kind === 'gone' || kind === 'away' || kind === 'unknown'),
  ];
  return eachBucket(buckets, (fromAt, toAt) => {
    const ms = away.reduce(
      (sum, segment) => sum + Math.max(0, Math.min(toAt, segment.toAt) - Math.max(fromAt, segment.fromAt)),
      0,
    );
    return Math.min(1, ms / buckets.bucketMs);
  });
}

/** Contact and runs of each bucket. */
export function stripCells(contacts: readonly StripCell['contact'][], counts: StripCounts | undefined): StripCell[] {
  return contacts.map((contact, index) => ({
    contact,
    runs: counts?.runs[index] ?? 0,
    failed: counts?.failed[index] ?? 0,
    warned: counts?.warned[index] ?? 0,
  }));
}

function segmentsOf(changes: readonly StoredContactChange[], now: number): Segment[] {
  return changes.map((change, index) => {
    const next = changes[index + 1];
    return { fromAt: change.at, toAt: next?.at ?? now, kind: kindOf(change, next === undefined) };
  });
}

function kindOf({ contact, word }: StoredContactChange, isLast: boolean): Kind {
  if (word === 'paused') return 'paused';
  if (contact === 'offline') return isLast ? 'away' : 'gone';
  return contact === 'never' || contact === 'retired' ? 'unknown' : 'in';
}

function eachBucket<T>({ fromAt, bucketMs, count }: Buckets, make: (fromAt: number, toAt: number) => T): T[] {
  return Array.from({ length: count }, (_, index) => make(fromAt + index * bucketMs, fromAt + (index + 1) * bucketMs));
}
