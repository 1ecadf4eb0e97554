import { Link, useNavigate } from '@tanstack/react-router';
import type { Execution } from '#contract/execution.ts';
import type { RelativeWindow } from '#contract/primitives.ts';
import { useNow } from '#dashboard/api/clock.ts';
import { panelStateOf } from '#dashboard/api/panel-state.ts';
import { useOperation } from '#dashboard/api/queries.ts';
import { windowWord } from '#dashboard/app/root-search.ts';
import { ExecutionsOverTime } from '#dashboard/charts/ExecutionsOverTime.tsx';
import { classNames } from '#dashboard/lib/class-names.ts';
import { formatDuration } from '#dashboard/lib/format.ts';
import { type TimeZone, formatClock, formatWhen, isoTime } from '#dashboard/lib/time.ts';
import { Panel, type PanelState } from '#dashboard/ui/Panel.tsx';
import { SafeText, Template } from '#dashboard/ui/SafeText.tsx';
import { Section } from '#dashboard/ui/Section.tsx';
import { StatusMark } from '#dashboard/ui/StatusMark.tsx';
import { runWord } from './runtime-words.ts';

type Part = { runtimeId: string; last: RelativeWindow; zone: TimeZone };

/** Bars of the chart: enough to see an hour in a day, few enough to point at. */
const BARS = 96;

/** Runs of this runtime over the window, by state. A bar opens its runs. */
export function RunsOverTime({ runtimeId, last, zone }: Part) {
  const now = useNow(5_000);
  const navigate = useNavigate();
  const query = useOperation('histogramExecutions', { query: { runtime: [runtimeId], last, buckets: BARS } });
  const { data } = query;
  const isEmpty =
    data !== undefined && data.buckets.every(({ states }) => Object.values(states).every((count) => count === 0));
  const state = emptyOr(
    panelStateOf('histogramExecutions', query, 'The counts could not be read', { asOfAt: data?.asOfAt, now }),
    isEmpty,
    'No run in this window.',
  );
  return (
    <Section
      name="Executions over time"
      windowNote={`last ${windowWord(last)}${data === undefined ? '' : `, as of ${formatClock(data.asOfAt, zone)}`}`}
      className="mt-4"
    >
      <Panel state={state} minHeight={236}>
        {data === undefined ? null : (
          <ExecutionsOverTime
            label="Executions over time"
            buckets={data.buckets.map(({ fromAt, states }) => ({ at: fromAt, counts: states }))}
            span={{ from: data.window.fromAt, to: data.window.toAt }}
            zone={zone}
            now={now}
            onChoose={({ from, to }) =>
              void navigate({
                to: '/executions',
                search: { runtime: [runtimeId], recovered: 'any', from: Math.round(from), to: Math.round(to) },
              })
            }
          />
        )}
      </Panel>
    </Section>
  );
}

/** Rows of the short list. */
const SHORT = 8;

/** The newest runs of this runtime. */
export function LatestRuns({ runtimeId, last, zone }: Part) {
  const now = useNow(5_000);
  const query = useOperation('listExecutions', { query: { runtime: [runtimeId], last, limit: SHORT } });
  const rows = query.data?.rows ?? [];
  const state = emptyOr(
    panelStateOf('listExecutions', query, 'The runs could not be read', { asOfAt: query.data?.asOfAt, now }),
    query.data !== undefined && rows.length === 0,
    'No run in this window.',
  );
  return (
    <Section
      name="Latest runs"
      note={
        <Link to="/executions" search={{ runtime: [runtimeId], recovered: 'any' }} className="word-link">
          All of them
        </Link>
      }
      windowNote={`last ${windowWord(last)}`}
      className="mt-4"
    >
      <Panel state={state} minHeight={28 * SHORT}>
        <ol>
          {rows.map((run) => (
            <RunLine key={run.id} run={run} zone={zone} now={now} />
          ))}
        </ol>
      </Panel>
    </Section>
  );
}

function RunLine({ run, zone, now }: { run: Execution; zone: TimeZone; now: number }) {
  return (
    <li className="ink-motion relative flex min-h-7 items-center gap-3 border-b border-hair hover:bg-hover max-md:flex-wrap max-md:gap-y-0 max-md:py-1.5">
      <span className="w-28 shrink-0">
        <StatusMark state={run.state}>{runWord(run)}</StatusMark>
      </span>
      <Link
        to="/executions/$executionId"
        params={{ executionId: run.id }}
        className={classNames(
          'w-56 shrink-0 truncate after:absolute after:inset-0',
          run.state === 'ok' ? undefined : 'font-medium',
        )}
      >
        <SafeText>{run.processName}</SafeText>
      </Link>
      <time dateTime={isoTime(run.startedAt)} className="w-20 shrink-0 text-ink-2">
        {formatWhen(run.startedAt, now, zone, 'seconds')}
      </time>
      <span className="w-16 shrink-0 text-right text-ink-2">{tookWord(run, now)}</span>
      <span className="min-w-0 flex-1 truncate pl-3 text-ink-2 max-md:basis-full max-md:pl-0">
        {run.failure === null ? null : (
          <>
            {run.failure.code === null ? null : `${run.failure.code} `}
            <Template>{run.failure.template}</Template>
          </>
        )}
      </span>
    </li>
  );
}

/** How long it took, or has been taking; of a run on a lost runtime nobody knows. */
function tookWord({ state, durationMs, startedAt }: Execution, now: number): string {
  if (durationMs !== null) return formatDuration(durationMs);
  return state === 'unknown' ? 'not known' : formatDuration(Math.max(0, now - startedAt));
}

function emptyOr(state: PanelState, isEmpty: boolean, title: string): PanelState {
  return state.kind === 'ready' && isEmpty ? { kind: 'empty', title, why: 'A longer window may have some.' } : state;
}
