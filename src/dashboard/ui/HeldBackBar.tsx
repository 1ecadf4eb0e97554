import type { ReactNode } from 'react';
import { Button } from './Button.tsx';

/**
 * Live rows wait here so that no row moves under the pointer: "3 new runs since 10:02:04, held back because a row is selected".
 *
 * @param what count and noun ("3 new runs")
 * @param why since when and why they wait
 */
export function HeldBackBar({ what, why, onShow }: { what: ReactNode; why: ReactNode; onShow: () => void }) {
  return (
    <div role="status" className="flex min-h-7 items-center gap-3 bg-select px-3">
      <span className="font-semibold whitespace-nowrap">{what}</span>
      <span className="min-w-0 truncate text-ink-2">{why}</span>
      <Button kind="word" onClick={onShow} className="max-md:ml-auto">
        Show
      </Button>
    </div>
  );
}
