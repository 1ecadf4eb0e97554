import { useQueries } from '@tanstack/react-query';
import type { RelativeWindow } from '#contract/primitives.ts';
import { operationQuery } from '#dashboard/api/queries.ts';
import { windowWord } from '#dashboard/app/root-search.ts';
import { formatCount, formatNumber } from '#dashboard/lib/format.ts';
import type { TimeZone } from '#dashboard/lib/time.ts';
import { Button } from '#dashboard/ui/Button.tsx';
import { SafeText } from '#dashboard/ui/SafeText.tsx';
import { type LabelOf, chipId, chipPhrase, chipWords } from './chip-words.ts';
import type { ExecutionsSearch } from './executions-search.ts';
import { chipsOf, filterQuery, rowsWindow, withoutChip } from './filter-model.ts';

/** No run matches: says which filters exclude the runs there are, and takes the guilty one away. */
export function NoMatches({
  search,
  onChange,
  last,
  labelOf,
  now,
  zone,
}: {
  search: ExecutionsSearch;
  onChange: (change: (search: ExecutionsSearch) => ExecutionsSearch) => void;
  last: RelativeWindow;
  labelOf: LabelOf;
  now: number;
  zone: TimeZone;
}) {
  const chips = chipsOf(search);
  const without = useQueries({
    queries: chips.map((chip) => {
      const rest = withoutChip(search, chip);
      return operationQuery('countExecutions', { query: { ...filterQuery(rest), ...rowsWindow(rest, last) } });
    }),
    combine: (results) => results.map(({ data }) => data?.total),
  });
  const guilty = chips.map((chip, index) => ({ chip, total: without[index] ?? 0 })).filter(({ total }) => total > 0);
  guilty.sort((a, b) => b.total - a.total);
  if (chips.length === 0) return <p className="py-4 font-semibold">No run in the last {windowWord(last)}.</p>;
  return (
    <div className="py-4">
      <p className="font-semibold">
        {chips.length === 1
          ? 'No run matches this filter.'
          : `No runs match these ${formatNumber(chips.length)} filters.`}
      </p>
      {guilty.length === 0 ? (
        <p className="text-ink-2">
          {without.includes(undefined)
            ? 'Counting without each of them.'
            : `Without any one of them there are none either, in the last ${windowWord(last)}.`}
        </p>
      ) : (
        <ul>
          {guilty.slice(0, 3).map(({ chip, total }) => (
            <li key={chipId(chip)} className="flex flex-wrap gap-x-3 text-ink-2">
              <span>
                Without{' '}
                <b className="font-semibold text-ink">
                  <SafeText>{chipPhrase(chipWords(chip, labelOf, now, zone))}</SafeText>
                </b>{' '}
                there {total === 1 ? 'is' : 'are'} {formatCount(total, 'run')}.
              </span>
              <Button kind="word" onClick={() => onChange((before) => withoutChip(before, chip))}>
                Remove that filter
              </Button>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
