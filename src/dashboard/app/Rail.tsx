import { Link } from '@tanstack/react-router';
import { useNow } from '#dashboard/api/clock.ts';
import { useOperation } from '#dashboard/api/queries.ts';
import { classNames } from '#dashboard/lib/class-names.ts';
import { formatNumber } from '#dashboard/lib/format.ts';
import { formatMoment, zoneAbbreviation } from '#dashboard/lib/time.ts';
import { DemoBadge } from '#dashboard/ui/DemoBadge.tsx';
import { BrandMark } from '#dashboard/ui/Glyph.tsx';
import { KeyCap } from '#dashboard/ui/KeyCap.tsx';
import { useDemoState } from './demo.tsx';
import { useLast, useZone } from './root-search.ts';
import { screens } from './screens.ts';
import { useSession } from './session.tsx';

/** The rail: the screens with their figures; at its foot what is looked at, and who looks. Not on a phone. */
export function Rail({ onShowKeys, onShowScenario }: { onShowKeys: () => void; onShowScenario: () => void }) {
  const { data: badges } = useOperation('getBadges', { query: { last: useLast() } });
  const { person, host } = useSession();
  return (
    <nav aria-label="Screens" className="sticky top-0 flex h-dvh flex-col border-r border-hair max-md:hidden">
      <Link to="/" className="flex h-12 items-center gap-2.5 pl-4 text-[14px] font-semibold xl:pl-6">
        <BrandMark /> Daymark
      </Link>
      <div className="flex-1 overflow-y-auto pt-3">
        <ul>
          {screens.map((screen, index) => (
            <li
              key={screen.to}
              className={classNames(index > 0 && screens[index - 1]?.group !== screen.group && 'pt-4')}
            >
              <Link
                to={screen.to}
                activeOptions={{ exact: screen.to === '/', includeSearch: false }}
                className="ink-motion focus-inside flex h-7 items-center pr-5 pl-4 text-ink-2 hover:text-ink xl:pl-6 data-[status=active]:bg-[linear-gradient(var(--color-ink),var(--color-ink))] data-[status=active]:bg-[length:3px_20px] data-[status=active]:bg-[position:0_4px] data-[status=active]:bg-no-repeat data-[status=active]:font-semibold data-[status=active]:text-ink"
              >
                <span className="flex-1">{screen.word}</span>
                {badges === undefined || screen.badge === undefined ? null : (
                  <span className="text-label font-normal text-ink-3 max-xl:hidden">
                    {formatNumber(badges[screen.badge])}
                  </span>
                )}
              </Link>
            </li>
          ))}
        </ul>
      </div>
      <div className="px-4 pb-5 text-label text-ink-3 xl:px-6">
        {host === 'demo' ? <DemoFoot onShowScenario={onShowScenario} /> : null}
        <p className="pt-2">
          {person.name}, {person.role}
        </p>
        <button type="button" onClick={onShowKeys} className="ink-motion flex items-center gap-1 pt-2 hover:text-ink">
          <KeyCap>?</KeyCap> all keys
        </button>
      </div>
    </nav>
  );
}

function DemoFoot({ onShowScenario }: { onShowScenario: () => void }) {
  const demo = useDemoState();
  const now = useNow(1_000);
  const zone = useZone();
  return (
    <>
      <DemoBadge />
      <button type="button" onClick={onShowScenario} className="ink-motion block pt-2 text-left hover:text-ink">
        {demo === null ? 'Scenario' : `${demo.scenarioTitle}, seed ${demo.seed}`}
        <br />
        {formatMoment(now, now, zone)} {zoneAbbreviation(now, zone)}
      </button>
    </>
  );
}
