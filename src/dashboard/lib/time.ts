/**
 * The one time formatter of the dashboard. A zone is `local`, `UTC`, or an IANA name (a runtime's own zone); "now" is always
 * a parameter, because a page may show a world whose clock is not this computer's.
 */

/** `local` is this browser's zone; anything else is `UTC` or an IANA name such as `America/Monterrey`. */
export type TimeZone = 'local' | 'UTC' | (string & {});

/** How much of the clock is printed. */
export type ClockPrecision = 'minutes' | 'seconds' | 'millis';

type Parts = {
  weekday: string;
  day: string;
  month: string;
  year: string;
  hour: string;
  minute: string;
  second: string;
  /** Days since the epoch in the zone: two instants with the same number are on the same day there. */
  dayNumber: number;
};

const formatters = new Map<string, Intl.DateTimeFormat>();

/** `08:14:02`, `08:14` or `08:14:02.611`, in the zone. */
export function formatClock(at: number, zone: TimeZone, precision: ClockPrecision = 'seconds'): string {
  const parts = partsOf(at, zone);
  if (parts === null) return 'not known';
  const minutes = `${parts.hour}:${parts.minute}`;
  if (precision === 'minutes') return minutes;
  if (precision === 'seconds') return `${minutes}:${parts.second}`;
  const millis = ((Math.floor(at) % 1000) + 1000) % 1000;
  return `${minutes}:${parts.second}.${String(millis).padStart(3, '0')}`;
}

/**
 * As short as it can be without doubt: time only on the day of `now`, `Thu 17:58` within six days, `3 Nov 17:58` within the
 * year, `3 Nov 2025` before that.
 */
export function formatWhen(at: number, now: number, zone: TimeZone, precision: ClockPrecision = 'minutes'): string {
  const parts = partsOf(at, zone);
  const today = partsOf(now, zone);
  if (parts === null || today === null) return 'not known';
  const days = today.dayNumber - parts.dayNumber;
  const clock = formatClock(at, zone, precision);
  if (days === 0) return clock;
  if (Math.abs(days) < 7) return `${parts.weekday} ${clock}`;
  if (parts.year === today.year) return `${parts.day} ${parts.month} ${clock}`;
  return `${parts.day} ${parts.month} ${parts.year}`;
}

/** The whole of it: `Fri 20 Nov 08:14:02`, with the year when it is not that of `now`. */
export function formatMoment(at: number, now: number, zone: TimeZone, precision: ClockPrecision = 'seconds'): string {
  const parts = partsOf(at, zone);
  const today = partsOf(now, zone);
  if (parts === null || today === null) return 'not known';
  const year = parts.year === today.year ? '' : ` ${parts.year}`;
  return `${parts.weekday} ${parts.day} ${parts.month}${year} ${formatClock(at, zone, precision)}`;
}

/** The day alone: `Fri 20 Nov`, with the year when it is not that of `now`. */
export function formatDay(at: number, now: number, zone: TimeZone): string {
  const parts = partsOf(at, zone);
  const today = partsOf(now, zone);
  if (parts === null || today === null) return 'not known';
  return `${parts.weekday} ${parts.day} ${parts.month}${parts.year === today.year ? '' : ` ${parts.year}`}`;
}

/**
 * A label on a time axis: the day is named at its first label only (`Fri 00:00`, then `04:00`).
 *
 * @param before the instant of the label to its left; absent for the first, which then stays a bare time unless it is midnight
 */
export function formatAxisTime(at: number, zone: TimeZone, before?: number): string {
  const parts = partsOf(at, zone);
  if (parts === null) return '';
  const last = before === undefined ? null : partsOf(before, zone);
  const isNewDay = last === null ? parts.hour === '00' && parts.minute === '00' : last.dayNumber !== parts.dayNumber;
  const clock = formatClock(at, zone, 'minutes');
  return isNewDay ? `${parts.weekday} ${clock}` : clock;
}

/**
 * Round instants for an axis, oldest first: multiples of `stepMs` by the zone's wall clock, so that a step of four hours
 * falls on 00:00, 04:00 and so on wherever the reader is.
 *
 * @param from inclusive
 * @param to inclusive
 */
