/** The parts that connectors of a runtime play in its processes. */
export const connectorRoles = ['main', 'side', 'drop', 'api', 'queue', 'mail'] as const;
export type ConnectorRole = (typeof connectorRoles)[number];

/** A step of a flow; `{n}` in its name is the thing that the process moves. */
export interface FlowStep {
  name: string;
  kind: string;
  role: ConnectorRole | null;
  /** Share of the run's time. */
  weight: number;
}

/** The step lists that processes are made of. `main` may be replaced by `side` in a blueprint. */
export const flows = {
  import: [
    { name: 'Read {n} files', kind: 'read-csv', role: 'drop', weight: 1.2 },
    { name: 'Map to canonical {n}', kind: 'map', role: null, weight: 2 },
    { name: 'Look up customer', kind: 'sql-read', role: 'main', weight: 4 },
    { name: 'Write {n} header', kind: 'sql-write', role: 'main', weight: 6 },
    { name: 'Write {n} lines', kind: 'sql-write', role: 'main', weight: 5 },
    { name: 'Acknowledge', kind: 'move-file', role: 'drop', weight: 0.6 },
  ],
  export: [
    { name: 'Select changed {n}', kind: 'sql-read', role: 'main', weight: 5 },
    { name: 'Map to export format', kind: 'map', role: null, weight: 2 },
    { name: 'Validate {n}', kind: 'validate', role: null, weight: 1 },
    { name: 'Write export file', kind: 'write-csv', role: 'drop', weight: 2 },
    { name: 'Send {n}', kind: 'http', role: 'api', weight: 4 },
  ],
  sync: [
    { name: 'Read changes', kind: 'sql-read', role: 'main', weight: 2 },
    { name: 'Map fields', kind: 'map', role: null, weight: 1 },
    { name: 'Compare with target', kind: 'http', role: 'api', weight: 3 },
    { name: 'Update {n}', kind: 'http', role: 'api', weight: 4 },
    { name: 'Save position', kind: 'sql-write', role: 'main', weight: 0.4 },
  ],
  interchange: [
    { name: 'Receive interchange', kind: 'read-xml', role: 'drop', weight: 1 },
    { name: 'Validate interchange', kind: 'validate', role: null, weight: 1 },
    { name: 'Map to {n}', kind: 'map', role: null, weight: 2 },
    { name: 'Send {n}', kind: 'http', role: 'api', weight: 6 },
    { name: 'Acknowledge', kind: 'queue-write', role: 'queue', weight: 0.6 },
  ],
  archive: [
    { name: 'Collect {n}', kind: 'read-json', role: 'drop', weight: 2 },
    { name: 'Rename and index', kind: 'map', role: null, weight: 1 },
    { name: 'Copy to archive', kind: 'move-file', role: 'drop', weight: 6 },
    { name: 'Write index', kind: 'sql-write', role: 'side', weight: 2 },
  ],
  snapshot: [
    { name: 'Read {n}', kind: 'sql-read', role: 'main', weight: 6 },
    { name: 'Check units', kind: 'validate', role: null, weight: 1 },
    { name: 'Write snapshot', kind: 'write-json', role: 'drop', weight: 2 },
    { name: 'Publish {n}', kind: 'http', role: 'api', weight: 3 },
  ],
  measure: [
    { name: 'Read {n}', kind: 'opc-read', role: 'main', weight: 3 },
    { name: 'Filter noise', kind: 'filter', role: null, weight: 1 },
    { name: 'Store {n}', kind: 'sql-write', role: 'side', weight: 3 },
  ],
  report: [
    { name: 'Aggregate {n}', kind: 'sql-read', role: 'main', weight: 8 },
    { name: 'Compute totals', kind: 'map', role: null, weight: 3 },
    { name: 'Write report', kind: 'write-csv', role: 'drop', weight: 1 },
    { name: 'Mail report', kind: 'mail', role: 'mail', weight: 1 },
  ],
  posting: [
    { name: 'Take {n} from queue', kind: 'queue-read', role: 'queue', weight: 1 },
    { name: 'Map to postings', kind: 'map', role: null, weight: 2 },
    { name: 'Check balance', kind: 'validate', role: null, weight: 1 },
    { name: 'Post {n}', kind: 'sql-write', role: 'main', weight: 5 },
  ],
  call: [
    { name: 'Prepare {n}', kind: 'map', role: null, weight: 1 },
    { name: 'Ask for {n}', kind: 'http', role: 'api', weight: 4 },
    { name: 'Return result', kind: 'map', role: null, weight: 0.5 },
  ],
} as const satisfies Record<string, readonly FlowStep[]>;

export type FlowName = keyof typeof flows;
