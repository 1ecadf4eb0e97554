import { classNames } from '#dashboard/lib/class-names.ts';
import { STATE_GLYPH, type VisualState } from '#dashboard/lib/visual-state.ts';

/**
 * The seven state glyphs and the two hatches, once per page: `<use href="#g-ok">`, `fill="url(#hatch)"`. Render it first in
 * the shell. It is not `display: none`, because patterns inside an undisplayed SVG are not painted everywhere.
 */
export function GlyphSprite() {
  return (
    <svg aria-hidden="true" className="absolute size-0 overflow-hidden" focusable="false">
      <defs>
        <symbol id="g-ok" viewBox="0 0 12 12">
          <path d="M1.6 6.6 4.7 9.6 10.6 2.6" fill="none" stroke="currentColor" strokeWidth="1.8" />
        </symbol>
        <symbol id="g-warn" viewBox="0 0 12 12">
          <path d="M6 .6 11.8 11.4H.2Z" fill="currentColor" />
          <path d="M6 4.2V7.6M6 8.7V10.2" stroke={KNOCK} strokeWidth="1.5" />
        </symbol>
        <symbol id="g-failed" viewBox="0 0 12 12">
          <rect x=".5" y=".5" width="11" height="11" fill="currentColor" />
          <path d="M3.4 3.4 8.6 8.6M8.6 3.4 3.4 8.6" stroke={KNOCK} strokeWidth="1.6" />
        </symbol>
        <symbol id="g-aborted" viewBox="0 0 12 12">
          <path d="M3.7.4H8.3L11.6 3.7V8.3L8.3 11.6H3.7L.4 8.3V3.7Z" fill="currentColor" />
          <path d="M3 6H9" stroke={KNOCK} strokeWidth="1.9" />
        </symbol>
        <symbol id="g-discarded" viewBox="0 0 12 12">
          <circle cx="6" cy="6" r="4.9" fill="none" stroke="currentColor" strokeWidth="1.5" />
          <path d="M2.6 9.4 9.4 2.6" stroke="currentColor" strokeWidth="1.5" />
        </symbol>
        <symbol id="g-running" viewBox="0 0 12 12">
          <circle cx="6" cy="6" r="5" fill="none" stroke="currentColor" strokeWidth="1.4" />
          <path d="M6 2.6A3.4 3.4 0 0 1 6 9.4Z" fill="currentColor" />
        </symbol>
        <symbol id="g-unknown" viewBox="0 0 12 12" overflow="visible">
          <path d="M6-.2 12.2 6 6 12.2-.2 6Z" fill="currentColor" />
          <path d="M4.3 4.9C4.3 2.8 7.7 2.8 7.7 4.8 7.7 6 6 6 6 7.3" fill="none" stroke={KNOCK} strokeWidth="1.4" />
          <path d="M6 8.2V9.7" stroke={KNOCK} strokeWidth="1.5" />
        </symbol>
        <pattern id="hatch" width="4" height="4" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
          <rect width="1.8" height="4" fill="var(--color-unknown-fill)" />
        </pattern>
        <pattern id="hatchn" width="4" height="4" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
          <rect width="1" height="4" fill="var(--color-ink-3)" />
        </pattern>
      </defs>
    </svg>
  );
}

/** What is knocked out of a glyph is the surface behind it: paper, or what a selected row sets. */
const KNOCK = 'var(--knock, var(--color-paper))';

/**
 * One state glyph, decorative: the word beside it carries the name. Give `title` only where no word can stand (a wave).
 *
 * @param size 12, or 16 at a station of the fault column and in a legend
 */
export function Glyph({
  state,
  size = 12,
  title,
  className,
}: {
  state: VisualState;
  size?: 12 | 16;
  title?: string;
  className?: string;
}) {
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 12 12"
      className={classNames('inline-block shrink-0', STATE_GLYPH[state], className)}
      focusable="false"
      {...(title === undefined ? { 'aria-hidden': true } : { role: 'img', 'aria-label': title })}
    >
      <use href={`#g-${state}`} />
    </svg>
  );
}

/** The brand: two day marks. Decorative; the name stands beside it. */
export function BrandMark({ size = 16 }: { size?: number }) {
  return (
    <svg
      width={(size * 12) / 16}
      height={size}
      viewBox="0 0 12 16"
      aria-hidden="true"
      focusable="false"
      className="shrink-0"
    >
      <path d="M6 0 11 7H1ZM6 8 11 15H1Z" fill="currentColor" />
    </svg>
  );
}
