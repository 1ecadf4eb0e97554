import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { rootRoute } from '#dashboard/app/root-route.tsx';
import { connectorsSearch } from './connectors-search.ts';

const connectorsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/connectors',
  validateSearch: connectorsSearch.validate,
  component: lazyRouteComponent(() => import('./ConnectorsScreen.tsx'), 'ConnectorsScreen'),
});

/** Route of the connectors. */
export const connectorsRoutes = [connectorsRoute] as const;
