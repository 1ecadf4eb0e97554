import { type ReactNode, createContext, use, useEffect, useEffectEvent, useMemo, useState } from 'react';

/** A key, or two keys one after the other, and what it does. One registry serves the keys and the page of all keys. */
export interface Shortcut {
  /** `g n`, `/`, `mod+k`, `j`, `Escape`. `mod` is Ctrl, on a Mac Cmd. */
  keys: string;
  /** `Go to Now`. */
  does: string;
  group: 'Go' | 'On this page' | 'Everywhere';
}

interface Registered extends Shortcut {
  run: () => void;
}

interface Registry {
  add: (shortcut: Registered) => () => void;
  all: () => readonly Shortcut[];
}

const RegistryContext = createContext<Registry | null>(null);

/** A second key of a pair must follow within this time. */
const PAIR_MS = 1_200;

/** Holds the registry and listens to the keyboard, once for the page. */
export function ShortcutProvider({ children }: { children: ReactNode }) {
  const registered = useState(() => new Set<Registered>())[0];
  const registry = useMemo<Registry>(
    () => ({
      add(shortcut) {
        registered.add(shortcut);
        return () => registered.delete(shortcut);
      },
      all: () => [...registered],
    }),
    [registered],
  );
  // Synchronises with the keyboard of the document.
  useEffect(() => {
    let first: { key: string; at: number } | null = null;
    const listen = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.isComposing || event.altKey) return;
      const key = keyOf(event);
      const isModified = key.startsWith('mod+');
      if (!isModified && isTyping(event.target)) return;
      if (!isModified && document.querySelector('[aria-modal="true"], [role="dialog"][data-modal]') !== null) return;
      const pair = first !== null && event.timeStamp - first.at < PAIR_MS ? `${first.key} ${key}` : null;
      // The one that was registered last wins: a screen may take a key over from the shell.
      const matches = [...registered].filter((shortcut) => shortcut.keys === pair || shortcut.keys === key);
      const found = matches.findLast((shortcut) => shortcut.keys === pair) ?? matches.at(-1);
      first = null;
      if (found !== undefined) {
        event.preventDefault();
        found.run();
      } else if ([...registered].some((shortcut) => shortcut.keys.startsWith(`${key} `))) {
        first = { key, at: event.timeStamp };
      }
    };
    document.addEventListener('keydown', listen);
    return () => document.removeEventListener('keydown', listen);
  }, [registered]);
  return <RegistryContext value={registry}>{children}</RegistryContext>;
}

/**
 * Registers a key for as long as the component is shown.
 *
 * @param isOn false takes the key back without unmounting
 */
export function useShortcut({ keys, does, group }: Shortcut, run: () => void, isOn = true): void {
  const registry = use(RegistryContext);
  const runLatest = useEffectEvent(run);
  // Synchronises with the registry of the page.
  useEffect(
    () => (isOn ? registry?.add({ keys, does, group, run: () => runLatest() }) : undefined),
    [registry, keys, does, group, isOn],
  );
}

/** All keys that work now, for the page of all keys. */
export function useShortcutList(): () => readonly Shortcut[] {
  const registry = use(RegistryContext);
  return () => registry?.all() ?? [];
}

/** Keys as they are printed on caps: `g n` is two, `mod+k` is `Ctrl K`. */
export function keyCaps(keys: string): string[] {
  return keys
    .split(' ')
    .map((key) =>
      key
        .replace('mod+', isMac() ? '⌘ ' : 'Ctrl ')
        .replace(
          /(^|\s)([a-z])$/,
          (_, gap: string, letter: string) => gap + (gap === '' ? letter : letter.toUpperCase()),
        ),
    );
}

function keyOf(event: KeyboardEvent): string {
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  return event.ctrlKey || event.metaKey ? `mod+${key}` : key;
}

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))
  );
}

function isMac(): boolean {
  return navigator.userAgent.includes('Mac');
}
