import { expect, test } from 'vitest';
import { TriggerDefinition } from '../definition/process.ts';
import { meanDistanceMs, scheduleText } from './schedule.ts';

test.each([
  ['* * * * *', undefined, 'every minute', 60_000],
  ['*/10 * * * *', undefined, 'every 10 minutes', 600_000],
  ['5 * * * *', undefined, 'every hour at minute 5', 3_600_000],
  ['30 6 * * *', 'Europe/Amsterdam', 'daily at 06:30 (Europe/Amsterdam)', 86_400_000],
  ['0 7 * * 1-5', undefined, 'Monday to Friday at 07:00', null],
  ['0 0 1,15 * *', 'Asia/Tokyo', 'at times of the pattern 0 0 1,15 * * (Asia/Tokyo)', null],
  ['*/30 * * * * *', undefined, 'at times of the pattern */30 * * * * *', 30_000],
])('%s in %s reads %s', (cron, timeZone, text, everyMs) => {
  const trigger = TriggerDefinition.parse({ kind: 'schedule', cron, timeZone });
  if (trigger.kind !== 'schedule') throw new Error('not a schedule');
  expect(scheduleText(trigger)).toBe(text);
  if (everyMs !== null) expect(meanDistanceMs(trigger, Date.UTC(2026, 0, 10))).toBe(everyMs);
});
