import { Link, useNavigate } from '@tanstack/react-router';
import { relativeWindows } from '#contract/primitives.ts';
import { BrandMark } from '#dashboard/ui/Glyph.tsx';
import { DemoBadge } from '#dashboard/ui/DemoBadge.tsx';
import { KeyCap } from '#dashboard/ui/KeyCap.tsx';
import { FleetCounters } from './FleetCounters.tsx';
import { LiveMark } from './LiveMark.tsx';
import { WordSelect } from './WordSelect.tsx';
import { useDemo } from './demo.tsx';
import { setPreferences } from './preferences.ts';
import { useLast, useZone, windowWord } from './root-search.ts';
import { keyCaps } from './shortcuts.tsx';

/** The top bar, the same on every page: the fleet, the search field, window, time zone, live state. */
export function TopBar({ onFind, onShowScenario }: { onFind: () => void; onShowScenario: () => void }) {
  return (
    <header className="border-b border-hair bg-paper md:sticky md:top-0 md:z-20 md:flex md:h-12 md:items-center md:gap-4 md:px-6 xl:px-8">
      <PhoneHead onFind={onFind} onShowScenario={onShowScenario} />
      <FleetCounters />
      <div className="ml-auto flex items-center gap-4 max-md:hidden">
        <button
          type="button"
          onClick={onFind}
          className="flex h-7 w-28 items-center justify-between gap-2 border-b border-ink-3 text-left text-ink-3 hover:border-ink xl:w-52"
        >
          <span className="truncate">Find or do</span>
          <KeyCap>{keyCaps('mod+k').join(' ')}</KeyCap>
        </button>
        <Separator />
        <WindowSelect />
        <Separator />
        <ZoneSelect />
        <Separator />
        <LiveMark />
      </div>
    </header>
  );
}

/** Chooses the window of the page: in its address, in place of the former one. */
export function WindowSelect() {
  const last = useLast();
  const navigate = useNavigate();
  return (
    <WordSelect
      label="Window"
      value={last}
      onChange={(next) =>
        void navigate({
          to: '.',
          search: (search) => ({ ...search, last: next === '24h' ? undefined : next }),
          replace: true,
        })
      }
      options={relativeWindows.map((value) => ({ value, label: `Last ${windowWord(value)}` }))}
      shown={
        <>
          Last <b className="font-semibold">{windowWord(last)}</b>
        </>
      }
    />
  );
}

/** Chooses in which zone times are printed; kept on this browser. */
export function ZoneSelect() {
  const zone = useZone();
  const navigate = useNavigate();
  return (
    <WordSelect
      label="Time zone"
      value={zone === 'UTC' ? 'UTC' : 'local'}
      onChange={(next) => {
        setPreferences({ zone: next });
        void navigate({ to: '.', search: (search) => ({ ...search, tz: undefined }), replace: true });
      }}
      options={[
        { value: 'local', label: `Local (${Intl.DateTimeFormat().resolvedOptions().timeZone})` },
        { value: 'UTC', label: 'UTC' },
      ]}
      shown={
        <>
          <b className="font-semibold">{zone === 'UTC' ? 'UTC' : 'Local'}</b> time
        </>
      }
    />
  );
}

function PhoneHead({ onFind, onShowScenario }: { onFind: () => void; onShowScenario: () => void }) {
  const isDemo = useDemo() !== null;
  return (
    <div className="flex h-12 items-center gap-4 border-b border-hair px-4 md:hidden">
      <Link to="/" className="flex flex-1 items-center gap-2.5 text-[14px] font-semibold">
        <BrandMark /> Daymark
      </Link>
      <button type="button" onClick={onFind} className="h-11 px-1 text-ink-2">
        Search
      </button>
      {isDemo ? (
        <button type="button" onClick={onShowScenario} className="h-11" aria-label="demo data: scenario">
          <DemoBadge />
        </button>
      ) : null}
    </div>
  );
}

function Separator() {
  return <span aria-hidden="true" className="h-4 w-px bg-hair-2" />;
}
