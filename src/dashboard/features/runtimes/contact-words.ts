import type { RuntimeStatus } from '#contract/runtime.ts';
import { formatAge } from '#dashboard/lib/format.ts';

/** How long ago a runtime last called: `2 s`, `now`, `never`. */
export function lastContactWord(status: RuntimeStatus, now: number): string {
  if (status.lastContactAt === null) return 'never';
  const ageMs = now - status.lastContactAt;
  return ageMs < 1_000 ? 'now' : formatAge(ageMs);
}

/**
 * When it is expected to call next: `in 3 s`, `due`, `overdue 4 m`. One that is in contact is never overdue here: the page's
 * answer is older than its next beat, and it is the platform that says when it is late.
 */
export function nextContactWord(status: RuntimeStatus, now: number): string {
  if (status.contact === 'retired') return 'never again';
  if (status.nextContactAt === null) return 'not known';
  const untilMs = status.nextContactAt - now;
  if (untilMs >= 1_000) return `in ${formatAge(untilMs)}`;
  return isContactLost(status) ? `overdue ${largestUnit(-untilMs)}` : 'due';
}

/** True when the figure of its last contact is to be looked at. */
export function isContactLost(status: RuntimeStatus): boolean {
  return status.contact === 'late' || status.contact === 'offline';
}

/** `77 d`, `18 h`, `ended`: how long a certificate lasts. */
export function certificateWord(endsAt: number | null, now: number): string {
  if (endsAt === null) return '';
  const leftMs = endsAt - now;
  if (leftMs <= 0) return 'ended';
  const days = Math.floor(leftMs / DAY_MS);
  return days < 2 ? formatAge(leftMs) : `${days}\u00a0d`;
}

/** `9 s`, `4 m`, `2 h`, `3 d` */
function largestUnit(ms: number): string {
  return formatAge(Math.max(0, ms)).split('\u00a0').slice(0, 2).join('\u00a0');
}

const DAY_MS = 86_400_000;
