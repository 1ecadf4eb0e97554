/** The three columns that chart and incidents share: text, ruler, and what stands beside it (LOOKS.md, ruler and breakpoints). */
export const RULER_GRID =
  'grid gap-x-4 md:grid-cols-[minmax(240px,1fr)_minmax(0,480px)] xl:grid-cols-[minmax(0,1fr)_480px_192px] 2xl:grid-cols-[minmax(0,1fr)_768px_224px]';
