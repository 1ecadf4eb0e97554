import { RuntimeDescription } from '#contract/heartbeat.ts';
import { describe, expect, it } from 'vitest';
import { buildFleet, describeRuntime } from './fleet.ts';
import { WORLD_DAY_AT } from './world-date.ts';

const fleet = buildFleet(7, 'real');

describe('the fleet', () => {
  it('has 60 runtimes with 400 processes between them', () => {
    expect(fleet.runtimes).toHaveLength(60);
    expect(new Set(fleet.assignments.map(({ processId }) => processId)).size).toBe(400);
    expect(fleet.assignments.length).toBeLessThan(1_024);
  });

  it('has 5 runtimes with 20 processes when small, and nobody when empty', () => {
    const small = buildFleet(7, 'small');
    expect(small.runtimes).toHaveLength(5);
    expect(new Set(small.assignments.map(({ processId }) => processId)).size).toBe(20);
    expect(buildFleet(7, 'empty').runtimes).toEqual([]);
  });

  it('describes every runtime in a form that may leave it', () => {
    for (const runtime of fleet.runtimes) {
      expect(RuntimeDescription.safeParse(describeRuntime(runtime, WORLD_DAY_AT)).error).toBeUndefined();
    }
  });

  it('gives a process one name for one id on a runtime', () => {
    for (const { assignments } of fleet.runtimes) {
      expect(new Set(assignments.map(({ processId }) => processId)).size).toBe(assignments.length);
    }
  });

  it('has names in other scripts, from right to left, and longer than any column', () => {
    const names = fleet.assignments.map(({ processName }) => processName);
    expect(names.some((name) => /\p{Script=Arabic}/u.test(name))).toBe(true);
    expect(names.some((name) => /\p{Script=Han}/u.test(name))).toBe(true);
    expect(names.some((name) => name.length > 120)).toBe(true);
  });

  it('knows several time zones', () => {
    expect(new Set(fleet.runtimes.map(({ site }) => site.timeZone)).size).toBeGreaterThan(10);
  });
});
