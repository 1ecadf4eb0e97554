import { Outlet, useNavigate, useRouterState } from '@tanstack/react-router';
import { Suspense, lazy, useEffect, useState } from 'react';
import { useAnnounce } from '#dashboard/ui/Announcer.tsx';
import { GlyphSprite } from '#dashboard/ui/Glyph.tsx';
import { PhoneBar, PhoneChoices } from './PhoneBar.tsx';
import { Rail } from './Rail.tsx';
import { TopBar } from './TopBar.tsx';
import { useDemo } from './demo.tsx';
import { type Screen, screens } from './screens.ts';
import { useShortcut } from './shortcuts.tsx';

/** What opens over the page is loaded when it is first opened: none of it is part of a first visit. */
const AllKeys = lazy(async () => ({ default: (await import('./AllKeys.tsx')).AllKeys }));
const Palette = lazy(async () => ({ default: (await import('./Palette.tsx')).Palette }));
const ScenarioDrawer = lazy(async () => ({ default: (await import('./ScenarioDrawer.tsx')).ScenarioDrawer }));

/** What is open over the page. At most one thing is. */
type Overlay = 'none' | 'palette' | 'keys' | 'scenario';

/** The frame of every page: rail, top bar, the screen, and what opens over it. */
export function Shell() {
  const [overlay, setOverlay] = useState<Overlay>('none');
  const isDemo = useDemo() !== null;
  const close = () => setOverlay('none');
  useShortcut({ keys: 'mod+k', does: 'Find or do', group: 'Everywhere' }, () => setOverlay('palette'));
  useShortcut({ keys: '?', does: 'All keys', group: 'Everywhere' }, () => setOverlay('keys'));
  useShortcut(
    { keys: 'g d', does: 'Scenario of the demo', group: 'Go' },
    () => setOverlay(overlay === 'scenario' ? 'none' : 'scenario'),
    isDemo,
  );
  return (
    <div className="min-h-dvh max-md:pb-[52px] md:grid md:grid-cols-[132px_minmax(0,1fr)] xl:grid-cols-[184px_minmax(0,1fr)]">
      <GlyphSprite />
      <a
        href="#main"
        onClick={focusMain}
        className="sr-only z-50 bg-paper px-3 py-2 focus:not-sr-only focus:fixed focus:top-2 focus:left-2"
      >
        Skip to the page
      </a>
      {screens.map((screen) => (
        <GoKey key={screen.to} screen={screen} />
      ))}
      <AnnounceScreen />
      <Rail onShowKeys={() => setOverlay('keys')} onShowScenario={() => setOverlay('scenario')} />
      <div className="min-w-0">
        <TopBar onFind={() => setOverlay('palette')} onShowScenario={() => setOverlay('scenario')} />
        <main id="main" tabIndex={-1} className="px-4 pb-10 outline-none md:px-6 xl:px-8">
          <Outlet />
        </main>
        <PhoneChoices />
      </div>
      <PhoneBar onShowKeys={() => setOverlay('keys')} onShowScenario={() => setOverlay('scenario')} />
      <Suspense fallback={null}>
        {overlay === 'palette' ? <Palette onClose={close} /> : null}
        {overlay === 'keys' ? <AllKeys onClose={close} /> : null}
        {overlay === 'scenario' && isDemo ? <ScenarioDrawer onClose={close} /> : null}
      </Suspense>
    </div>
  );
}

/** `g n` and its like: one component a screen, because each registers a key of its own. */
function GoKey({ screen }: { screen: Screen }) {
  const navigate = useNavigate();
  useShortcut(
    { keys: `g ${screen.key}`, does: `Go to ${screen.word}`, group: 'Go' },
    () => void navigate({ to: screen.to }),
  );
  return null;
}

/** Says the name of the page after moving to another one; a change of filters is not a move. */
function AnnounceScreen() {
  const announce = useAnnounce();
  const pathname = useRouterState({ select: (state) => state.resolvedLocation?.pathname });
  // Synchronises assistive technology with the place; the screen has set the title by the next task.
  useEffect(() => {
    if (pathname === undefined) return;
    const timer = setTimeout(() => announce(document.title), 100);
    return () => clearTimeout(timer);
  }, [pathname, announce]);
  return null;
}

/** In the demo the part after # is the place itself, so the browser must not follow the link. */
function focusMain(event: { preventDefault: () => void }): void {
  event.preventDefault();
  document.getElementById('main')?.focus();
}
