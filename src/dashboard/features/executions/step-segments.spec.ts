import { describe, expect, it } from 'vitest';
import type { StepReport } from '#contract/tracking.ts';
import { segmentsOf, stepEnd, stepLabel } from './step-segments.ts';

const step: StepReport = {
  number: 1,
  name: 'Read',
  kind: 'read-csv',
  connectorId: null,
  state: 'done',
  startedAt: 1_000,
  durationMs: 500,
  attempts: 1,
  in: 312,
  out: 312,
  errors: 0,
  warnings: 4,
};

describe('a step on the axis of its run', () => {
  it('is one bar from its start', () =>
    expect(segmentsOf(step, 900, 9_000)).toEqual([{ kind: 'work', fromMs: 100, toMs: 600 }]));
  it('ends with a mark when it failed', () =>
    expect(segmentsOf({ ...step, state: 'failed' }, 1_000, 9_000)).toEqual([
      { kind: 'work', fromMs: 0, toMs: 500 },
      { kind: 'failed-attempt', atMs: 500 },
    ]));
  it('grows while it runs', () =>
    expect(segmentsOf({ ...step, state: 'running', durationMs: null }, 1_000, 4_000)).toEqual([
      { kind: 'work', fromMs: 0, toMs: 3_000 },
    ]));
  it('is nothing before it was reached', () => {
    expect(segmentsOf({ ...step, state: 'waiting', startedAt: null, durationMs: null }, 1_000, 4_000)).toEqual([]);
    expect(stepEnd({ ...step, state: 'waiting' })).toBeNull();
    expect(stepEnd({ ...step, state: 'skipped', startedAt: null })).toBeNull();
    expect(stepEnd({ ...step, state: 'skipped' })?.word).toBe('skipped');
  });
  it('says what went through it', () => {
    expect(stepLabel(step)).toBe('312\u00a0documents, 4\u00a0warnings');
    expect(stepLabel({ ...step, in: 0, out: 0, warnings: 0, attempts: 3 })).toBe('3 attempts');
    expect(stepLabel({ ...step, state: 'failed' })).toBe('');
  });
});
