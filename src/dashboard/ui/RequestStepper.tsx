import type { ReactNode } from 'react';
import { classNames } from '#dashboard/lib/class-names.ts';
import type { VisualState } from '#dashboard/lib/visual-state.ts';
import { Glyph } from './Glyph.tsx';

/**
 * One station of a request's way.
 * `passed` has been reached, `current` is where it is, `ahead` has not been reached; a visual state is an end other than
 * *answered*, and must be the last station given (the line stops there).
 */
export type Station = {
  id: string;
  word: string;
  /** Time reached, or the honest estimate ("in 3 s", "when it returns", "by 10:02:30"). */
  below?: ReactNode;
  mark: 'passed' | 'current' | 'ahead' | VisualState;
};

/**
 * The way of a request: queued, delivered, working, answered. Pure: the caller says where each station stands.
 *
 * @param label "Way of R-8814"
 * @param stations one to four, in order
 * @param progress a share of 0 to 1 as a 2 px ink line, with counts in words in `children`
 * @param children the sentence: how often the runtime calls, when it was last here, when this expires, Cancel
 */
export function RequestStepper({
  label,
  stations,
  slots = 4,
  progress,
  children,
}: {
  label: string;
  stations: readonly Station[];
  slots?: number;
  progress?: { share: number; text: string } | undefined;
  children?: ReactNode;
}) {
  return (
    <div>
      <ol aria-label={label} className="grid" style={{ gridTemplateColumns: `repeat(${slots}, minmax(0, 1fr))` }}>
        {stations.map((station, index) => {
          const next = stations[index + 1];
          const isHere = station.mark === 'current' || !isPlace(station.mark);
          return (
            <li key={station.id} aria-current={isHere ? 'step' : undefined} className="min-w-0 pt-0.5">
              <div aria-hidden="true" className="relative flex h-3 items-center">
                {next === undefined ? null : (
                  <span className={classNames('absolute right-0 left-0', hopClass(station, next))} />
                )}
                <StationMark mark={station.mark} />
              </div>
              <div
                className={classNames(
                  'truncate pt-1 text-label',
                  isHere && 'font-semibold',
                  station.mark === 'ahead' ? 'text-ink-3' : 'text-ink',
                )}
              >
                {station.word}
              </div>
              <div className="min-h-4 truncate text-label text-ink-3">{station.below}</div>
            </li>
          );
        })}
      </ol>
      {progress === undefined ? null : (
        <div
          role="progressbar"
          aria-label={label}
          aria-valuenow={Math.round(progress.share * 100)}
          aria-valuetext={progress.text}
          className="mt-1 h-0.5 bg-hair-2"
        >
          <div className="h-full bg-ink" style={{ width: `${Math.min(1, Math.max(0, progress.share)) * 100}%` }} />
        </div>
      )}
      {children === undefined ? null : <div className="pt-1 text-note text-ink-2">{children}</div>}
    </div>
  );
}

function isPlace(mark: Station['mark']): mark is 'passed' | 'current' | 'ahead' {
  return mark === 'passed' || mark === 'current' || mark === 'ahead';
}

/** The line to the next station: solid where it has been, dashed for the next hop, a hair beyond. */
function hopClass(from: Station, to: Station): string {
  if (to.mark !== 'ahead') return 'border-t-2 border-ink';
  return from.mark === 'current' ? 'border-t border-dashed border-ink-3' : 'border-t border-hair-2';
}

function StationMark({ mark }: { mark: Station['mark'] }) {
  if (!isPlace(mark)) return <Glyph state={mark} className="relative" />;
  return (
    <svg width="9" height="9" viewBox="0 0 9 9" className="relative shrink-0">
      {mark === 'passed' ? <circle cx="4.5" cy="4.5" r="4.5" fill="var(--color-ink)" /> : null}
      {mark === 'current' ? (
        <circle
          cx="4.5"
          cy="4.5"
          r="3"
          fill="var(--knock, var(--color-paper))"
          stroke="var(--color-ink)"
          strokeWidth="3"
        />
      ) : null}
      {mark === 'ahead' ? (
        <circle
          cx="4.5"
          cy="4.5"
          r="4"
          fill="var(--knock, var(--color-paper))"
          stroke="var(--color-ink-3)"
          strokeWidth="1"
        />
      ) : null}
    </svg>
  );
}
