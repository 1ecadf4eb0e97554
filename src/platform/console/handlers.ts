import type { Core } from '#platform/core.ts';
import type { ConsoleHandlers } from '#platform/routing/handlers.ts';
import { connectorHandlers } from './connectors.ts';
import { eventHandlers } from './events.ts';
import { executionHandlers } from './executions.ts';
import { logHandlers } from './logs.ts';
import { openApiHandlers } from './openapi.ts';
import { overviewHandlers } from './overview.ts';
import { requestHandlers } from './requests.ts';
import { runtimeHandlers } from './runtimes.ts';
import { sessionHandlers } from './session.ts';
import { settingsHandlers } from './settings.ts';

/** One handler for every operation of the dashboard. */
export function consoleHandlers(core: Core): ConsoleHandlers {
  return {
    ...sessionHandlers(core),
    ...overviewHandlers(core),
    ...runtimeHandlers(core),
    ...executionHandlers(core),
    ...requestHandlers(core),
    ...logHandlers(core),
    ...connectorHandlers(core),
    ...settingsHandlers(core),
    ...eventHandlers(core),
    ...openApiHandlers(core),
  };
}
