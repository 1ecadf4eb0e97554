import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { rootRoute } from '#dashboard/app/root-route.tsx';

const settingsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/settings',
  component: lazyRouteComponent(() => import('./SettingsScreen.tsx'), 'SettingsScreen'),
});

/** Routes of Settings. */
export const settingsRoutes = [settingsRoute] as const;
