import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { CALL_DEADLINE_MS } from '#dashboard/api/client.ts';
import { operationQuery } from '#dashboard/api/queries.ts';
import { explain } from '#dashboard/api/sentences.ts';
import { formatCount } from '#dashboard/lib/format.ts';
import { safeText } from '#dashboard/lib/safe-text.ts';
import { formatClock } from '#dashboard/lib/time.ts';
import { Matched } from '#dashboard/ui/Matched.tsx';
import { CommandPalette, type PaletteGroup, type PaletteItem } from '#dashboard/ui/CommandPalette.tsx';
import { useLast, useZone, windowWord } from './root-search.ts';
import { screens } from './screens.ts';

/** Reading begins this long after the last key: long enough not to ask for every letter of a word. */
const TYPING_MS = 150;

/** The command palette over this page's searches: runs, processes, runtimes and screens. */
export function Palette({ onClose }: { onClose: () => void }) {
  const [query, setQuery] = useState('');
  const asked = useSettled(query.trim(), TYPING_MS);
  const { groups, note } = useAnswers(query.trim(), asked);
  return <CommandPalette isOpen onClose={onClose} query={query} onQueryChange={setQuery} groups={groups} note={note} />;
}

/** Answers of each kind, at most: the palette shows eight in all. */
const MOST = 3;

function useAnswers(query: string, asked: string): { groups: PaletteGroup[]; note?: string } {
  const open = useOpen();
  const router = useRouter();
  const last = useLast();
  const zone = useZone();
  const isAsking = asked !== '';
  const reading = { enabled: isAsking, placeholderData: keepPreviousData, refetchInterval: false } as const;
  const runtimes = useQuery({
    ...operationQuery('listRuntimes', { query: { q: asked, last, limit: MOST } }),
    ...reading,
  });
  const runs = useQuery({
    ...operationQuery('listExecutions', { query: { q: asked, last, limit: MOST } }),
    ...reading,
  });
  const processes = useQuery({
    ...operationQuery('listFieldValues', {
      params: { field: 'process' },
      query: { contains: asked, last, limit: MOST },
    }),
    ...reading,
  });
  const groups: PaletteGroup[] = [];
  if (isAsking) {
    groups.push({
      id: 'things',
      head: 'Processes and runtimes',
      items: [
        ...(processes.data?.values ?? []).map(({ value, label, runs: count }) => ({
          id: `process ${value}`,
          label: <Matched text={safeText(label)} query={query} />,
          kind: `process, ${formatCount(count, 'run')}`,
          onChoose: (inNewTab: boolean) =>
            open(router.buildLocation({ to: '/executions', search: { process: [value], recovered: 'any' } }), inNewTab),
        })),
        ...(runtimes.data?.rows ?? []).map((row) => ({
          id: `runtime ${row.id}`,
          state: row.status.state,
          label: <Matched text={safeText(row.site === null ? row.name : `${row.name}, ${row.site}`)} query={query} />,
          kind: `runtime, ${row.status.word}`,
          onChoose: (inNewTab: boolean) =>
            open(router.buildLocation({ to: '/runtimes/$runtimeId', params: { runtimeId: row.id } }), inNewTab),
        })),
      ],
    });
    groups.push({
      id: 'runs',
      head: `Runs, last ${windowWord(last)}`,
      items: (runs.data?.rows ?? []).map((run) => ({
        id: `run ${run.id}`,
        state: run.state,
        label: (
          <Matched
            text={`${safeText(run.processName)}, ${safeText(run.runtimeName)}, ${formatClock(run.startedAt, zone)}`}
            query={query}
          />
        ),
        kind: run.id,
        onChoose: (inNewTab) =>
          open(router.buildLocation({ to: '/executions/$executionId', params: { executionId: run.id } }), inNewTab),
      })),
    });
  }
  const doing: PaletteItem[] = screens
    .filter((screen) => screen.word.toLowerCase().includes(query.toLowerCase()))
    .map((screen) => ({
      id: screen.to,
      label: <Matched text={screen.word} query={query} />,
      keyCap: `g ${screen.key}`,
      onChoose: (inNewTab) => open(router.buildLocation({ to: screen.to }), inNewTab),
    }));
  if (isAsking) {
    doing.push({
      id: 'filter',
      label: 'Filter executions by this text',
      onChoose: (inNewTab) =>
        open(router.buildLocation({ to: '/executions', search: { q: query, recovered: 'any' } }), inNewTab),
    });
  }
  groups.push({ id: 'screens', head: isAsking ? 'Do' : 'Screens', items: doing });
  const error = runtimes.error ?? runs.error ?? processes.error;
  if (error !== null) return { groups, note: explain(error).what };
  const isReading = isAsking && [runtimes, runs, processes].some((one) => one.isFetching && one.data === undefined);
  return isReading ? { groups, note: `Reading, ${CALL_DEADLINE_MS / 1_000} s at most` } : { groups };
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
