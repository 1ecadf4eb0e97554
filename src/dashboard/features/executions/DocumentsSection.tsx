import { useInfiniteQuery } from '@tanstack/react-query';
import type { ExecutionDetail } from '#contract/execution.ts';
import type { DocumentReport } from '#contract/tracking.ts';
import type { VisualState } from '#contract/status.ts';
import { panelStateOf } from '#dashboard/api/panel-state.ts';
import { operationPages } from '#dashboard/api/queries.ts';
import { formatBytes, formatNumber } from '#dashboard/lib/format.ts';
import { Button } from '#dashboard/ui/Button.tsx';
import { Panel } from '#dashboard/ui/Panel.tsx';
import { FileName, SafeText } from '#dashboard/ui/SafeText.tsx';
import { Section } from '#dashboard/ui/Section.tsx';
import { StatusMark } from '#dashboard/ui/StatusMark.tsx';
import { Cell, type Column, PhoneLines, Table, TableBody, TableHead, TableRow } from '#dashboard/ui/Table.tsx';

const PAGE = 8;

const outcomes: Record<DocumentReport['outcome'], { state: VisualState; word: string }> = {
  written: { state: 'ok', word: 'written' },
  warned: { state: 'warn', word: 'written, warnings' },
  failed: { state: 'failed', word: 'not written' },
  skipped: { state: 'discarded', word: 'skipped' },
  'in-flight': { state: 'running', word: 'in flight' },
};

/** Files and messages that went through a run, failed ones first, a few at a time. */
export function DocumentsSection({ detail }: { detail: ExecutionDetail }) {
  const { execution, documentCount } = detail;
  const pages = useInfiniteQuery(
    operationPages('listDocuments', { params: { executionId: execution.id }, query: { limit: PAGE } }),
  );
  const documents = pages.data?.pages.flatMap((page) => page.rows) ?? [];
  const total = pages.data?.pages[0]?.total ?? documentCount;
  const tracked = trackedNames(documents);
  const read = panelStateOf('listDocuments', pages, 'The documents could not be read');
  const state =
    read.kind === 'ready' && total === 0
      ? ({
          kind: 'empty',
          title: 'No document went through this run.',
          why: 'Files and messages are listed here with their outcome.',
        } as const)
      : read;
  return (
    <Section
      name="Documents"
      note={outcomeWords(detail)}
      windowNote={
        total === 0
          ? 'this run'
          : `this run, ${documents.length < total ? 'first ' : ''}${formatNumber(documents.length)} of ${formatNumber(total)}`
      }
      hasHairline={state.kind !== 'ready'}
    >
      <Panel state={state} minHeight={120}>
        <Table label="Documents" columns={columnsFor(tracked)} rowCount={total}>
          <TableHead />
          <TableBody>
            {documents.map((document, index) => (
              <DocumentRow key={document.number} document={document} index={index} tracked={tracked} />
            ))}
          </TableBody>
        </Table>
        {pages.hasNextPage ? (
          <p className="pt-2">
            <Button
              kind="word"
              disabledReason={pages.isFetchingNextPage ? 'being read' : undefined}
              onClick={() => void pages.fetchNextPage()}
            >
              {Math.min(PAGE, total - documents.length)} more
            </Button>
          </p>
        ) : null}
      </Panel>
    </Section>
  );
}

function DocumentRow({
  document,
  index,
  tracked,
}: {
  document: DocumentReport;
  index: number;
  tracked: readonly string[];
}) {
  const outcome = outcomes[document.outcome];
  const mark = <StatusMark state={outcome.state}>{outcome.word}</StatusMark>;
  const file =
    document.fileName === null ? (
      <span className="text-ink-2">document {document.number}</span>
    ) : (
      <FileName name={document.fileName} most={44} />
    );
  const directory = document.directory === null ? null : <FileName name={document.directory} most={28} />;
  return (
    <TableRow
      index={index}
      height={24}
      phone={
        <PhoneLines
          lines={[
            { id: 'file', left: file, right: sizeOf(document) },
            { id: 'outcome', left: mark, right: <span className="text-ink-2">{directory}</span> },
          ]}
        />
      }
    >
      <Cell column="outcome">{mark}</Cell>
      <Cell column="file" className="pr-3">
        {file}
      </Cell>
      <Cell column="directory" className="pr-3 text-ink-2">
        {directory}
      </Cell>
      <Cell column="size" className="text-ink-2">
        {sizeOf(document)}
      </Cell>
      {tracked.map((name) => (
        <Cell key={name} column={`tracked ${name}`} className="text-ink-2">
          <SafeText>{document.tracked.find((field) => field.name === name)?.value ?? ''}</SafeText>
        </Cell>
      ))}
    </TableRow>
  );
}

function sizeOf(document: DocumentReport): string {
  if (document.sizeBytes !== null) return formatBytes(document.sizeBytes);
  return document.records === null ? '' : `${formatNumber(document.records)} rec.`;
}

/** Tracked fields that get a column: the first two that occur. The others are in no column, because the row would not hold them. */
function trackedNames(documents: readonly DocumentReport[]): string[] {
  return [...new Set(documents.flatMap((document) => document.tracked.map((field) => field.name)))].slice(0, 2);
}

function columnsFor(tracked: readonly string[]): Column[] {
  return [
    { id: 'outcome', head: 'Outcome', width: 156 },
    { id: 'file', head: 'File', width: 'flex' },
    { id: 'directory', head: 'Directory', width: 150, isWideOnly: true },
    { id: 'size', head: 'Size', width: 72, align: 'right' },
    ...tracked.map((name): Column => ({
      id: `tracked ${name}`,
      head: <SafeText>{name}</SafeText>,
      width: 104,
      padStart: 12,
      isWideOnly: true,
    })),
  ];
}

function outcomeWords({ documentOutcomes: of, documentCount }: ExecutionDetail): string | undefined {
  if (documentCount === 0) return undefined;
  const parts = [
    [of.failed, 'not written'],
    [of.warned, 'with warnings'],
    [of.skipped, 'skipped'],
    [of.inFlight, 'in flight'],
    [of.written, 'written'],
  ] as const;
  return parts
    .filter(([count]) => count > 0)
    .map(([count, word]) => `${formatNumber(count)} ${word}`)
    .join(', ');
}
