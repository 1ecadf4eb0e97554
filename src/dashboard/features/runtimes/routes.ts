import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import * as z from 'zod/mini';
import { FleetWord } from '#contract/status.ts';
import { rootRoute } from '#dashboard/app/root-route.tsx';
import { searchCodec } from '#dashboard/app/search.ts';

/** Filters and order of the runtimes table; `row` is the selected runtime. */
export const runtimesSearch = searchCodec(
  {
    q: z.string().check(z.maxLength(200)),
    word: z.array(FleetWord),
    environment: z.array(z.string()),
    tag: z.array(z.string()),
    sort: z.enum(['status', 'name', 'contact', 'runs', 'failed', 'release', 'certificate']),
    direction: z.enum(['ascending', 'descending']),
    row: z.string(),
  },
  { sort: 'status', direction: 'ascending' },
);

const runtimesRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/runtimes',
  validateSearch: runtimesSearch.validate,
  component: lazyRouteComponent(() => import('./RuntimesScreen.tsx'), 'RuntimesScreen'),
});

const runtimeRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/runtimes/$runtimeId',
  component: lazyRouteComponent(() => import('./RuntimeScreen.tsx'), 'RuntimeScreen'),
});

/** Routes of the runtimes table and of one runtime. */
export const runtimesRoutes = [runtimesRoute, runtimeRoute] as const;
