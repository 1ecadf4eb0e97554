import { useEffect, useState } from 'react';
import { useAnnounce } from './Announcer.tsx';
import { Button, type ButtonKind } from './Button.tsx';

type CopyOutcome = 'idle' | 'copied' | 'refused';

/** The word changes back after this long. */
const SHOWN_MS = 2000;

/**
 * Copies text, and says whether it worked in its own word.
 *
 * @param text what is copied, or a function that makes it when asked (a long export)
 * @param label "Copy link", "Copy as cURL", "Copy for a ticket"
 */
export function CopyButton({
  text,
  label,
  kind = 'word',
  className,
}: {
  text: string | (() => string | Promise<string>);
  label: string;
  kind?: ButtonKind;
  className?: string;
}) {
  const [outcome, setOutcome] = useState<CopyOutcome>('idle');
  const announce = useAnnounce();
  // Synchronises with the passing of time: the outcome is news for a moment only.
  useEffect(() => {
    if (outcome === 'idle') return;
    const timer = setTimeout(() => setOutcome('idle'), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [outcome]);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(typeof text === 'string' ? text : await text());
      setOutcome('copied');
      announce(`${label}: copied`);
    } catch {
      // No permission, or a page that is not served securely: said in the button, nothing is lost.
      setOutcome('refused');
      announce(`${label}: the browser refused`);
    }
  };
  return (
    <Button kind={kind} onClick={() => void copy()} className={className}>
      {outcome === 'idle' ? label : outcome === 'copied' ? 'Copied' : 'Browser refused'}
    </Button>
  );
}
