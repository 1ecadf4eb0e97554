import { Dialog, DialogClose } from '#dashboard/ui/Dialog.tsx';
import { KeyCap } from '#dashboard/ui/KeyCap.tsx';
import { type Shortcut, keyCaps, useShortcutList } from './shortcuts.tsx';

const groups: readonly Shortcut['group'][] = ['Everywhere', 'Go', 'On this page'];

/** Every key that works on this page now, from the registry. */
export function AllKeys({ onClose }: { onClose: () => void }) {
  const all = useShortcutList()();
  return (
    <Dialog isOpen onClose={onClose} title="All keys" width={560} foot={<DialogClose>Close</DialogClose>}>
      <div className="grid gap-x-8 gap-y-4 md:grid-cols-2">
        {groups.map((group) => {
          const keys = all.filter((shortcut) => shortcut.group === group);
          if (keys.length === 0) return null;
          return (
            <section key={group}>
              <h3 className="border-b border-hair-2 pb-1 text-label text-ink-3">{group}</h3>
              <dl>
                {keys.map((shortcut) => (
                  <div
                    key={`${shortcut.keys} ${shortcut.does}`}
                    className="flex min-h-7 items-center justify-between gap-4 border-b border-hair text-ink"
                  >
                    <dt>{shortcut.does}</dt>
                    <dd className="flex gap-1">
                      {keyCaps(shortcut.keys).map((cap, index) => (
                        <KeyCap key={index}>{cap}</KeyCap>
                      ))}
                    </dd>
                  </div>
                ))}
              </dl>
            </section>
          );
        })}
      </div>
    </Dialog>
  );
}
