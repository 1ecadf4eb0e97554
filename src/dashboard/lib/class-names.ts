/**
 * Joins class names, leaving out what is false or absent.
 *
 * @example classNames("h-7", isSelected && "selected-row")
 */
export function classNames(...parts: ReadonlyArray<string | false | null | undefined>): string {
  return parts.filter(Boolean).join(' ');
}
