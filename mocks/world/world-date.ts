/** The day that the bundled world plays on: Friday 20 November 2026, in Berlin (UTC+1 on that day). */
export const WORLD_DAY_AT = Date.UTC(2026, 10, 19, 23);
/** Where the numbering of runs begins: before any past that is generated. */
export const EPOCH_AT = Date.UTC(2026, 9, 18, 0);
/** Time of day that the world opens at, in Berlin. */
export const DEFAULT_TIME = '10:02:11';

export const SECOND_MS = 1_000;
export const MINUTE_MS = 60_000;
export const HOUR_MS = 3_600_000;
export const DAY_MS = 86_400_000;

/** The instant of a time of day on the world's day, `HH:MM` or `HH:MM:SS` in Berlin; null when it is none. */
export function instantOfTime(text: string): number | null {
  const parts = /^([01]\d|2[0-3]):([0-5]\d)(?::([0-5]\d))?$/.exec(text);
  if (parts === null) return null;
  return WORLD_DAY_AT + Number(parts[1]) * HOUR_MS + Number(parts[2]) * MINUTE_MS + Number(parts[3] ?? 0) * SECOND_MS;
}

/** `HH:MM:SS` in Berlin of an instant; beyond midnight it begins again at 00:00:00. */
export function timeOfInstant(at: number): string {
  const inDayMs = (((at - WORLD_DAY_AT) % DAY_MS) + DAY_MS) % DAY_MS;
  return new Date(inDayMs).toISOString().slice(11, 19);
}

/** An instant by Berlin's clock relative to the world's day: `berlin(-1, '18:02:51')` is Thursday evening. */
export function berlin(day: number, time: string): number {
  const at = instantOfTime(time);
  if (at === null) throw new Error(`${time} is no time of day`);
  return at + day * DAY_MS;
}
