import { connectorsOperations } from './console/connectors.ts';
import { executionsOperations } from './console/executions.ts';
import { requestsOperations } from './console/requests.ts';
import { runtimesOperations } from './console/runtimes.ts';
import { sessionOperations } from './console/session.ts';
import { settingsOperations } from './console/settings.ts';
import type { OperationShape } from './operation.ts';

/** Operations of the console channel: what people, through the dashboard, may ask of the platform. */
export const consoleOperations = {
  ...sessionOperations,
  ...runtimesOperations,
  ...executionsOperations,
  ...requestsOperations,
  ...connectorsOperations,
  ...settingsOperations,
} as const satisfies Record<string, OperationShape>;

export type ConsoleOperations = typeof consoleOperations;
export type ConsoleOperationName = keyof ConsoleOperations;
