import { Link } from '@tanstack/react-router';
import type { RuntimeDetail } from '#contract/runtime.ts';
import { formatCount, formatDuration, formatNumber } from '#dashboard/lib/format.ts';
import { type TimeZone, formatWhen } from '#dashboard/lib/time.ts';
import { SafeText } from '#dashboard/ui/SafeText.tsx';
import { Section } from '#dashboard/ui/Section.tsx';
import { StatusMark } from '#dashboard/ui/StatusMark.tsx';
import { Cell, type Column, PhoneLines, Table, TableBody, TableHead, TableRow } from '#dashboard/ui/Table.tsx';
import { stateWord, triggerWords } from './runtime-words.ts';

type Held = RuntimeDetail['processes'][number];

const columns: readonly Column[] = [
  { id: 'name', head: 'Process', width: 'flex' },
  { id: 'version', head: 'Version', width: 60, padStart: 8 },
  { id: 'starts', head: 'Starts', width: 156, padStart: 8, isWideOnly: true },
  { id: 'runs', head: 'Runs', width: 48, align: 'right' },
  { id: 'failed', head: 'Failed', width: 52, align: 'right' },
  { id: 'normal', head: 'Normal', width: 72, align: 'right' },
  { id: 'last', head: 'Last run', width: 150, padStart: 16 },
];

/** The processes that a runtime holds, with what they did in the window. */
export function RuntimeProcesses({
  detail,
  last,
  zone,
  now,
}: {
  detail: RuntimeDetail;
  last: string;
  zone: TimeZone;
  now: number;
}) {
  const { processes } = detail;
  return (
    <Section
      name="Processes held"
      note={formatCount(processes.length, 'process', 'processes')}
      windowNote={`runs of the last ${last}`}
      hasHairline={processes.length === 0}
      className="mt-4"
    >
      {processes.length === 0 ? (
        <p className="py-3 text-ink-2">
          {detail.describedAt === null
            ? 'It says which processes it holds with its first beat.'
            : 'It holds no process.'}
        </p>
      ) : null}
      {processes.length === 0 ? null : (
        <Table label="Processes held" columns={columns} rowCount={processes.length}>
          <TableHead />
          <TableBody>
            {processes.map((process, index) => (
              <ProcessRow
                key={process.id}
                process={process}
                runtimeId={detail.summary.id}
                index={index}
                zone={zone}
                now={now}
              />
            ))}
          </TableBody>
        </Table>
      )}
    </Section>
  );
}

function ProcessRow({
  process,
  runtimeId,
  index,
  zone,
  now,
}: {
  process: Held;
  runtimeId: string;
  index: number;
  zone: TimeZone;
  now: number;
}) {
  const name = (
    <Link
      to="/executions"
      search={{ process: [process.id], runtime: [runtimeId], recovered: 'any' }}
      className="font-medium hover:border-b hover:border-ink"
    >
      <SafeText>{process.name}</SafeText>
    </Link>
  );
  const starts = process.schedule ?? triggerWords[process.trigger];
  const lastRun =
    process.lastRunAt === null || process.lastState === null ? (
      <span className="text-ink-3">never ran</span>
    ) : (
      <span className="inline-flex max-w-full gap-2">
        <StatusMark state={process.lastState}>{stateWord(process.lastState)}</StatusMark>
        <span className="text-ink-2">{formatWhen(process.lastRunAt, now, zone)}</span>
      </span>
    );
  return (
    <TableRow
      index={index}
      phone={
        <PhoneLines
          lines={[
            { id: 'name', left: name, right: process.version },
            {
              id: 'last',
              left: lastRun,
              right: `${formatCount(process.runs, 'run')}, ${formatNumber(process.failed)} failed`,
              isNote: true,
            },
            { id: 'starts', left: <SafeText>{starts}</SafeText>, isNote: true },
          ]}
        />
      }
    >
      <Cell column="name">{name}</Cell>
      <Cell column="version" className="text-ink-2">
        {process.version === null ? null : <SafeText>{process.version}</SafeText>}
      </Cell>
      <Cell column="starts" className="text-ink-2">
        <SafeText>{starts}</SafeText>
      </Cell>
      <Cell column="runs" className={process.runs === 0 ? 'text-ink-3' : undefined}>
        {formatNumber(process.runs)}
      </Cell>
      <Cell column="failed" className={process.failed === 0 ? 'text-ink-3' : 'font-semibold'}>
        {formatNumber(process.failed)}
      </Cell>
      <Cell column="normal" className="text-ink-2">
        {process.normalMs === null ? <span className="text-ink-3">not known</span> : formatDuration(process.normalMs)}
      </Cell>
      <Cell column="last">{lastRun}</Cell>
    </TableRow>
  );
}
