import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import * as z from 'zod/mini';
import { VisualState } from '#contract/status.ts';
import { rootRoute } from '#dashboard/app/root-route.tsx';
import { searchCodec } from '#dashboard/app/search.ts';

/** `state`: the states that the chart of Now is narrowed to. */
export const nowSearch = searchCodec({ state: z.array(VisualState) }, {});

const nowRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/',
  validateSearch: nowSearch.validate,
  component: lazyRouteComponent(() => import('./NowScreen.tsx'), 'NowScreen'),
});

/** Routes of Now. */
export const nowRoutes = [nowRoute] as const;
