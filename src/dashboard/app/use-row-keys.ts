import { useShortcut } from './shortcuts.tsx';

/**
 * j and k walk through the rows of the page's list.
 *
 * @param index position of the selected row, -1 for none
 * @param count rows there are
 * @param onMove called with the new position
 */
export function useRowKeys({
  index,
  count,
  onMove,
}: {
  index: number;
  count: number;
  onMove: (index: number) => void;
}): void {
  useShortcut(
    { keys: 'j', does: 'Next row', group: 'On this page' },
    () => onMove(Math.min(index + 1, count - 1)),
    count > 0,
  );
  useShortcut(
    { keys: 'k', does: 'Row before', group: 'On this page' },
    () => onMove(Math.max(index - 1, 0)),
    count > 0,
  );
}