export function axisInstants(from: number, to: number, stepMs: number, zone: TimeZone): number[] {
  if (!(stepMs > 0) || !(to >= from)) return [];
  const instants: number[] = [];
  let at = from + distanceToRound(from, stepMs, zone);
  while (at <= to && instants.length < 200) {
    instants.push(at);
    const next = at + stepMs;
    // A change to or from summer time between two labels shifts the wall clock; go back to the round hour when it does.
    const off = distanceToRound(next, stepMs, zone);
    at = off === 0 ? next : off > stepMs / 2 ? next - (stepMs - off) : next + off;
    if (instants.at(-1) === at) at += stepMs;
  }
  return instants;
}

/** For `<time dateTime>` and titles: ISO 8601 in UTC, to the millisecond; an empty string when the instant is not one. */
export function isoTime(at: number): string {
  // A date parsed from a given number is a conversion, not a reading of the clock.
  const date = new Date(at);
  return Number.isNaN(date.getTime()) ? '' : date.toISOString();
}

/** The word of the zone switch: `Local`, `UTC`, or the city of an IANA name. */
export function zoneWord(zone: TimeZone): string {
  if (zone === 'local') return 'Local';
  if (zone === 'UTC') return 'UTC';
  return (zone.split('/').at(-1) ?? zone).replaceAll('_', ' ');
}

/** Short name of the zone at an instant, as the scenario clock prints it: `CET`, `UTC`, `GMT-6`. */
export function zoneAbbreviation(at: number, zone: TimeZone): string {
  const parts = formatterFor(zone, 'zone').formatToParts(at);
  return parts.find((part) => part.type === 'timeZoneName')?.value ?? '';
}

/** Milliseconds from an instant to the next multiple of the step on the wall clock, 0 when it stands on one. */
function distanceToRound(at: number, stepMs: number, zone: TimeZone): number {
  const parts = partsOf(at, zone);
  if (parts === null) return 0;
  const sinceMidnight =
    ((Number(parts.hour) * 60 + Number(parts.minute)) * 60 + Number(parts.second)) * 1000 +
    (((at % 1000) + 1000) % 1000);
  const wall = parts.dayNumber * 86_400_000 + sinceMidnight;
  return (stepMs - (wall % stepMs)) % stepMs;
}

function partsOf(at: number, zone: TimeZone): Parts | null {
  if (!Number.isFinite(at) || Math.abs(at) > 8.64e15) return null;
  const found: Record<string, string> = {};
  for (const part of formatterFor(zone, 'parts').formatToParts(at)) found[part.type] = part.value;
  const { weekday = '', day = '', month = '', year = '', hour = '00', minute = '00', second = '00' } = found;
  const monthIndex = MONTHS.indexOf(month);
  const dayNumber = Math.floor(Date.UTC(Number(year), monthIndex, Number(day)) / 86_400_000);
  return { weekday, day, month, year, hour, minute, second, dayNumber };
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** Formatters are slow to make and quick to use; one per zone is kept. A zone nobody knows is shown in UTC. */
function formatterFor(zone: TimeZone, kind: 'parts' | 'zone'): Intl.DateTimeFormat {
  const key = `${kind} ${zone}`;
  const kept = formatters.get(key);
  if (kept !== undefined) return kept;
  const options: Intl.DateTimeFormatOptions =
    kind === 'zone'
      ? { timeZoneName: 'short' }
      : {
          weekday: 'short',
          day: 'numeric',
          month: 'short',
          year: 'numeric',
          hour: '2-digit',
          minute: '2-digit',
          second: '2-digit',
          hourCycle: 'h23',
        };
  let made: Intl.DateTimeFormat;
  try {
    made = new Intl.DateTimeFormat(kind === 'zone' ? 'en-GB' : 'en-US', {
      ...options,
      ...(zone === 'local' ? {} : { timeZone: zone }),
    });
  } catch {
    made = new Intl.DateTimeFormat('en-US', { ...options, timeZone: 'UTC' });
  }
  formatters.set(key, made);
  return made;
}
