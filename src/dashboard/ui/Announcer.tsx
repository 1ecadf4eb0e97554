import { type ReactNode, createContext, use, useCallback, useState } from 'react';

const AnnounceContext = createContext<(message: string) => void>(() => undefined);

/** Holds the page's one polite live region. Wrap the shell in it. */
export function AnnouncerProvider({ children }: { children: ReactNode }) {
  const [said, setSaid] = useState({ message: '', turn: 0 });
  const announce = useCallback((message: string) => setSaid((before) => ({ message, turn: before.turn + 1 })), []);
  return (
    <AnnounceContext value={announce}>
      {children}
      <div role="status" aria-live="polite" className="sr-only">
        {/* A new key makes the same sentence be said again. */}
        <span key={said.turn}>{said.message}</span>
      </div>
    </AnnounceContext>
  );
}

/** Says a sentence to assistive technology: what changed without the focus moving there ("1 138 runs", "Copied"). */
export function useAnnounce(): (message: string) => void {
  return use(AnnounceContext);
}
