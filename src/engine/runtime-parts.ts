import type { Credentials } from './connections/secrets.ts';
import type { Definitions } from './definition/load.ts';
import type { Journal } from './run/journal.ts';
import type { Runner } from './run/runner.ts';
import type { Workspace } from './workspace.ts';

/** What the port speaks about. */
export interface RuntimeParts {
  workspace: Workspace;
  journal: Journal;
  runner: Runner;
  credentials: Credentials;
  definitions: () => Definitions;
  /** Connectors that could not be reached lately. */
  troubled: ReadonlySet<string>;
  listeners: Set<() => void>;
  now: () => number;
  release: string;
  site: string | null;
  tags: string[];
}
