import { Link, useRouterState } from '@tanstack/react-router';
import { WindowSelect, ZoneSelect } from './TopBar.tsx';
import { useDemo } from './demo.tsx';
import { screens } from './screens.ts';

/** Screens whose word stands in the bar itself; the others are under More. */
const MOST_WORDS = 4;

/** On a phone: the rail as five words at the bottom. What is under More opens with the browser's own popover. */
export function PhoneBar({ onShowKeys, onShowScenario }: { onShowKeys: () => void; onShowScenario: () => void }) {
  const isDemo = useDemo() !== null;
  // A new place draws the popover anew, which closes it.
  const pathname = useRouterState({ select: (state) => state.location.pathname });
  return (
    <nav aria-label="Screens" className="fixed inset-x-0 bottom-0 z-20 border-t border-hair bg-paper md:hidden">
      <ul className="grid h-[52px] grid-flow-col auto-cols-fr">
        {screens.slice(0, MOST_WORDS).map((screen) => (
          <li key={screen.to}>
            <Link to={screen.to} activeOptions={{ exact: screen.to === '/', includeSearch: false }} className={WORD}>
              {screen.word}
            </Link>
          </li>
        ))}
        <li>
          <button type="button" popoverTarget={MORE} className={WORD}>
            More
          </button>
        </li>
      </ul>
      <div
        key={pathname}
        id={MORE}
        popover="auto"
        className="inset-x-0 top-auto bottom-[52px] m-0 w-full border-t border-ink bg-paper px-4 py-1 text-ink"
      >
        {screens.slice(MOST_WORDS).map((screen) => (
          <Link key={screen.to} to={screen.to} className={ENTRY}>
            {screen.word}
          </Link>
        ))}
        {isDemo ? (
          <button
            type="button"
            popoverTarget={MORE}
            popoverTargetAction="hide"
            onClick={onShowScenario}
            className={ENTRY}
          >
            Scenario of the demo
          </button>
        ) : null}
        <button type="button" popoverTarget={MORE} popoverTargetAction="hide" onClick={onShowKeys} className={ENTRY}>
          All keys
        </button>
      </div>
    </nav>
  );
}

/** Window and zone, which stand in the top bar elsewhere: the last line of a page on a phone. */
export function PhoneChoices() {
  return (
    <footer className="flex min-h-11 items-center gap-6 border-t border-hair px-4 md:hidden">
      <WindowSelect />
      <ZoneSelect />
    </footer>
  );
}

const MORE = 'more-screens';

const WORD =
  'flex h-full w-full items-center justify-center border-t-2 border-transparent text-label text-ink-2 data-[status=active]:border-ink data-[status=active]:font-semibold data-[status=active]:text-ink';

const ENTRY =
  'flex min-h-11 w-full items-center border-b border-hair text-left last:border-b-0 data-[status=active]:font-semibold';
