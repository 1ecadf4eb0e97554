import * as z from 'zod/mini';

/**
 * An instant: integer milliseconds since 1970-01-01T00:00Z, named `...At` everywhere.
 * Numbers, not ISO strings: they sort, subtract and travel smaller; `dashboard/lib/time.ts` is the one place that prints them.
 */
export const Instant = z.int().check(z.gte(0), z.lte(8_640_000_000_000_000));

/** A length of time in integer milliseconds, named `...Ms` everywhere. Never negative. */
export const DurationMs = z.int().check(z.gte(0));

/** A count or a size: an integer that is never negative. */
export const Count = z.int().check(z.gte(0));

/** An identifier made by a machine: 1 to 64 of `A-Z a-z 0-9 _ . -`, starting with a letter or digit, so it is safe in paths, SQL and file names. */
export const Id = z.string().check(z.regex(/^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$/));

/** A human-given name: 1 to 200 characters, any script, no control characters. Hostile all the same: show it through `safe-text`. */
export const Name = z.string().check(z.minLength(1), z.maxLength(200), z.regex(/^[^\u0000-\u001f\u007f]*$/));

/** An opaque position in a sorted set, made by the platform. Never built by a client. */
export const Cursor = z.string().check(z.minLength(1), z.maxLength(400));

/** A stretch of time that a number is about: `fromAt` inclusive, `toAt` exclusive. Every counted answer carries one. */
export const Window = z.object({ fromAt: Instant, toAt: Instant });
export type Window = z.infer<typeof Window>;

/** Relative windows a person can choose; the platform resolves them by its own clock. */
export const relativeWindows = ['15m', '1h', '6h', '24h', '7d', '30d'] as const;
export const RelativeWindow = z.enum(relativeWindows);
export type RelativeWindow = z.infer<typeof RelativeWindow>;

/** Length of each relative window. */
export const relativeWindowMs: Record<RelativeWindow, number> = {
  '15m': 900_000,
  '1h': 3_600_000,
  '6h': 21_600_000,
  '24h': 86_400_000,
  '7d': 604_800_000,
  '30d': 2_592_000_000,
};

/** The two kinds of environment. Production counts in headlines; test does not hide but never shouts. */
export const EnvironmentKind = z.enum(['production', 'test']);
export type EnvironmentKind = z.infer<typeof EnvironmentKind>;

/** What a person may do, weakest first. A role includes the ones before it. */
export const roles = ['viewer', 'support', 'developer', 'administrator'] as const;
export const Role = z.enum(roles);
export type Role = z.infer<typeof Role>;

/** True when `held` includes `needed`. */
export function roleAllows(held: Role, needed: Role): boolean {
  return roles.indexOf(held) >= roles.indexOf(needed);
}
