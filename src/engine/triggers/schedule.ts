import { Cron } from 'croner';
import type { TriggerDefinition } from '../definition/process.ts';

type ScheduleTrigger = Extract<TriggerDefinition, { kind: 'schedule' }>;

/** Starts `onTime` at each time of the schedule, in its zone; returns the way to stop. */
export function runSchedule(trigger: ScheduleTrigger, onTime: () => void): () => void {
  const cron = new Cron(
    trigger.cron,
    { ...(trigger.timeZone === undefined ? {} : { timezone: trigger.timeZone }) },
    onTime,
  );
  return () => cron.stop();
}

/** Mean distance of the next starts after `now`, in ms; null when there are fewer than two. */
export function meanDistanceMs(trigger: ScheduleTrigger, now: number): number | null {
  const cron = new Cron(trigger.cron, {
    paused: true,
    ...(trigger.timeZone === undefined ? {} : { timezone: trigger.timeZone }),
  });
  const starts = cron.nextRuns(25, new Date(now)).map((start) => start.getTime());
  const [first] = starts;
  const last = starts.at(-1);
  return first === undefined || last === undefined || starts.length < 2
    ? null
    : Math.round((last - first) / (starts.length - 1));
}

/** A sentence for people: `every minute`, `daily at 06:30 (Europe/Berlin)`, or the pattern itself where there is no simple one. */
export function scheduleText(trigger: ScheduleTrigger): string {
  const zone = trigger.timeZone === undefined ? '' : ` (${trigger.timeZone})`;
  const fields = trigger.cron.trim().split(/\s+/);
  const [minute, hour, day, month, weekday] = fields;
  const isEvery = (from: (string | undefined)[]): boolean => from.every((field) => field === '*');
  if (fields.length === 5 && minute && hour) {
    const every = /^\*\/(\d+)$/.exec(minute);
    if (minute === '*' && isEvery([hour, day, month, weekday])) return 'every minute';
    if (every && isEvery([hour, day, month, weekday])) return `every ${every[1]} minutes`;
    if (/^\d+$/.test(minute) && isEvery([hour, day, month, weekday])) return `every hour at minute ${minute}`;
    const time = `${hour.padStart(2, '0')}:${minute.padStart(2, '0')}`;
    if (/^\d+$/.test(minute) && /^\d+$/.test(hour) && isEvery([day, month])) {
      if (weekday === '*') return `daily at ${time}${zone}`;
      if (weekday === '1-5' || weekday === 'MON-FRI') return `Monday to Friday at ${time}${zone}`;
    }
  }
  return `at times of the pattern ${trigger.cron}${zone}`;
}
