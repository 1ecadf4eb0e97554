import { type ComponentType, useEffect, useState } from 'react';

/**
 * A part of a screen that its first paint does not wait for: its script is asked for beside the screen's own. Unlike `lazy` it
 * never suspends, so a part that has arrived is drawn at once. When it cannot be fetched, drawing it throws; drawing it anew asks
 * again.
 *
 * @param load imports the part
 * @param Meanwhile stands in its place until then, with the same props; nothing unless told
 * @example const FilterPopover = latePart(async () => (await import('./FilterPopover.tsx')).FilterPopover, FilterButton);
 */
export function latePart<Props extends object>(
  load: () => Promise<ComponentType<Props>>,
  Meanwhile?: ComponentType<Props>,
): ComponentType<Props> {
  let Part: ComponentType<Props> | null = null;
  let asked: Promise<void> | null = null;
  const ask = (): Promise<void> => {
    asked ??= load().then(
      (loaded) => {
        Part = loaded;
      },
      (error: unknown) => {
        asked = null;
        throw error;
      },
    );
    return asked;
  };
  // Nobody needs it yet; whoever does asks again and is told.
  ask().catch(() => undefined);
  return function LatePart(props: Props) {
    const [, setIsThere] = useState(Part !== null);
    const [failure, setFailure] = useState<{ cause: unknown } | null>(null);
    // Synchronises with the arrival of the script.
    useEffect(() => {
      if (Part !== null) return;
      ask().then(
        () => setIsThere(true),
        (cause: unknown) => setFailure({ cause }),
      );
    }, []);
    if (Part !== null) return <Part {...props} />;
    if (failure !== null) throw failure.cause;
    return Meanwhile === undefined ? null : <Meanwhile {...props} />;
  };
}
