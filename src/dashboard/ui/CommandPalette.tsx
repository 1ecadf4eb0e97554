import { Dialog as BaseDialog } from '@base-ui/react/dialog';
import { Command } from 'cmdk';
import { type KeyboardEvent, type ReactNode, useRef, useState } from 'react';
import type { VisualState } from '#dashboard/lib/visual-state.ts';
import { Glyph } from './Glyph.tsx';
import { KeyCap } from './KeyCap.tsx';

/** One answer of the palette. */
export type PaletteItem = {
  id: string;
  /** Shown as a glyph in the first column where the thing has a state. */
  state?: VisualState;
  /** The name; use `<Matched>` so that what was typed is underlined. */
  label: ReactNode;
  /** What it is, at the right: "runtime, ok". */
  kind?: ReactNode;
  /** The key that does the same without the palette. */
  keyCap?: string;
  /** @param inNewTab Ctrl or Cmd was held */
  onChoose: (inNewTab: boolean) => void;
};

/** Answers of one kind under a head: "Runs, last 24 h". */
export type PaletteGroup = { id: string; head: string; items: readonly PaletteItem[] };

/** LOOKS.md: at most eight answers. */
const MOST_ANSWERS = 8;

/**
 * The command palette (mod+K): 560 wide. The caller searches and ranks; what is given is shown, at most eight answers over all
 * groups, the first ones.
 *
 * @param note a sentence instead of answers: why there is none, or that it is still reading
 */
export function CommandPalette({
  isOpen,
  onClose,
  query,
  onQueryChange,
  groups,
  note,
}: {
  isOpen: boolean;
  onClose: () => void;
  query: string;
  onQueryChange: (query: string) => void;
  groups: readonly PaletteGroup[];
  note?: ReactNode;
}) {
  const shown = cut(groups);
  // The first answer is the current one until somebody moves; answers that arrive later do not leave it on an old one.
  const firstId = shown[0]?.items[0]?.id ?? '';
  const [moved, setMoved] = useState<{ firstId: string; id: string } | null>(null);
  // cmdk tells which item was chosen but not with which keys.
  const isModified = useRef(false);
  const watchModifier = (event: { ctrlKey: boolean; metaKey: boolean }) => {
    isModified.current = event.ctrlKey || event.metaKey;
  };
  return (
    <BaseDialog.Root open={isOpen} onOpenChange={(open) => (open ? undefined : onClose())}>
      <BaseDialog.Portal>
        <BaseDialog.Backdrop className="fixed inset-0 z-40 bg-ink/12" />
        <BaseDialog.Popup
          aria-label="Find or do"
          className="fixed top-[12vh] left-1/2 z-50 w-[560px] max-w-[calc(100vw-32px)] -translate-x-1/2 border border-ink bg-paper"
        >
          <Command
            label="Find or do"
            shouldFilter={false}
            value={moved?.firstId === firstId ? moved.id : firstId}
            onValueChange={(id) => setMoved({ firstId, id })}
            loop
            onKeyDownCapture={(event: KeyboardEvent) => watchModifier(event)}
            onPointerDownCapture={watchModifier}
          >
            <div className="flex h-11 items-center gap-3 border-b-2 border-ink px-4">
              <Command.Input
                value={query}
                onValueChange={onQueryChange}
                placeholder="Run, runtime, group"
                className="h-full min-w-0 flex-1 bg-transparent text-[15px] outline-none max-md:text-[16px]"
              />
              <KeyCap>Esc</KeyCap>
            </div>
            <Command.List className="max-h-[60vh] overflow-y-auto pb-2">
              {shown.map((group) => (
                <Command.Group
                  key={group.id}
                  heading={<span className="block px-4 pt-2 pb-1 text-label text-ink-3">{group.head}</span>}
                >
                  {group.items.map((item) => (
                    <Command.Item
                      key={item.id}
                      value={item.id}
                      onSelect={() => {
                        item.onChoose(isModified.current);
                        onClose();
                      }}
                      className="flex min-h-7 cursor-default items-center px-4 max-md:min-h-11 data-[selected=true]:selected-row"
                    >
                      <span className="flex w-5 shrink-0 items-center">
                        {item.state === undefined ? null : <Glyph state={item.state} />}
                      </span>
                      <span className="min-w-0 flex-1 truncate">{item.label}</span>
                      {item.kind === undefined ? null : <span className="pl-4 text-label text-ink-3">{item.kind}</span>}
                      {item.keyCap === undefined ? null : <KeyCap className="ml-4">{item.keyCap}</KeyCap>}
                    </Command.Item>
                  ))}
                </Command.Group>
              ))}
            </Command.List>
            {note === undefined ? null : (
              <p role="status" className="px-4 pb-3 text-ink-2">
                {note}
              </p>
            )}
            <div className="flex h-8 items-center gap-4 border-t border-hair px-4 text-label text-ink-3">
              <span>↑ ↓ move</span>
              <span>Enter open</span>
              <span>Ctrl Enter in a new tab</span>
            </div>
          </Command>
        </BaseDialog.Popup>
      </BaseDialog.Portal>
    </BaseDialog.Root>
  );
}

function cut(groups: readonly PaletteGroup[]): PaletteGroup[] {
  let left = MOST_ANSWERS;
  const kept: PaletteGroup[] = [];
  for (const group of groups) {
    const items = group.items.slice(0, left);
    left -= items.length;
    if (items.length > 0) kept.push({ ...group, items });
  }
  return kept;
}
