/**
 * The seven visual states (LOOKS.md §1). Everything with a state on any screen is shown as one of these; which of the
 * contract's states maps to which is decided where the contract is read, never here.
 */
export type VisualState = 'ok' | 'warn' | 'failed' | 'aborted' | 'discarded' | 'running' | 'unknown';

/** All seven, in the order of the legend of Now. */
export const VISUAL_STATES: readonly VisualState[] = [
  'ok',
  'warn',
  'failed',
  'discarded',
  'running',
  'aborted',
  'unknown',
];

/** Class of the state word. */
export const STATE_TEXT: Readonly<Record<VisualState, string>> = {
  ok: 'text-ok-text',
  warn: 'text-warn-text',
  failed: 'text-failed-text',
  aborted: 'text-aborted-text',
  discarded: 'text-discarded-text',
  running: 'text-running-text',
  unknown: 'text-unknown-text',
};

/** Class that gives a glyph the fill colour as `currentColor`. */
export const STATE_GLYPH: Readonly<Record<VisualState, string>> = {
  ok: 'text-ok-fill',
  warn: 'text-warn-fill',
  failed: 'text-failed-fill',
  aborted: 'text-aborted-fill',
  discarded: 'text-discarded-fill',
  running: 'text-running-fill',
  unknown: 'text-unknown-fill',
};

/** The fill as a CSS value: SVG attributes of charts. */
export const STATE_FILL: Readonly<Record<VisualState, string>> = {
  ok: 'var(--color-ok-fill)',
  warn: 'var(--color-warn-fill)',
  failed: 'var(--color-failed-fill)',
  aborted: 'var(--color-aborted-fill)',
  discarded: 'var(--color-discarded-fill)',
  running: 'var(--color-running-fill)',
  unknown: 'var(--color-unknown-fill)',
};
