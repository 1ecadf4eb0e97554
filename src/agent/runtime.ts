import type { AnswerRecord, DeliveredRequest } from '#contract/answer.ts';
import type { DegradedReason, RuntimeDescription } from '#contract/heartbeat.ts';
import type { ExecutionReport } from '#contract/tracking.ts';

/** A report with its place in the runtime's own durable journal. */
export interface JournaledReport {
  /** Grows with every report; the agent remembers how far it has spooled. */
  position: number;
  report: ExecutionReport;
}

/**
 * The port that an agent speaks for: a thing that runs processes. The engine implements it with real files and databases, the
 * bundled world with simulated machines. Everything it gives may be hostile; the exit decides what leaves.
 */
export interface RuntimePort {
  /** What the runtime is and holds now. `digest` changes whenever anything else in it does. */
  describe(): Promise<RuntimeDescription>;

  /** Why it calls itself degraded; empty when well. */
  degraded(): Promise<DegradedReason[]>;

  /** Ids of runs in flight, newest first. */
  inFlight(): Promise<string[]>;

  /**
   * Execution reports after a position, oldest first, at most `limit`. The journal is durable: what was reported once can be
   * read again after a crash, until `forget` says that it is safe elsewhere.
   */
  reportsSince(position: number, limit: number): Promise<JournaledReport[]>;

  /** Reports up to this position were acknowledged by the platform and need not be kept for the agent. */
  forget(position: number): Promise<void>;

  /** Calls `listener` soon after new reports exist; a hint, the agent also looks by itself. Returns the way to stop that. */
  onReport(listener: () => void): () => void;

  /** Calls `listener` after `describe` began to give something else, so that a change shows with no beat's delay. Returns the way to stop that. */
  onDescriptionChange?(listener: () => void): () => void;

  /**
   * Answers a person's question as a stream of records: `head` first, `end` last, or `refused`/`failed` with a sentence.
   * Stops promptly when `signal` aborts (cancelled or expired). Never throws for expected trouble: it answers `failed`.
   */
  answer(request: DeliveredRequest, signal: AbortSignal): AsyncIterable<AnswerRecord>;
}
