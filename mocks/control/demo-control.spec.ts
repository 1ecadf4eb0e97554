import type { DemoState } from '#contract/demo.ts';
import type { WorldBridge } from '#mocks/worker/world-bridge.ts';
import { berlin } from '#mocks/world/world-date.ts';
import { describe, expect, it, vi } from 'vitest';
import { createDemoControl } from './demo-control.ts';

const first: DemoState = {
  scenario: 'calm',
  scenarioTitle: 'A calm Friday',
  scenarios: [],
  seed: 7,
  size: 'small',
  nowAt: berlin(0, '10:20:30'),
  speed: 1,
  switches: [
    { id: 'flood', label: 'Flood of runs', target: 'ber-erp-01', on: true },
    { id: 'runtime-late', label: 'Runtime late', target: 'mil-pos-01', on: false },
  ],
};

function makeControl(address: string) {
  let tell: (state: DemoState) => void = () => undefined;
  const bridge: WorldBridge = {
    opened: Promise.resolve({ signInCode: 'x', state: first }),
    fetch: () => Promise.reject(new Error('not asked here')),
    command: vi.fn(() => Promise.resolve()),
    onState: (listener) => {
      tell = listener;
    },
  };
  return { control: createDemoControl(bridge, first, () => address), tell: (state: DemoState) => tell(state) };
}

describe('the control of the bundled world', () => {
  it('shares an address that brings back scenario, size, clock and switches, and keeps the view', () => {
    const { control } = makeControl('http://localhost/some/demo/?scenario=calm&size=small#/executions?state=failed');
    expect(control.shareUrl()).toBe(
      'http://localhost/some/demo/?scenario=calm&size=small&t=10:20:30&on=flood#/executions?state=failed',
    );
  });

  it('opens another story from its start, and keeps size and seed', () => {
    const { control } = makeControl('http://localhost/demo/?size=small&seed=3&t=09:00:00&on=flood#/requests');
    expect(control.openUrl({ scenario: 'silence' })).toBe('http://localhost/demo/?scenario=silence&seed=3&size=small');
    expect(control.openUrl({})).toBe('http://localhost/demo/?seed=3&size=small');
  });

  it('tells its listeners what changed, until they have enough', () => {
    const { control, tell } = makeControl('http://localhost/');
    const listener = vi.fn();
    const stop = control.subscribe(listener);
    tell({ ...first, speed: 60 });
    expect(control.state()?.speed).toBe(60);
    stop();
    tell(first);
    expect(listener).toHaveBeenCalledTimes(1);
  });
});
