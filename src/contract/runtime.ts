import * as z from 'zod/mini';
import { DegradedReason, HeldConnector, HeldProcess } from './heartbeat.ts';
import { Count, DurationMs, EnvironmentKind, Id, Instant, Window } from './primitives.ts';
import { Contact, FleetWord, Health, VisualState } from './status.ts';

/** The one status of a runtime, derived by the platform (invariant 5) and the same on every page. */
export const RuntimeStatus = z.object({
  contact: Contact,
  health: Health,
  /** The chip: word, and its state for glyph and colour. */
  word: FleetWord,
  state: VisualState,
  /** One clause that says why, e.g. `was ok 4 min ago`, `11 of 11 runs failed`, `until 18:00, T. Nowak`; null for ok. Times in it are UTC instants named in `becauseAt`. */
  because: z.nullable(z.string()),
  /** When the word became true. */
  sinceAt: z.nullable(Instant),
  lastContactAt: z.nullable(Instant),
  /** When the next beat is expected; in the past when it is overdue; null when never seen or retired. */
  nextContactAt: z.nullable(Instant),
  /** The limits that decided, so that the page can print them. */
  lateAfterMs: DurationMs,
  offlineAfterMs: DurationMs,
});
export type RuntimeStatus = z.infer<typeof RuntimeStatus>;

/** A planned pause: an intent, not an outage. */
export const Pause = z.object({ by: z.string(), fromAt: Instant, untilAt: Instant, note: z.string() });
export type Pause = z.infer<typeof Pause>;

/** One cell of a strip: a fixed piece of time. Runs are counted in the cell in which they started. */
export const StripCell = z.object({
  /** `in`: in contact all along; `out`: out of contact for a part; `unknown`: not known (before enrolment, or away until now); `paused`. */
  contact: z.enum(['in', 'out', 'unknown', 'paused']),
  runs: Count,
  failed: Count,
  warned: Count,
});
export type StripCell = z.infer<typeof StripCell>;

/** A row of the runtimes table. */
export const RuntimeSummary = z.object({
  id: Id,
  name: z.string(),
  site: z.nullable(z.string()),
  environmentId: Id,
  environmentName: z.string(),
  environmentKind: EnvironmentKind,
  tags: z.array(z.string()),
  status: RuntimeStatus,
  release: z.nullable(z.string()),
  certificateEndsAt: z.nullable(Instant),
  /** In the window of the answer. */
  runs: Count,
  failed: Count,
  inFlight: Count,
  /** Fixed buckets over the window of the answer, oldest first. */
  strip: z.array(StripCell),
});
export type RuntimeSummary = z.infer<typeof RuntimeSummary>;

/** Counts of runtimes by their chip word: they add up to all runtimes. */
export const FleetCounts = z.object({ total: Count, words: z.record(FleetWord, Count) });
export type FleetCounts = z.infer<typeof FleetCounts>;

export const RuntimePage = z.object({
  window: Window,
  asOfAt: Instant,
  /** Runtimes that the filter hits. */
  total: Count,
  /** Of the whole fleet, before the filter. */
  fleet: FleetCounts,
  environments: z.array(z.object({ id: Id, name: z.string(), runtimes: Count })),
  releases: z.array(z.object({ release: z.string(), runtimes: Count })),
  rows: z.array(RuntimeSummary),
});
export type RuntimePage = z.infer<typeof RuntimePage>;

/** A change of contact or pause, for strips and timelines. */
export const ContactChange = z.object({ at: Instant, contact: Contact, word: z.nullable(z.string()) });
export type ContactChange = z.infer<typeof ContactChange>;

/** Everything the screen of one runtime shows beyond its row. */
export const RuntimeDetail = z.object({
  summary: RuntimeSummary,
  window: Window,
  asOfAt: Instant,
  enrolledAt: Instant,
  platform: z.nullable(z.string()),
  timeZone: z.nullable(z.string()),
  agentStartedAt: z.nullable(Instant),
  /** Agent's clock minus the platform's at the last beat; null before the first. */
  clockSkewMs: z.nullable(z.int()),
  degraded: z.array(DegradedReason),
  spool: z.nullable(z.object({ waiting: Count, bytes: Count, lost: Count })),
  exitRefused: z.nullable(Count),
  certificate: z.nullable(
    z.object({ serial: z.string(), fingerprint: z.string(), notBeforeAt: Instant, notAfterAt: Instant }),
  ),
  pause: z.nullable(Pause),
  processes: z.array(
    z.extend(HeldProcess, {
      runs: Count,
      failed: Count,
      lastRunAt: z.nullable(Instant),
      lastState: z.nullable(VisualState),
      normalMs: z.nullable(DurationMs),
    }),
  ),
  connectors: z.array(HeldConnector),
  /** When the description was last sent; what is shown of processes and connectors is as of then. */
  describedAt: z.nullable(Instant),
  /** Newest first, at most 50. */
  contactChanges: z.array(ContactChange),
});
export type RuntimeDetail = z.infer<typeof RuntimeDetail>;
