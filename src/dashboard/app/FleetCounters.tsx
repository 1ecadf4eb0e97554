import { Link } from '@tanstack/react-router';
import { type FleetWord, fleetWordState } from '#contract/status.ts';
import { useOperation } from '#dashboard/api/queries.ts';
import { classNames } from '#dashboard/lib/class-names.ts';
import { formatNumber } from '#dashboard/lib/format.ts';
import { Glyph } from '#dashboard/ui/Glyph.tsx';

/** Always shown, in this order; `never` and `retired` only where there are some, so that the counters add up to all runtimes. */
const always: readonly FleetWord[] = ['ok', 'late', 'degraded', 'failing', 'offline', 'paused'];
const whereAny: readonly FleetWord[] = ['never', 'retired'];

/** What the counters are read with: the shortest answer that has the fleet in it. */
const call = { query: { limit: 1, last: '15m' } } as const;

/** The fleet by status word; each word filters Runtimes. */
export function FleetCounters() {
  const { data } = useOperation('listRuntimes', call);
  const words = data === undefined ? undefined : data.fleet.words;
  const shown = [...always, ...whereAny.filter((word) => (words?.[word] ?? 0) > 0)];
  return (
    <nav aria-label="Runtimes by status" className="min-w-0">
      <ul className="max-md:grid max-md:grid-cols-3 max-md:px-4 max-md:py-2 md:flex md:gap-3 xl:gap-5">
        {shown.map((word) => {
          const count = words?.[word] ?? 0;
          return (
            <li key={word}>
              <Link
                to="/runtimes"
                search={{ word: [word] }}
                className="ink-motion flex items-center gap-1.5 whitespace-nowrap text-ink-2 hover:text-ink max-md:h-7"
              >
                <Glyph state={fleetWordState[word]} />
                <span className={count === 0 ? 'text-ink-3' : classNames('text-ink', word !== 'ok' && 'font-semibold')}>
                  {words === undefined ? '\u2013' : formatNumber(count)}
                </span>
                {word === 'never' ? 'never seen' : word}
              </Link>
            </li>
          );
        })}
      </ul>
    </nav>
  );
}
