import { useLocalMs } from '#dashboard/api/clock.ts';
import { useLiveState } from '#dashboard/api/events.ts';
import { formatAge } from '#dashboard/lib/format.ts';
import { formatClock } from '#dashboard/lib/time.ts';
import { StatusMark } from '#dashboard/ui/StatusMark.tsx';
import { useZone } from './root-search.ts';

/** Whether the page hears of changes as they happen, in words. */
export function LiveMark() {
  const live = useLiveState();
  const zone = useZone();
  // The age of the last beat is this computer's time, whatever the platform's clock does.
  const nowMs = useLocalMs();
  switch (live.kind) {
    case 'connecting':
      return <Dot isHollow>Connecting</Dot>;
    case 'live':
      return <Dot>Live, {formatAge(Math.max(0, nowMs - live.lastMs))} ago</Dot>;
    case 'paused':
      return <Dot isHollow>Paused</Dot>;
    case 'away':
      return (
        <StatusMark state="warn">
          {live.lastPlatformAt === null ? 'no platform' : `as of ${formatClock(live.lastPlatformAt, zone)}`}
        </StatusMark>
      );
  }
}

function Dot({ isHollow = false, children }: { isHollow?: boolean; children: React.ReactNode }) {
  return (
    <span className="flex min-w-[92px] items-center gap-2 whitespace-nowrap text-ink-2">
      <span
        aria-hidden="true"
        className={isHollow ? 'size-1.5 rounded-full border border-ink' : 'size-1.5 rounded-full bg-ink'}
      />
      <span>{children}</span>
    </span>
  );
}
