import type { Connection } from './connection.ts';
import type { StepDefinition } from './step.ts';

const kinds: Partial<Record<StepDefinition['kind'], Connection['kind'][]>> = {
  'read-csv': ['csv-folder'],
  'write-csv': ['csv-folder'],
  'read-json': ['json-folder'],
  'write-json': ['json-folder'],
  'read-xml': ['xml-folder'],
  'write-xml': ['xml-folder'],
  'sql-read': ['sqlite', 'postgresql', 'mysql'],
  'sql-write': ['sqlite', 'postgresql', 'mysql'],
  'http-read': ['http'],
  'http-send': ['http'],
};

/** Kinds of connection that a kind of step can use; empty where it uses none. */
export function connectionKindsOf(kind: StepDefinition['kind']): Connection['kind'][] {
  return kinds[kind] ?? [];
}
