import { describe, expect, it } from 'vitest';
import type { GroupFacts, IncidentFacts } from './incident-facts.ts';
import { deriveIncidents } from './incidents.ts';

const now = Date.UTC(2026, 10, 20, 9);

describe('what needs attention', () => {
  it('puts what fails on several runtimes before what one runtime has', () => {
    const { incidents } = deriveIncidents(
      facts([
        group({ groupId: 'F-1', runtimes: 1, unrecovered: 40 }),
        group({ groupId: 'F-2', runtimes: 3, unrecovered: 3 }),
      ]),
    );
    expect(incidents.map(({ id }) => id)).toEqual(['group:F-2', 'group:F-1']);
  });

  it('puts test environments last, however much fails there', () => {
    const { incidents } = deriveIncidents(
      facts([group({ groupId: 'F-1', isTest: true, runtimes: 9, unrecovered: 900 }), group({ groupId: 'F-2' })]),
    );
    expect(incidents.map(({ id }) => id)).toEqual(['group:F-2', 'group:F-1']);
  });

  it('leaves out what has recovered', () => {
    expect(deriveIncidents(facts([group({ unrecovered: 0 })])).incidents).toEqual([]);
  });
});

function group(own: Partial<GroupFacts>): GroupFacts {
  return {
    groupId: 'F-1',
    fingerprint: 'v1:0000000000000000',
    class: 'credential',
    code: 'ORA-28001',
    template: 'The password has expired',
    connectorId: 'erp01',
    connectorName: 'ERP01',
    processName: 'Order to ERP',
    runs: own.unrecovered ?? 1,
    unrecovered: 1,
    runtimes: 1,
    processes: 1,
    firstAt: now - 3_600_000,
    lastAt: now,
    exampleExecutionId: 'run-1',
    isTest: false,
    onlyRuntimeId: null,
    trace: [],
    ...own,
  };
}

function facts(groups: GroupFacts[]): IncidentFacts {
  return {
    now,
    fromAt: now - 86_400_000,
    bucketMs: 900_000,
    buckets: 96,
    runtimes: [],
    groups,
    silent: [],
    slow: [],
    stuck: [],
  };
}
