import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { rootRoute } from '#dashboard/app/root-route.tsx';
import { requestsSearch } from './requests-search.ts';

const requestsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/requests',
  validateSearch: requestsSearch.validate,
  component: lazyRouteComponent(() => import('./RequestsScreen.tsx'), 'RequestsScreen'),
});

const requestRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/requests/$requestId',
  component: lazyRouteComponent(() => import('./RequestScreen.tsx'), 'RequestScreen'),
});

/** Routes of all requests and of one. */
export const requestsRoutes = [requestsRoute, requestRoute] as const;
