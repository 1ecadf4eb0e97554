import { useEffect } from 'react';
import { safeText } from '#dashboard/lib/safe-text.ts';

/** Names the page in the browser's tab, its history and to assistive technology: `rtm-tms-02, Daymark`. */
export function useTitle(title: string): void {
  // Synchronises with the document.
  useEffect(() => {
    document.title = `${safeText(title)}, Daymark`;
  }, [title]);
}
