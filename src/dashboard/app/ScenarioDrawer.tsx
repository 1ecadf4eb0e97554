import { useState } from 'react';
import { type DemoCommand, type DemoState, demoSizes, demoSpeeds } from '#contract/demo.ts';
import { useNow } from '#dashboard/api/clock.ts';
import { classNames } from '#dashboard/lib/class-names.ts';
import { formatMoment } from '#dashboard/lib/time.ts';
import { Button } from '#dashboard/ui/Button.tsx';
import { CopyButton } from '#dashboard/ui/CopyButton.tsx';
import { DemoBadge } from '#dashboard/ui/DemoBadge.tsx';
import { Drawer, DrawerSwitchRow } from '#dashboard/ui/Drawer.tsx';
import { Menu } from '#dashboard/ui/Menu.tsx';
import { useDemo, useDemoState } from './demo.tsx';
import { useZone } from './root-search.ts';

const jumps = [
  { label: '5 minutes on', byMs: 300_000 },
  { label: '1 hour on', byMs: 3_600_000 },
  { label: '6 hours on', byMs: 21_600_000 },
  { label: '1 day on', byMs: 86_400_000 },
] as const;

/** The scenario panel of the bundled world: its clock, what is done to it, and how to start it anew. */
export function ScenarioDrawer({ onClose }: { onClose: () => void }) {
  const state = useDemoState();
  return (
    <Drawer isOpen onClose={onClose} title="Scenario" badge={<DemoBadge />}>
      {state === null ? <p className="pt-3 text-ink-2">The world has not answered yet.</p> : <World state={state} />}
    </Drawer>
  );
}

function World({ state }: { state: DemoState }) {
  const demo = useDemo();
  const [failure, setFailure] = useState<string | null>(null);
  if (demo === null) return null;
  const command = (wanted: DemoCommand) => {
    setFailure(null);
    demo.command(wanted).catch((error: unknown) => setFailure(error instanceof Error ? error.message : String(error)));
  };
  return (
    <>
      <WorldClock state={state} onCommand={command} />
      {state.switches.map((one) => (
        <DrawerSwitchRow
          key={one.id}
          what={one.label}
          target={one.target}
          isOn={one.on}
          onChange={(on) => command({ type: 'switch', id: one.id, on })}
        />
      ))}
      {failure === null ? null : (
        <p role="alert" className="pt-2 text-note text-failed-text">
          The world refused: {failure}
        </p>
      )}
      <div className="flex gap-4 pt-3">
        <CopyButton label="Copy link" text={() => demo.shareUrl()} />
        <Menu
          trigger={<Button kind="word">Stories, {state.scenarios.length}</Button>}
          groups={[
            {
              id: 'stories',
              entries: state.scenarios.map((scenario) => ({
                id: scenario.id,
                label: scenario.title,
                note: scenario.id === state.scenario ? 'now' : undefined,
                onChoose: () => location.assign(demo.openUrl({ scenario: scenario.id })),
              })),
            },
            {
              id: 'sizes',
              head: 'Size of the world',
              entries: demoSizes.map((size) => ({
                id: size,
                label: size,
                note: size === state.size ? 'now' : undefined,
                onChoose: () => location.assign(demo.openUrl({ size })),
              })),
            },
          ]}
        />
        <Button kind="word" onClick={() => location.assign(demo.openUrl({}))}>
          Start over
        </Button>
      </div>
      <p className="pt-3 text-note text-ink-2">
        {state.scenarios.find((scenario) => scenario.id === state.scenario)?.text}
      </p>
      <p className="pt-2 text-note text-ink-3">
        {state.scenarioTitle}, seed {state.seed}. Nothing leaves this browser.
      </p>
    </>
  );
}

function WorldClock({ state, onCommand }: { state: DemoState; onCommand: (command: DemoCommand) => void }) {
  const now = useNow(1_000);
  const zone = useZone();
  return (
    <div className="flex h-11 items-center gap-3">
      <span className="font-semibold whitespace-nowrap">
        {formatMoment(now, now, zone).replace(/ \d+ [A-Z][a-z]+/, '')}
      </span>
      <div role="group" aria-label="Speed of the clock" className="flex gap-2.5">
        {demoSpeeds.map((speed) => (
          <button
            key={speed}
            type="button"
            aria-pressed={speed === state.speed}
            onClick={() => onCommand({ type: 'speed', speed })}
            className={classNames(
              'border-b-2',
              speed === state.speed ? 'border-ink font-semibold' : 'border-transparent text-ink-2 hover:text-ink',
            )}
          >
            {speed === 0 ? 'pause' : `×${speed}`}
          </button>
        ))}
      </div>
      <span className="ml-auto">
        <Menu
          align="end"
          trigger={<Button kind="word">Jump</Button>}
          groups={[
            {
              id: 'jumps',
              entries: jumps.map(({ label, byMs }) => ({
                id: label,
                label,
                onChoose: () => onCommand({ type: 'jump', byMs }),
              })),
            },
          ]}
        />
      </span>
    </div>
  );
}
