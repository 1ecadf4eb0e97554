import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { rootRoute } from '#dashboard/app/root-route.tsx';
import { executionSearch } from './execution-search.ts';
import { executionsSearch } from './executions-search.ts';

const executionsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/executions',
  validateSearch: executionsSearch.validate,
  component: lazyRouteComponent(() => import('./ExecutionsScreen.tsx'), 'ExecutionsScreen'),
});

const executionRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/executions/$executionId',
  validateSearch: executionSearch.validate,
  component: lazyRouteComponent(() => import('./ExecutionScreen.tsx'), 'ExecutionScreen'),
});

/** Routes of the executions list and of one execution. */
export const executionsRoutes = [executionsRoute, executionRoute] as const;
