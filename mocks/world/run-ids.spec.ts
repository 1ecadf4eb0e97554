import { ExecutionReport } from '#contract/tracking.ts';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { numberOfRunId, runId, runNumber, runParts } from './run-ids.ts';

const part = fc.record({
  assignment: fc.integer({ min: 0, max: 1_023 }),
  slot: fc.integer({ min: 0, max: 32_767 }),
  part: fc.integer({ min: 0, max: 127 }),
});

it('finds a run again by its id', () => {
  fc.assert(
    fc.property(part, (parts) => {
      const number = runNumber(parts.assignment, parts.slot, parts.part);
      expect(runParts(number)).toEqual(parts);
      expect(numberOfRunId(runId(number))).toBe(number);
    }),
  );
});

it('makes ids that the contract accepts, and knows none of another form', () => {
  expect(ExecutionReport.shape.executionId.safeParse(runId(1)).success).toBe(true);
  expect(numberOfRunId('rt-1')).toBeNull();
  expect(numberOfRunId('ABCDEF01')).toBeNull();
});
