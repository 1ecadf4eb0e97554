import type { LogLevel } from '#contract/answer.ts';
import type { SqlSession } from '../connections/sql-session.ts';
import type { Connection, ConnectionOf } from '../definition/connection.ts';
import type { Credentials } from '../connections/secrets.ts';
import type { Process } from '../definition/process.ts';
import type { StepDefinition } from '../definition/step.ts';
import type { RetryRule } from '../definition/retry-rule.ts';
import type { Workspace } from '../workspace.ts';
import type { Batch } from './batch.ts';
import type { Execution } from './execution.ts';

/** What a step may use. One per step and run. */
export interface StepContext {
  /** Number of the step, from 1. */
  number: number;
  execution: Execution;
  process: Process;
  workspace: Workspace;
  signal: AbortSignal;
  credentials: Credentials;
  log(level: LogLevel, text: string): void;
  /** The named connection. Its kind was checked at load. */
  connection<K extends Connection['kind']>(id: string, ...kinds: K[]): ConnectionOf<K>;
  /** The run's database session for the named connection; opened once per use, closed at the end of the run. */
  sql(id: string, use: 'read' | 'write'): Promise<SqlSession>;
  /** Tries transient trouble again, with the step's rule or `fallback`; counts attempts and logs each. */
  retry<T>(what: string, work: () => Promise<T>, fallback?: RetryRule): Promise<T>;
  /** Runs when all records of the flow went through; used to make results visible all together. */
  onCommit(work: () => Promise<void>): void;
  /** Runs instead of the commits when the flow failed. Must not throw. */
  onRollback(work: () => Promise<void>): void;
}

/** A step in a flow of records. Sources ignore `input`; sinks pass their records on. */
export type FlowStep = (context: StepContext, input: AsyncIterable<Batch>) => AsyncIterable<Batch>;

/** A step that works on the file of the run between flows. */
export type FileStep = (context: StepContext) => Promise<void>;

/** Makes the flow step of a definition. */
export type FlowStepOf<D extends StepDefinition> = (definition: D) => FlowStep;
