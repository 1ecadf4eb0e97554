import type { Badges } from '#contract/session.ts';

/** A screen of the rail, with its key and the figure beside its word. */
export interface Screen {
  to: '/' | '/runtimes' | '/executions' | '/connectors' | '/requests' | '/settings';
  word: string;
  /** Second key after `g`. */
  key: string;
  badge?: keyof Badges;
  /** Rail groups stand 16 apart. */
  group: 1 | 2 | 3;
}

/** The screens that exist, in the order of the rail. */
export const screens: readonly Screen[] = [
  { to: '/', word: 'Now', key: 'n', group: 1 },
  { to: '/runtimes', word: 'Runtimes', key: 'r', badge: 'runtimes', group: 1 },
  { to: '/executions', word: 'Executions', key: 'e', badge: 'executions', group: 1 },
  { to: '/connectors', word: 'Connectors', key: 'c', badge: 'connectors', group: 2 },
  { to: '/requests', word: 'Requests', key: 'q', badge: 'openRequests', group: 2 },
  { to: '/settings', word: 'Settings', key: 's', group: 3 },
];
