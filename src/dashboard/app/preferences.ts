import { useSyncExternalStore } from 'react';
import * as z from 'zod/mini';

/** What one person prefers on this browser. Kept locally: it concerns nobody else. */
const Preferences = z.object({
  theme: z.enum(['system', 'light', 'dark']),
  contrast: z.enum(['system', 'more']),
  zone: z.enum(['local', 'UTC']),
});
export type Preferences = z.infer<typeof Preferences>;

const KEY = 'daymark.preferences';
const usual: Preferences = { theme: 'system', contrast: 'system', zone: 'local' };

let current = read();
const listeners = new Set<() => void>();

/** The preferences, and redraws when they change in this tab or another. */
export function usePreferences(): Preferences {
  return useSyncExternalStore(subscribe, () => current);
}

/** Changes some preferences, here and in other tabs. */
export function setPreferences(change: Partial<Preferences>): void {
  current = { ...current, ...change };
  try {
    localStorage.setItem(KEY, JSON.stringify(current));
  } catch {
    // A browser that keeps nothing: the choice holds until the page is closed.
  }
  apply();
}

/** Puts theme and contrast on the document, and follows other tabs. Called once, before the first drawing. */
export function startPreferences(): void {
  apply();
  window.addEventListener('storage', (event) => {
    if (event.key !== KEY) return;
    current = read();
    apply();
  });
}

function apply(): void {
  const { dataset } = document.documentElement;
  if (current.theme === 'system') delete dataset['theme'];
  else dataset['theme'] = current.theme;
  if (current.contrast === 'system') delete dataset['contrast'];
  else dataset['contrast'] = current.contrast;
  for (const listener of listeners) listener();
}

function read(): Preferences {
  try {
    const parsed = z.partial(Preferences).safeParse(JSON.parse(localStorage.getItem(KEY) ?? '{}'));
    return parsed.success ? { ...usual, ...parsed.data } : usual;
  } catch {
    return usual;
  }
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
