/** The whole log at the right edge: errors, and the hits of the search. Decorative: errors have a key, hits have arrows. */
export function LogMap({
  lines,
  errorLines,
  matchLines,
}: {
  lines: number;
  errorLines: readonly number[];
  matchLines: readonly number[];
}) {
  if (lines === 0) return null;
  return (
    <svg
      aria-hidden="true"
      className="pointer-events-none absolute inset-y-0 right-0 h-full w-2 border-l border-hair max-md:hidden"
      preserveAspectRatio="none"
      viewBox="0 0 8 1000"
    >
      {ticks(errorLines, lines).map((y) => (
        <rect key={`e${y}`} x={1} y={y} width={7} height={4} fill="var(--color-failed-fill)" />
      ))}
      {ticks(matchLines, lines).map((y) => (
        <rect key={`m${y}`} x={3} y={y} width={5} height={4} fill="var(--color-ink)" />
      ))}
    </svg>
  );
}

/** Ticks that would fall on each other are one: at most 250 are drawn. */
function ticks(found: readonly number[], lines: number): number[] {
  return [...new Set(found.map((line) => Math.min(996, Math.floor(((line - 1) / lines) * 250) * 4)))];
}
