import type { CSSProperties } from 'react';
import { Link } from '@tanstack/react-router';
import type { Overview } from '#contract/overview.ts';
import { type FleetWord, fleetWords } from '#contract/status.ts';
import { classNames } from '#dashboard/lib/class-names.ts';
import { formatCount, formatNumber } from '#dashboard/lib/format.ts';
import { STATE_TEXT } from '#dashboard/lib/visual-state.ts';
import { Glyph } from '#dashboard/ui/Glyph.tsx';
import { SafeText } from '#dashboard/ui/SafeText.tsx';
import { Section } from '#dashboard/ui/Section.tsx';

type EnvironmentFleet = Overview['environments'][number];

/** Names in one column of an environment, at most: a full eighth of the width. */
const MOST_IN_COLUMN = 8;

/** Every runtime by environment; an exception carries its word. */
export function FleetSection({ overview, windowNote }: { overview: Overview; windowNote: string }) {
  const { total, words } = overview.fleet;
  return (
    <Section
      name="Fleet"
      note={`${formatCount(total, 'runtime')}, ${formatNumber(words.ok)} ok`}
      windowNote={windowNote}
      hasHairline={false}
      className="mt-4"
    >
      <div className="flex flex-wrap gap-x-4 gap-y-4 max-md:block">
        {overview.environments.map((environment) => (
          <EnvironmentBlock key={environment.id} environment={environment} />
        ))}
      </div>
    </Section>
  );
}

function EnvironmentBlock({ environment }: { environment: EnvironmentFleet }) {
  const { runtimes } = environment;
  const columns = Math.max(1, Math.ceil(runtimes.length / MOST_IN_COLUMN));
  return (
    <div
      className="min-w-36 max-md:max-w-none! max-md:pb-4"
      style={{ flex: `${columns} 1 ${columns * 140}px`, maxWidth: columns * 220 }}
    >
      <div className="flex items-baseline gap-1.5 border-b border-hair-2 text-label leading-5 stretch-88%">
        <h3 className="min-w-0 shrink-0 truncate font-semibold">
          <Link to="/runtimes" search={{ environment: [environment.id] }}>
            <SafeText>{environment.name}</SafeText>
          </Link>
        </h3>
        <span className="text-ink-2">{formatNumber(runtimes.length)}</span>
        <span className="ml-auto truncate pl-2 text-ink-2">{wordCounts(runtimes)}</span>
      </div>
      {runtimes.length === 0 ? <p className="text-label leading-7 text-ink-3">no runtime yet</p> : null}
      <ul
        className="gap-x-4 pt-1 max-md:columns-2 md:columns-(--fleet-columns)"
        style={{ '--fleet-columns': columns } as CSSProperties}
      >
        {runtimes.map(({ id, name, status }) => {
          const isOk = status.word === 'ok';
          return (
            <li key={id} className="break-inside-avoid">
              <Link
                to="/runtimes/$runtimeId"
                params={{ runtimeId: id }}
                className="ink-motion focus-inside flex h-5 items-center gap-1.5 text-label leading-5 stretch-82% hover:bg-hover max-md:h-7 max-md:text-body"
              >
                <Glyph state={status.state} />
                <span className={classNames('min-w-0 truncate', isOk ? 'text-ink-2' : 'font-semibold text-ink')}>
                  <SafeText>{name}</SafeText>
                </span>
                {isOk ? (
                  <span className="sr-only">ok</span>
                ) : (
                  <span className={classNames('ml-auto font-medium', STATE_TEXT[status.state])}>{status.word}</span>
                )}
              </Link>
            </li>
          );
        })}
      </ul>
    </div>
  );
}

/** `21 ok, 1 late, 1 offline` */
function wordCounts(runtimes: EnvironmentFleet['runtimes']): string {
  const counts = new Map<FleetWord, number>();
  for (const { status } of runtimes) counts.set(status.word, (counts.get(status.word) ?? 0) + 1);
  return fleetWords
    .flatMap((word) => (counts.has(word) ? [`${formatNumber(counts.get(word) ?? 0)} ${word}`] : []))
    .join(', ');
}
