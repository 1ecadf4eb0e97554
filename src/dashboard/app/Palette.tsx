import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { Suspense, lazy, useEffect, useState } from 'react';
import { operationQuery } from '#dashboard/api/queries.ts';
import { explain } from '#dashboard/api/sentences.ts';
import { Matched } from '#dashboard/ui/Matched.tsx';
import type { PaletteGroup, PaletteItem } from '#dashboard/ui/CommandPalette.tsx';
import { useLast } from './root-search.ts';
import { screens } from './screens.ts';

/** cmdk is only needed once somebody searches. */
const CommandPalette = lazy(async () => ({
  default: (await import('#dashboard/ui/CommandPalette.tsx')).CommandPalette,
}));

/** Reading begins this long after the last key: long enough not to ask for every letter of a word. */
const TYPING_MS = 150;

/** The command palette over this page's searches: screens and runtimes. */
export function Palette({ onClose }: { onClose: () => void }) {
  const [query, setQuery] = useState('');
  const asked = useSettled(query.trim(), TYPING_MS);
  const { groups, note } = useAnswers(query.trim(), asked);
  return (
    <Suspense fallback={null}>
      <CommandPalette isOpen onClose={onClose} query={query} onQueryChange={setQuery} groups={groups} note={note} />
    </Suspense>
  );
}

function useAnswers(query: string, asked: string): { groups: PaletteGroup[]; note?: string } {
  const open = useOpen();
  const router = useRouter();
  const last = useLast();
  const isAsking = asked !== '';
  const runtimes = useQuery({
    ...operationQuery('listRuntimes', { query: { q: asked, last, limit: 4 } }),
    enabled: isAsking,
    placeholderData: keepPreviousData,
    refetchInterval: false,
  });
  const places = screens
    .filter((screen) => screen.word.toLowerCase().includes(query.toLowerCase()))
    .map((screen): PaletteItem => ({
      id: screen.to,
      label: <Matched text={screen.word} query={query} />,
      keyCap: `g ${screen.key}`,
      onChoose: (inNewTab) => open(router.buildLocation({ to: screen.to }), inNewTab),
    }));
  const groups: PaletteGroup[] = [];
  if (isAsking && runtimes.data !== undefined) {
    groups.push({
      id: 'runtimes',
      head: 'Runtimes',
      items: runtimes.data.rows.map((row) => ({
        id: `runtime ${row.id}`,
        state: row.status.state,
        label: <Matched text={row.site === null ? row.name : `${row.name}, ${row.site}`} query={query} />,
        kind: `runtime, ${row.status.word}`,
        onChoose: (inNewTab) =>
          open(router.buildLocation({ to: '/runtimes/$runtimeId', params: { runtimeId: row.id } }), inNewTab),
      })),
    });
  }
  groups.push({ id: 'screens', head: 'Screens', items: places });
  if (runtimes.error !== null) return { groups, note: explain(runtimes.error).what };
  if (isAsking && runtimes.isFetching && runtimes.data === undefined) return { groups, note: 'Reading, 15 s at most' };
  return groups.some((group) => group.items.length > 0) ? { groups } : { groups, note: `Nothing is called ${query}.` };
}

/** Goes to a place that the router has built, or opens it in a new tab. */
function useOpen() {
  const { history } = useRouter();
  return (place: { href: string }, inNewTab: boolean) => {
    if (inNewTab) window.open(history.createHref(place.href), '_blank', 'noopener');
    else history.push(place.href);
  };
}

function useSettled(value: string, ms: number): string {
  const [settled, setSettled] = useState(value);
  // Synchronises with the passing of time since the last key.
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), ms);
    return () => clearTimeout(timer);
  }, [value, ms]);
  return settled;
}
