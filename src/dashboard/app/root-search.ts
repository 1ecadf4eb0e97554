import { useSearch } from '@tanstack/react-router';
import * as z from 'zod/mini';
import { RelativeWindow } from '#contract/primitives.ts';
import type { TimeZone } from '#dashboard/lib/time.ts';
import { usePreferences } from './preferences.ts';
import { searchCodec } from './search.ts';

/** What every screen's address may carry: the window and, in a shared link, the time zone. Kept from screen to screen. */
export const rootSearch = searchCodec({ last: RelativeWindow, tz: z.enum(['local', 'UTC']) }, { last: '24h' });

/** The window that the figures of the page are about. */
export function useLast(): RelativeWindow {
  return useSearch({ from: '__root__', select: (search) => search.last ?? '24h' });
}

/** The zone that times are printed in: that of the address, or else the person's own choice. */
export function useZone(): TimeZone {
  const inAddress = useSearch({ from: '__root__', select: (search) => search.tz });
  const { zone } = usePreferences();
  return inAddress ?? zone;
}

/** `24 h`, `7 d`: a window as it is printed after "last". */
export function windowWord(last: RelativeWindow): string {
  return `${last.slice(0, -1)}\u00a0${last.endsWith('m') ? 'min' : last.slice(-1)}`;
}
