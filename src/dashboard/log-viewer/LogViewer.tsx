import type { ReactNode } from 'react';
import type { LogOutline } from '#contract/log.ts';
import { CALL_DEADLINE_MS } from '#dashboard/api/client.ts';
import { useNow } from '#dashboard/api/clock.ts';
import { useOperation } from '#dashboard/api/queries.ts';
import { explain } from '#dashboard/api/sentences.ts';
import { formatCount } from '#dashboard/lib/format.ts';
import { type TimeZone, formatClock, formatWhen } from '#dashboard/lib/time.ts';
import { Panel, type PanelState } from '#dashboard/ui/Panel.tsx';
import { Section } from '#dashboard/ui/Section.tsx';
import { LogLinesView } from './LogLinesView.tsx';
import type { LogView, UseKey } from './log-view.ts';

/**
 * The log viewer: a kept log of any length, read by windows.
 *
 * @param requestId the answered request that keeps the log
 * @param view, onView what is shown, as it stands in the address; a change holds only the keys that change
 * @param useKey the page's hook that registers a key: the viewer stands below the app and does not know its registry
 * @param askAgain the way out when the log is no longer kept
 */
export function LogViewer({
  requestId,
  view,
  onView,
  zone,
  useKey,
  askAgain,
}: {
  requestId: string;
  view: LogView;
  onView: (change: LogView) => void;
  zone: TimeZone;
  useKey: UseKey;
  askAgain: ReactNode;
}) {
  const outline = useOperation('getLogOutline', { params: { requestId } });
  const now = useNow(60_000);
  const state = panelState(outline, askAgain);
  const log = outline.data;
  return (
    <Section
      name="Log"
      note={
        log === undefined
          ? undefined
          : `${formatCount(log.lines, 'line')}${log.folds.some((fold) => fold.state === 'failed') ? ', failing step open' : ''}`
      }
      windowNote={
        log === undefined || log.firstAt === null || log.lastAt === null
          ? 'reading'
          : `${formatClock(log.firstAt, zone)} to ${formatClock(log.lastAt, zone)}, ${log.fetched.runtimeName}`
      }
    >
      <Panel state={state} minHeight={200}>
        {log === undefined ? null : (
          <>
            <LogLinesView
              key={requestId}
              requestId={requestId}
              outline={log}
              view={view}
              onView={onView}
              zone={zone}
              useKey={useKey}
            />
            <p className="pt-2 text-note text-ink-3">{provenance(log, now, zone)}</p>
          </>
        )}
      </Panel>
    </Section>
  );
}

function panelState(outline: ReturnType<typeof useOperation<'getLogOutline'>>, askAgain: ReactNode): PanelState {
  if (outline.data !== undefined) {
    if (outline.data.lines > 0) return { kind: 'ready' };
    return {
      kind: 'empty',
      title: 'The run wrote no line.',
      why: `${outline.data.fetched.runtimeName} answered with an empty log.`,
      wayOut: askAgain,
    };
  }
  if (outline.error === null) return { kind: 'loading', deadlineMs: CALL_DEADLINE_MS };
  const { what, todo } = explain(outline.error);
  return {
    kind: 'error',
    title: 'The log could not be read',
    cause: `${what} ${todo}`,
    onRetry: () => void outline.refetch(),
    more: askAgain,
  };
}

/** Who fetched it, from where, when, and whether anything is missing. */
function provenance(log: LogOutline, now: number, zone: TimeZone): string {
  const { by, runtimeName, answeredAt } = log.fetched;
  const whole = log.cut === null ? 'Whole log, nothing cut.' : `Not the whole log: ${log.cut}.`;
  return `Asked for by ${by}, answered by ${runtimeName} ${formatWhen(answeredAt, now, zone, 'seconds')}. ${whole}`;
}
