import type { OperationAnswer, OperationInput, OperationShape } from '#contract/operation.ts';
import type { ConsoleOperationName, ConsoleOperations } from '#contract/console-operations.ts';
import type { AgentOperationName, AgentOperations } from '#contract/agent-operations.ts';
import type { ConsoleCaller } from '#platform/ports.ts';
import type { LiveRuntime } from '#platform/fleet/live-runtime.ts';
import type { PersonRecord } from '#platform/records.ts';

/** What every handler knows beside its parsed input. */
export interface CallContext {
  request: Request;
  /** Finds this call in the platform's log; it is the `requestId` of a problem. */
  requestId: string;
  /** Headers that go out with a JSON or empty answer. */
  headers: Headers;
}

/** A call of the dashboard. `person` is null only for operations that `anyone` may call. */
export interface ConsoleContext extends CallContext {
  caller: ConsoleCaller;
  person: PersonRecord | null;
  session: { hash: string; expiresAt: number } | null;
}

/** A call of an agent. `runtime` is null only while it enrols. */
export interface AgentContext extends CallContext {
  runtime: LiveRuntime | null;
}

/** What a handler resolves to: the declared answer, or a response of its own where the contract declares a stream. */
export type HandlerAnswer<O extends OperationShape> = O extends { stream: 'events' | 'text-answer' }
  ? Response
  : OperationAnswer<O>;

/** One handler an operation, by name: a missing one does not compile. */
export type ConsoleHandlers = {
  [Name in ConsoleOperationName]: (
    input: OperationInput<ConsoleOperations[Name]>,
    context: ConsoleContext,
  ) => Promise<HandlerAnswer<ConsoleOperations[Name]>>;
};

/** One handler an operation, by name: a missing one does not compile. */
export type AgentHandlers = {
  [Name in AgentOperationName]: (
    input: OperationInput<AgentOperations[Name]>,
    context: AgentContext,
  ) => Promise<HandlerAnswer<AgentOperations[Name]>>;
};
