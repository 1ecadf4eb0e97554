/** Splits thousands (U+202F, narrow no-break space), so that a number never wraps. */
const THIN = '\u202f';
/** Keeps a figure and its unit on one line. */
const NBSP = '\u00a0';
const MINUS = '\u2212';
const TIMES = '\u00d7';

/**
 * A number for people: `12 314`, `−1`, `0.3`.
 *
 * @param value any number; what is not finite is said as "not known"
 * @param digits digits after the point, 0 to 20; 0 unless told
 */
export function formatNumber(value: number, digits = 0): string {
  if (!Number.isFinite(value)) return 'not known';
  const fixed = Math.abs(value).toFixed(digits);
  const [whole = '0', fraction] = fixed.split('.');
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, THIN);
  const isNegative = value < 0 && Number(fixed) !== 0;
  return `${isNegative ? MINUS : ''}${grouped}${fraction ? `.${fraction}` : ''}`;
}

/**
 * A number with its noun: `1 run`, `12 314 runs`.
 *
 * @param plural only for nouns that do not add an s
 */
export function formatCount(value: number, singular: string, plural = `${singular}s`): string {
  return `${formatNumber(value)}${NBSP}${value === 1 ? singular : plural}`;
}

/**
 * How long something took, to about three figures: `12 ms`, `1.2 s`, `55.4 s`, `2 m 22 s`, `30 m 04 s`, `2 h 02 m`, `3 d 4 h`.
 * Rounds before it chooses the unit, so 59.97 s is `1 m 00 s`, never `60.0 s`.
 *
 * @param ms milliseconds; negative lengths carry a minus, what is not finite is "not known"
 */
export function formatDuration(ms: number): string {
  if (!Number.isFinite(ms)) return 'not known';
  if (ms < 0) return MINUS + formatDuration(-ms);
  if (ms < 999.5) return `${Math.round(ms)}${NBSP}ms`;
  const tenths = Math.round(ms / 100);
  if (tenths < 600) return `${(tenths / 10).toFixed(1)}${NBSP}s`;
  return clockUnits(Math.round(ms / 1000));
}

/**
 * The same for a column of a table, without tenths: `412 ms`, `13 s`, `71 s`, `2 m 22 s`. Seconds run to two minutes, so that
 * short runs compare at a glance.
 */
export function formatDurationShort(ms: number): string {
  if (!Number.isFinite(ms)) return 'not known';
  if (ms < 999.5) return formatDuration(ms);
  const seconds = Math.round(ms / 1000);
  return seconds < 120 ? `${seconds}${NBSP}s` : clockUnits(seconds);
}

/**
 * How long ago or how long until, in whole units: `4 s`, `4 m 07 s`, `41 m 00 s`, `2 h 02 m`, `3 d 4 h`. Below a second: `0 s`.
 * Cuts instead of rounding, because an age that is not yet reached is not true.
 */
export function formatAge(ms: number): string {
  if (!Number.isFinite(ms)) return 'not known';
  if (ms < 0) return MINUS + formatAge(-ms);
  return clockUnits(Math.floor(ms / 1000));
}

/** Bytes in decimal units: `88 B`, `412 KB`, `1.1 MB`, `142.2 MB`. Whole numbers up to kilobytes, one digit above. */
export function formatBytes(bytes: number): string {
  if (!Number.isFinite(bytes)) return 'not known';
  if (bytes < 0) return MINUS + formatBytes(-bytes);
  if (bytes < 1000) return `${formatNumber(bytes)}${NBSP}B`;
  if (bytes < 999_500) return `${formatNumber(bytes / 1000)}${NBSP}KB`;
  const units = ['MB', 'GB', 'TB', 'PB'];
  let value = bytes / 1e6;
  let unit = 0;
  while (value >= 999.95 && unit < units.length - 1) {
    value /= 1000;
    unit += 1;
  }
  return `${formatNumber(value, 1)}${NBSP}${units[unit] ?? 'PB'}`;
}

/** A factor against a normal: `×2.6`, from 100 without a digit after the point (`×140`). */
export function formatFactor(factor: number): string {
  if (!Number.isFinite(factor)) return 'not known';
  return `${TIMES}${formatNumber(factor, factor < 99.95 ? 1 : 0)}`;
}

/**
 * A share as per cent: `96.2 %`, `0.05 %`, `100 %`. Never rounds something to nothing or not-quite-all to all:
 * what is below 0.01 % is `< 0.01 %`, and 100 % is printed only for exactly everything.
 *
 * @param share 0 to 1
 */
export function formatShare(share: number): string {
  if (!Number.isFinite(share)) return 'not known';
  const percent = share * 100;
  if (percent === 0 || percent === 100) return `${percent}${NBSP}%`;
  if (percent > 0 && percent < 0.01) return `<${NBSP}0.01${NBSP}%`;
  if (percent > 0 && percent < 0.1) return `${formatNumber(percent, 2)}${NBSP}%`;
  if (percent > 99.9 && percent < 100) return `>${NBSP}99.9${NBSP}%`;
  return `${formatNumber(percent, 1)}${NBSP}%`;
}

/**
 * A long file name with its middle left out, so that beginning and extension stay: `Proof of deliv…brugge.pdf`.
 * Counts code points, so that it never halves a surrogate pair.
 *
 * @param most longest result in characters, at least 5
 */
export function middleEllipsis(name: string, most: number): string {
  const characters = Array.from(name);
  if (characters.length <= most) return name;
  const kept = Math.max(most, 5) - 1;
  const head = Math.ceil(kept * 0.6);
  return `${characters.slice(0, head).join('')}…${characters.slice(characters.length - (kept - head)).join('')}`;
}

/** Whole seconds in the two largest units that apply. */
function clockUnits(seconds: number): string {
  if (seconds < 60) return `${seconds}${NBSP}s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes}${NBSP}m${NBSP}${twoDigits(seconds % 60)}${NBSP}s`;
  const hours = Math.floor(minutes / 60);
  if (hours < 24) return `${hours}${NBSP}h${NBSP}${twoDigits(minutes % 60)}${NBSP}m`;
  return `${formatNumber(Math.floor(hours / 24))}${NBSP}d${NBSP}${hours % 24}${NBSP}h`;
}

function twoDigits(value: number): string {
  return String(value).padStart(2, '0');
}
