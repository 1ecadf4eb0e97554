import { openApiDocument } from '#contract/openapi.ts';
import type { Core } from '#platform/core.ts';
import type { ConsoleHandlers } from '#platform/routing/handlers.ts';

export function openApiHandlers(core: Core): Pick<ConsoleHandlers, 'getOpenApi'> {
  let document: Record<string, unknown> | null = null;
  return {
    async getOpenApi() {
      document ??= openApiDocument(core.options.release);
      return document;
    },
  };
}
