import { createBrowserHistory, parseHref } from '@tanstack/history';

/**
 * History that keeps the whole view in the hash (`?scenario=calm#/executions?state=failed`) and leaves the real query alone: that one
 * belongs to the bundled world. The router's own hash history would read the query as a part of the view.
 */
export function createHashOnlyHistory(): ReturnType<typeof createBrowserHistory> {
  return createBrowserHistory({
    parseLocation: () => parseHref(location.hash.slice(1) || '/', history.state as Parameters<typeof parseHref>[1]), // written by the router
    createHref: (href) => `${location.pathname}${location.search}#${href}`,
  });
}
