import { useSyncExternalStore } from 'react';

/** Widths of the ruler of Now (LOOKS.md, breakpoints): 768 on wide screens, 480 usually, the page's own on a phone. */
export function useRulerWidth(): number {
  return useSyncExternalStore(subscribe, read);
}

const PHONE_MARGINS = 32;

function read(): number {
  if (window.innerWidth >= 1680) return 768;
  return window.innerWidth > 720 ? 480 : Math.max(240, document.documentElement.clientWidth - PHONE_MARGINS);
}

function subscribe(listener: () => void): () => void {
  window.addEventListener('resize', listener);
  return () => window.removeEventListener('resize', listener);
}
