import { createRootRoute, retainSearchParams } from '@tanstack/react-router';
import { NotFound } from './NotFound.tsx';
import { ScreenError } from './ScreenError.tsx';
import { Shell } from './Shell.tsx';
import { rootSearch } from './root-search.ts';

/** The route that every screen hangs on. A feature's `routes.ts` names it as the parent of its own. */
export const rootRoute = createRootRoute({
  validateSearch: rootSearch.validate,
  search: { middlewares: [retainSearchParams(['last', 'tz'])] },
  component: Shell,
  notFoundComponent: NotFound,
  errorComponent: ScreenError,
});
