import type { ReactNode } from 'react';
import type { Execution } from '#contract/execution.ts';
import { useNow } from '#dashboard/api/clock.ts';
import { Factor, OwnNormalBar } from '#dashboard/charts/OwnNormalBar.tsx';
import { classNames } from '#dashboard/lib/class-names.ts';
import { formatDuration, formatNumber } from '#dashboard/lib/format.ts';
import { type TimeZone, formatMoment, formatWhen, isoTime } from '#dashboard/lib/time.ts';
import { SafeText, Template } from '#dashboard/ui/SafeText.tsx';
import { StatusMark } from '#dashboard/ui/StatusMark.tsx';
import { Cell, type Column, PhoneLines, TableRow } from '#dashboard/ui/Table.tsx';
import { executionMark, isException, ratioOf, reasonOf, tookMs } from './execution-words.ts';

/** Columns of the list (LOOKS.md, run row). */
export const executionColumns: readonly Column[] = [
  { id: 'status', head: 'Status', width: 124, padStart: 12 },
  { id: 'process', head: 'Process', width: 176 },
  { id: 'runtime', head: 'Runtime', width: 96 },
  { id: 'started', head: 'Started', width: 72, isSortable: true },
  { id: 'duration', head: 'Took', width: 68, align: 'right', isSortable: true },
  { id: 'normal', head: '1× normal', width: 92, padStart: 8 },
  { id: 'factor', head: <span className="sr-only">Against its own normal</span>, width: 40, align: 'right' },
  { id: 'in', head: 'In', width: 56, align: 'right' },
  { id: 'out', head: 'Out', width: 60, align: 'right', isWideOnly: true },
  { id: 'errors', head: 'Error', width: 52, align: 'right', isSortable: true },
  { id: 'reason', head: 'Reason', width: 'flex', padStart: 24 },
  { id: 'group', head: 'Group', width: 60, padStart: 8, isWideOnly: true },
  { id: 'try', head: 'Try', width: 28, align: 'right', isWideOnly: true },
];

/** Where the second column stands: what opens under a row begins there. */
const PROCESS_X = 124;

/** One run of the list, with what is known of it and what can be done opening in place. */
export function ExecutionRow({
  run,
  index,
  zone,
  isSelected,
  onSelect,
  expansion,
}: {
  run: Execution;
  index: number;
  zone: TimeZone;
  isSelected: boolean;
  onSelect: () => void;
  expansion: ReactNode;
}) {
  // Only a run that has not ended changes with the clock.
  const now = useNow(run.durationMs === null ? 1_000 : 60_000);
  const mark = executionMark(run);
  const isWeighty = isException(run);
  const took = tookMs(run, now);
  const ratio = ratioOf(run, now);
  const name = <SafeText>{run.processName}</SafeText>;
  const status = <StatusMark state={mark.state}>{mark.word}</StatusMark>;
  const started = <StartedAt run={run} now={now} zone={zone} />;
  const nameClass = isWeighty ? 'font-semibold' : 'font-normal';
  return (
    <TableRow
      index={index}
      isSelected={isSelected}
      onSelect={onSelect}
      expansion={expansion}
      expansionInset={PROCESS_X}
      phone={
        <PhoneLines
          lines={[
            { id: 'name', left: <span className={nameClass}>{name}</span>, right: started },
            {
              id: 'state',
              left: (
                <span className="inline-flex max-w-full gap-2">
                  {status} <span className="truncate text-ink-2">{run.runtimeName}</span>
                </span>
              ),
              right: (
                <>
                  {took === null ? 'not known' : formatDuration(took)}{' '}
                  <Factor ratio={ratio !== null && ratio >= 1.8 ? ratio : null} />
                </>
              ),
            },
            ...(isWeighty || run.failure !== null
              ? [
                  {
                    id: 'reason',
                    isNote: true,
                    left: <ReasonText run={run} now={now} zone={zone} />,
                    right: <PhoneCounts run={run} />,
                  },
                ]
              : []),
          ]}
        />
      }
    >
      <Cell column="status">{status}</Cell>
      <Cell column="process" className={classNames('pr-2', nameClass)}>
        {name}
      </Cell>
      <Cell column="runtime" className="pr-2 text-ink-2">
        <SafeText>{run.runtimeName}</SafeText>
      </Cell>
      <Cell column="started">{started}</Cell>
      <Cell column="duration">
        {took === null ? <span className="whitespace-nowrap text-ink-2">not known</span> : formatDuration(took)}
      </Cell>
      <Cell column="normal">
        <OwnNormalBar ratio={ratio} />
      </Cell>
      <Cell column="factor">
        <Factor ratio={ratio} />
      </Cell>
      <Cell column="in">
        <CountOf value={run.in} />
      </Cell>
      <Cell column="out">
        <CountOf value={run.out} />
      </Cell>
      <Cell column="errors">
        <CountOf value={run.errors} isWeighty />
      </Cell>
      <Cell column="reason" className="pr-2">
        <ReasonText run={run} now={now} zone={zone} />
      </Cell>
      <Cell column="group" className="text-ink-2">
        {run.failure?.groupId}
      </Cell>
      <Cell column="try" className="text-ink-2">
        {run.attempt > 1 ? run.attempt : ''}
      </Cell>
    </TableRow>
  );
}

function StartedAt({ run, now, zone }: { run: Execution; now: number; zone: TimeZone }) {
  return (
    <time dateTime={isoTime(run.startedAt)} title={formatMoment(run.startedAt, now, zone, 'millis')}>
      {now - run.startedAt < 86_400_000 && formatWhen(run.startedAt, now, zone).length === 5
        ? formatWhen(run.startedAt, now, zone, 'seconds')
        : formatWhen(run.startedAt, now, zone)}
    </time>
  );
}

/** A figure of its column: zero in ink-3, errors in 600. */
function CountOf({ value, isWeighty = false }: { value: number; isWeighty?: boolean }) {
  if (value === 0) return <span className="text-ink-3">0</span>;
  return <span className={isWeighty ? 'font-semibold' : undefined}>{formatNumber(value)}</span>;
}

function PhoneCounts({ run }: { run: Execution }) {
  return (
    <>
      {formatNumber(run.in)} in,{' '}
      {run.errors > 0 ? (
        <b className="font-semibold text-ink">{formatNumber(run.errors)} err.</b>
      ) : (
        `${formatNumber(run.out)} out`
      )}
    </>
  );
}

/** Why, or where it is, in one line. */
export function ReasonText({ run, now, zone }: { run: Execution; now: number; zone: TimeZone }) {
  const reason = reasonOf(run, now, zone);
  if (reason === null) return null;
  if (reason.kind === 'words') {
    return (
      <span className={reason.isQuiet ? 'text-ink-2' : undefined}>
        <SafeText>{reason.words}</SafeText>
      </span>
    );
  }
  const isQuiet = !isException(run) || run.state === 'warn';
  return (
    <span className={isQuiet ? 'text-ink-2' : undefined}>
      {reason.code === null ? null : `${reason.code} `}
      <Template>{reason.template}</Template>
    </span>
  );
}
