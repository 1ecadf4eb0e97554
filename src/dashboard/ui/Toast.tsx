import { type ReactNode, createContext, use, useCallback, useEffect, useState } from 'react';

/** What a toast says. */
export type ToastMessage = {
  text: ReactNode;
  /** Takes back what was done; the word is "Undo" unless told. */
  onUndo?: () => void;
  undoWord?: string;
  /** How long it stays; 8 s unless told. The clock stands still while it has the pointer or the focus. */
  durationMs?: number;
};

type Shown = ToastMessage & { id: number };

const ToastContext = createContext<(message: ToastMessage) => void>(() => undefined);
const DEFAULT_MS = 8000;

/** Shows one toast at a time, bottom left, with its own clock. Wrap the shell in it. A new one replaces the old one. */
export function ToastProvider({ children }: { children: ReactNode }) {
  const [shown, setShown] = useState<Shown | null>(null);
  const show = useCallback(
    (message: ToastMessage) => setShown((before) => ({ ...message, id: (before?.id ?? 0) + 1 })),
    [],
  );
  return (
    <ToastContext value={show}>
      {children}
      <div
        role="status"
        aria-live="polite"
        className="fixed bottom-5 left-5 z-60 max-md:right-4 max-md:bottom-16 max-md:left-4"
      >
        {shown === null ? null : <Toast key={shown.id} {...shown} onDone={() => setShown(null)} />}
      </div>
    </ToastContext>
  );
}

/** Gives the function that shows a toast: what happened, with Undo where it can be undone. */
export function useToast(): (message: ToastMessage) => void {
  return use(ToastContext);
}

function Toast({
  text,
  onUndo,
  undoWord = 'Undo',
  durationMs = DEFAULT_MS,
  onDone,
}: ToastMessage & { onDone: () => void }) {
  const [secondsLeft, setSecondsLeft] = useState(Math.ceil(durationMs / 1000));
  const [isHeld, setIsHeld] = useState(false);
  // Synchronises with the passing of time, second by second, and ends the toast.
  useEffect(() => {
    if (isHeld) return;
    if (secondsLeft <= 0) {
      onDone();
      return;
    }
    const timer = setTimeout(() => setSecondsLeft((left) => left - 1), 1000);
    return () => clearTimeout(timer);
  }, [secondsLeft, isHeld, onDone]);
  return (
    <div
      className="flex min-h-10 w-[440px] max-w-full items-center gap-4 rounded-ctl bg-ink px-3 py-2 text-paper"
      onPointerEnter={() => setIsHeld(true)}
      onPointerLeave={() => setIsHeld(false)}
      onFocus={() => setIsHeld(true)}
      onBlur={() => setIsHeld(false)}
    >
      <span className="min-w-0 flex-1">{text}</span>
      {onUndo === undefined ? null : (
        <button
          type="button"
          className="border-b border-paper focus-visible:outline-paper"
          onClick={() => {
            onUndo();
            onDone();
          }}
        >
          {undoWord}
        </button>
      )}
      <span aria-hidden="true" className="min-w-6 text-right">
        {secondsLeft} s
      </span>
    </div>
  );
}
