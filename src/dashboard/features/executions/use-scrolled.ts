import { useSyncExternalStore } from 'react';

/** Less than this is not reading further down, but a nudge. */
const NUDGE_PX = 40;

/** Whether the page is scrolled away from its top. */
export function useScrolled(): boolean {
  return useSyncExternalStore(subscribe, () => window.scrollY > NUDGE_PX);
}

function subscribe(listener: () => void): () => void {
  window.addEventListener('scroll', listener, { passive: true });
  return () => window.removeEventListener('scroll', listener);
}
