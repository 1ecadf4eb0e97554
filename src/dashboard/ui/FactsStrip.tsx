import type { ReactNode } from 'react';

/** One fact of a strip; an absent value is left out by the caller, "not known" is said in words. */
export type Fact = { label: ReactNode; value: ReactNode; id: string };

/** Label over value, 28 apart, on one line; on a phone two to a row. */
export function FactsStrip({ facts }: { facts: readonly Fact[] }) {
  return (
    <dl className="flex flex-wrap gap-x-7 gap-y-2 max-md:grid max-md:grid-cols-2 max-md:gap-x-4">
      {facts.map((fact) => (
        <div key={fact.id} className="min-w-0">
          <dt className="text-label text-ink-3">{fact.label}</dt>
          <dd className="flex min-h-5 items-center gap-2">{fact.value}</dd>
        </div>
      ))}
    </dl>
  );
}

/** Rows of 24 with label at the left and value after it: facts of a runtime, what changed. */
export function FactRows({ facts, labelWidth = 96 }: { facts: readonly Fact[]; labelWidth?: number }) {
  return (
    <dl>
      {facts.map((fact) => (
        <div key={fact.id} className="flex min-h-6 items-baseline gap-2 border-b border-hair py-0.5">
          <dt className="shrink-0 text-ink-3" style={{ width: labelWidth }}>
            {fact.label}
          </dt>
          <dd className="min-w-0 flex-1 break-words">{fact.value}</dd>
        </div>
      ))}
    </dl>
  );
}
