import { Link, useNavigate } from '@tanstack/react-router';
import { Menu } from '#dashboard/ui/Menu.tsx';
import { WindowSelect, ZoneSelect } from './TopBar.tsx';
import { useDemo } from './demo.tsx';
import { screens } from './screens.ts';

/** Screens whose word stands in the bar itself; the others are under More. */
const MOST_WORDS = 4;

/** On a phone: the rail as five words at the bottom. */
export function PhoneBar({ onShowKeys, onShowScenario }: { onShowKeys: () => void; onShowScenario: () => void }) {
  const navigate = useNavigate();
  const isDemo = useDemo() !== null;
  const others = screens.slice(MOST_WORDS);
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
          <Menu
            align="end"
            trigger={
              <button type="button" className={WORD}>
                More
              </button>
            }
            groups={[
              {
                id: 'screens',
                entries: others.map((screen) => ({
                  id: screen.to,
                  label: screen.word,
                  onChoose: () => void navigate({ to: screen.to }),
                })),
              },
              {
                id: 'page',
                entries: [
                  ...(isDemo ? [{ id: 'scenario', label: 'Scenario of the demo', onChoose: onShowScenario }] : []),
                  { id: 'keys', label: 'All keys', onChoose: onShowKeys },
                ],
              },
            ]}
          />
        </li>
      </ul>
    </nav>
  );
}

/** Window and zone, which stand in the top bar elsewhere: the last line of a page on a phone. */
export function PhoneChoices() {
  return (
    <div className="flex min-h-11 items-center gap-6 border-t border-hair px-4 md:hidden">
      <WindowSelect />
      <ZoneSelect />
    </div>
  );
}

const WORD =
  'flex h-full w-full items-center justify-center border-t-2 border-transparent text-label text-ink-2 data-[status=active]:border-ink data-[status=active]:font-semibold data-[status=active]:text-ink';
