import { DAY_MS, EPOCH_AT, HOUR_MS } from './world-date.ts';

/** Share of the daily peak by local hour: offices wake at seven, dip at noon, are quiet at night. */
const byHour = [
  0.18, 0.16, 0.15, 0.15, 0.18, 0.28, 0.48, 0.74, 0.92, 1, 1, 0.96, 0.82, 0.9, 0.94, 0.88, 0.78, 0.64, 0.5, 0.42, 0.36,
  0.3, 0.25, 0.2,
];
/** By local weekday, Sunday first. */
const byWeekday = [0.22, 1, 1, 0.98, 1, 0.93, 0.38];

/** How long after the epoch offsets are known; summer time of later months does not matter to a world of one day. */
const KNOWN_MS = 100 * DAY_MS;

/** The load is the same for a quarter of an hour. */
const QUARTER_MS = 900_000;

/** Local time of one zone, fast: its few changes of offset are found once. */
export interface LocalTime {
  /** Local minus UTC at an instant. */
  offsetMs(at: number): number;
  /** Share of the peak load at an instant, 0 to 1. */
  load(at: number): number;
}

const known = new Map<string, LocalTime>();

/** The local time of an IANA zone. */
export function localTime(zone: string): LocalTime {
  const found = known.get(zone);
  if (found) return found;
  const changes = offsetChanges(zone);
  const offsetMs = (at: number): number => {
    let offset = changes[0]?.offsetMs ?? 0;
    for (const change of changes) if (at >= change.fromAt) offset = change.offsetMs;
    return offset;
  };
  const loads = new Float64Array(KNOWN_MS / QUARTER_MS).fill(-1);
  const made: LocalTime = {
    offsetMs,
    load(at) {
      const quarter = Math.floor((at - EPOCH_AT) / QUARTER_MS);
      if (quarter < 0 || quarter >= loads.length) return loadAt(at);
      const kept = loads[quarter] as number; // within its length
      if (kept >= 0) return kept;
      return (loads[quarter] = loadAt(EPOCH_AT + quarter * QUARTER_MS));
    },
  };
  known.set(zone, made);
  return made;

  function loadAt(at: number): number {
    const local = at + offsetMs(at);
    const hour = Math.floor(local / HOUR_MS) % 24;
    // 1 January 1970 was a Thursday.
    const weekday = (Math.floor(local / DAY_MS) + 4) % 7;
    const next = byHour[(hour + 1) % 24] ?? 0;
    const share = (local % HOUR_MS) / HOUR_MS;
    return ((byHour[hour] ?? 0) * (1 - share) + next * share) * (byWeekday[weekday] ?? 0);
  }
}

function offsetChanges(zone: string): { fromAt: number; offsetMs: number }[] {
  const offsetAt = offsetReader(zone);
  const from = EPOCH_AT - 2 * DAY_MS;
  const changes = [{ fromAt: from, offsetMs: offsetAt(from) }];
  for (let at = from; at < EPOCH_AT + KNOWN_MS; at += 7 * DAY_MS) {
    const before = changes.at(-1)?.offsetMs ?? 0;
    const after = offsetAt(at + 7 * DAY_MS);
    if (before === after) continue;
    let low = at;
    let high = at + 7 * DAY_MS;
    while (high - low > HOUR_MS / 2) {
      const middle = low + Math.floor((high - low) / 2);
      if (offsetAt(middle) === before) low = middle;
      else high = middle;
    }
    changes.push({ fromAt: Math.round(high / HOUR_MS) * HOUR_MS, offsetMs: after });
  }
  return changes;
}

function offsetReader(zone: string): (at: number) => number {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
  });
  return (at) => {
    const parts: Record<string, number> = {};
    for (const { type, value } of format.formatToParts(at)) parts[type] = Number(value);
    const { year = 0, month = 1, day = 1, hour = 0, minute = 0 } = parts;
    return Date.UTC(year, month - 1, day, hour, minute) - Math.floor(at / 60_000) * 60_000;
  };
}
