import * as z from 'zod/mini';
import { Id, Instant } from './primitives.ts';

/**
 * What the event stream says: hints that something changed, never the data itself, so a lost hint costs freshness and nothing else.
 * `beat` comes every two seconds and carries the platform's clock. After a reconnect a client refetches what it shows.
 */
export const PlatformEvent = z.discriminatedUnion('type', [
  z.object({ type: z.literal('beat'), nowAt: Instant, speed: z.number() }),
  z.object({ type: z.literal('executions'), runtimeIds: z.array(Id) }),
  z.object({ type: z.literal('execution'), executionId: Id }),
  z.object({ type: z.literal('runtimes'), runtimeIds: z.array(Id) }),
  z.object({ type: z.literal('request'), requestId: z.string(), runtimeId: Id }),
  z.object({ type: z.literal('settings') }),
]);
export type PlatformEvent = z.infer<typeof PlatformEvent>;
