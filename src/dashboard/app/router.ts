import { type RouterHistory, createRouter } from '@tanstack/react-router';
import { connectorsRoutes } from '#dashboard/features/connectors/routes.ts';
import { executionsRoutes } from '#dashboard/features/executions/routes.ts';
import { nowRoutes } from '#dashboard/features/now/routes.ts';
import { requestsRoutes } from '#dashboard/features/requests/routes.ts';
import { runtimesRoutes } from '#dashboard/features/runtimes/routes.ts';
import { settingsRoutes } from '#dashboard/features/settings/routes.ts';
import { ScreenError } from './ScreenError.tsx';
import { rootRoute } from './root-route.tsx';
import { parseSearch, stringifySearch } from './search.ts';

/**
 * Makes the router. A live host gives browser history, the bundled world hash history, because it may stand on a static host
 * under any path.
 */
export function createAppRouter({ history }: { history: RouterHistory }) {
  return createRouter({
    routeTree: rootRoute.addChildren([
      ...nowRoutes,
      ...runtimesRoutes,
      ...executionsRoutes,
      ...connectorsRoutes,
      ...requestsRoutes,
      ...settingsRoutes,
    ]),
    history,
    parseSearch,
    stringifySearch,
    defaultPreload: 'intent',
    defaultErrorComponent: ScreenError,
    scrollRestoration: true,
    // A change of filters is a tweak of the same place: it must not scroll.
    getScrollRestorationKey: (location) => location.pathname,
  });
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof createAppRouter>;
  }
}
