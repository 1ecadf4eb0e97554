import type { ReactNode } from 'react';
import { classNames } from '#dashboard/lib/class-names.ts';
import { formatDuration } from '#dashboard/lib/format.ts';
import { STATE_FILL, type VisualState } from '#dashboard/lib/visual-state.ts';
import { Cell, type Column, Table, TableBody } from '#dashboard/ui/Table.tsx';
import { StatusMark } from '#dashboard/ui/StatusMark.tsx';
import { StepAxis, roundTimes } from './StepAxis.tsx';
import { useWidth } from './use-width.ts';

/** A stretch of a step, in milliseconds from the start of the run. A failed attempt is a mark at its end. */
export type StepSegment =
  | { kind: 'work' | 'wait'; fromMs: number; toMs: number }
  | { kind: 'failed-attempt'; atMs: number };

/** One step of a run. */
export type TimelineStep = {
  id: string;
  number: number;
  name: ReactNode;
  /** Null: the step was not reached. */
  ended: { state: VisualState; word: string } | null;
  tookMs: number | null;
  segments: readonly StepSegment[];
  /** "312 documents, 4 warnings"; right of the bar. */
  label?: string;
  isFailing?: boolean;
  onOpen?: () => void;
};

const COLUMNS: readonly Column[] = [
  { id: 'number', head: '#', width: 28 },
  { id: 'step', head: 'Step', width: 168 },
  { id: 'ended', head: 'Ended', width: 84 },
  { id: 'took', head: 'Took', width: 60, align: 'right' },
  { id: 'lane', label: 'When', width: 'flex', padStart: 16 },
];
const ROW = 24;
const PAD = 16;

/**
 * The steps of a run on one axis from its start to its end: work, waiting (hatched) and failed attempts; one line at the run's
 * normal through all rows. Its own table is its alternative.
 *
 * @param totalMs length of the run so far; the axis ends there
 * @param normalMs median of the same process on the same runtime; null when not known
 */
export function StepTimeline({
  label,
  steps,
  totalMs,
  normalMs,
}: {
  label: string;
  steps: readonly TimelineStep[];
  totalMs: number;
  normalMs: number | null;
}) {
  const [laneRef, laneWidth] = useWidth<HTMLDivElement>(440);
  const span = Math.max(1, totalMs);
  const toX = (ms: number) => Math.round((Math.min(span, Math.max(0, ms)) / span) * (laneWidth - 1));
  const normalX = normalMs === null || normalMs > span ? null : toX(normalMs);
  return (
    <Table label={label} columns={COLUMNS} rowCount={steps.length}>
      <div role="rowgroup">
        <div role="row" className={classNames(GRID, 'h-7 items-center border-b border-hair-2 text-label text-ink-3')}>
          <div role="columnheader">
            <span className="sr-only">Number</span>
          </div>
          <div role="columnheader">Step</div>
          <div role="columnheader" className="max-md:hidden">
            Ended
          </div>
          <div role="columnheader" className="text-right">
            Took
          </div>
          <div role="columnheader" className="pl-4">
            <span className="sr-only">When, from the start of the run</span>
            <div ref={laneRef}>
              <StepAxis totalMs={span} normalMs={normalMs} width={laneWidth} toX={toX} />
            </div>
          </div>
        </div>
      </div>
      <TableBody>
        {steps.map((step) => (
          <div
            key={step.id}
            role="row"
            aria-current={step.isFailing === true || undefined}
            className={classNames(
              GRID,
              'h-6 items-center border-b border-hair',
              step.isFailing === true && 'selected-row font-semibold',
              step.ended === null && 'text-ink-3',
            )}
          >
            <Cell column="number" isOnPhone className="text-right text-ink-3">
              {step.number}
            </Cell>
            <Cell column="step" isOnPhone>
              {step.onOpen === undefined ? (
                step.name
              ) : (
                <button
                  type="button"
                  onClick={step.onOpen}
                  className="focus-inside max-w-full truncate hover:underline"
                >
                  {step.name}
                </button>
              )}
            </Cell>
            <Cell column="ended">
              {step.ended === null ? 'not run' : <StatusMark state={step.ended.state}>{step.ended.word}</StatusMark>}
            </Cell>
            <Cell column="took" isOnPhone>
              {step.tookMs === null ? '' : formatDuration(step.tookMs)}
            </Cell>
            <Cell column="lane" isOnPhone className="!pr-0">
              <Lane step={step} width={laneWidth} grid={roundTimes(span).map(toX)} toX={toX} normalX={normalX} />
            </Cell>
          </div>
        ))}
      </TableBody>
    </Table>
  );
}

/** On a phone the state column goes; its word is in the marks and the name. */
const GRID = 'grid grid-cols-[20px_minmax(0,1fr)_56px_112px] md:grid-cols-(--cols-md)';

function Lane({
  step,
  width,
  grid,
  toX,
  normalX,
}: {
  step: TimelineStep;
  width: number;
  grid: readonly number[];
  toX: (ms: number) => number;
  normalX: number | null;
}) {
  const ends = step.segments.map((segment) =>
    segment.kind === 'failed-attempt' ? toX(segment.atMs) + 4 : toX(segment.toMs),
  );
  const barEnd = ends.length === 0 ? 0 : Math.max(...ends);
  const barStart = Math.min(
    width,
    ...step.segments.map((segment) => toX(segment.kind === 'failed-attempt' ? segment.atMs : segment.fromMs)),
  );
  return (
    <div className="relative" style={{ height: ROW - 1 }}>
      <svg width={width} height={ROW - 1} className="crisp block" aria-hidden="true">
        {grid.map((x) => (
          <rect key={x} x={x} y={0} width={1} height={ROW} fill="var(--color-hair)" />
        ))}
        {step.segments.map((segment) => {
          if (segment.kind === 'failed-attempt') {
            const x = Math.max(0, Math.min(width - 7, toX(segment.atMs) - 3));
            return <rect key={`failed ${segment.atMs}`} x={x} y={6} width={7} height={12} fill={STATE_FILL.failed} />;
          }
          const x = toX(segment.fromMs);
          const length = Math.max(2, toX(segment.toMs) - x);
          return (
            <rect
              key={`${segment.kind} ${segment.fromMs}`}
              x={x}
              y={8}
              width={length}
              height={8}
              fill={segment.kind === 'work' ? 'var(--color-ink-3)' : 'url(#hatchn)'}
            />
          );
        })}
        {normalX === null ? null : <rect x={normalX} y={0} width={1} height={ROW} fill="var(--color-ink)" />}
      </svg>
      <span
        className="absolute top-0.5 text-note font-normal whitespace-nowrap text-ink-3 max-md:hidden"
        style={{ left: labelX(step.label ?? '', barStart, barEnd, normalX, width) }}
      >
        {step.ended === null ? 'not reached' : (step.label ?? '')}
      </span>
    </div>
  );
}

/** Right of the bar, or right of the normal line when it would cross it, or left of a bar at the end; nothing may leave the lane. */
function labelX(label: string, barStart: number, barEnd: number, normalX: number | null, width: number): number {
  const length = label.length * 6.5;
  if (barEnd + 6 + length > width && barStart - 6 - length >= 0) return barStart - 6 - length;
  const beside = barEnd === 0 ? 0 : barEnd + 6;
  const crosses = normalX !== null && beside < normalX && beside + length > normalX - 4;
  const x = crosses ? normalX + 6 : beside;
  return Math.max(0, Math.min(x, width - length - PAD / 4));
}
