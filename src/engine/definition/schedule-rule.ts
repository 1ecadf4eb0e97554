import { CronPattern } from 'croner';

/** True for a pattern that croner can run. */
export function isCronPattern(text: string): boolean {
  try {
    return new CronPattern(text).pattern !== '';
  } catch {
    return false;
  }
}

/** True for a time zone that this Node knows. */
export function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}
