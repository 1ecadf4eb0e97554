import { useState } from 'react';
import type { ErrorDetails } from '#contract/answer.ts';
import { panelStateOf } from '#dashboard/api/panel-state.ts';
import { useOperation } from '#dashboard/api/queries.ts';
import { useRoleReason } from '#dashboard/app/session.tsx';
import { formatCount, formatNumber } from '#dashboard/lib/format.ts';
import { type TimeZone, formatWhen } from '#dashboard/lib/time.ts';
import { Button } from '#dashboard/ui/Button.tsx';
import { CopyButton } from '#dashboard/ui/CopyButton.tsx';
import { Panel } from '#dashboard/ui/Panel.tsx';
import { FileName, SafeText } from '#dashboard/ui/SafeText.tsx';
import { Section } from '#dashboard/ui/Section.tsx';

/** The error details as they came: message, document, causes, stack. For a request that was answered. */
export function ErrorDetailsSection({ requestId, now, zone }: { requestId: string; now: number; zone: TimeZone }) {
  const roleReason = useRoleReason('getErrorDetails');
  const read = useOperation('getErrorDetails', { params: { requestId } }, { enabled: roleReason === undefined });
  const details = read.data;
  return (
    <Section
      name="Error details"
      note={details?.code ?? undefined}
      windowNote={details === undefined ? requestId : `${formatWhen(details.at, now, zone, 'seconds')}, ${requestId}`}
    >
      {roleReason === undefined ? (
        <Panel state={panelStateOf('getErrorDetails', read, 'The error details could not be read')} minHeight={120}>
          {details === undefined ? null : <Details details={details} />}
        </Panel>
      ) : (
        <p className="py-3 text-ink-2">{roleReason}.</p>
      )}
    </Section>
  );
}

function Details({ details }: { details: ErrorDetails }) {
  return (
    <div className="pt-2">
      <p className="max-w-[1000px] font-mono text-note font-medium [overflow-wrap:anywhere]">
        <SafeText keepLineBreaks>{details.message}</SafeText>
      </p>
      <p className="pt-1 text-note text-ink-2">
        {details.step === null
          ? 'Outside the steps'
          : `Step ${details.step}${details.stepName === null ? '' : `, ${details.stepName}`}`}
        {details.document === null ? null : (
          <>
            , document {formatNumber(details.document.number)}
            {details.document.fileName === null ? null : (
              <>
                {' '}
                (<FileName name={details.document.fileName} />)
              </>
            )}
            {details.document.record === null ? null : `, record ${formatNumber(details.document.record)}`}
          </>
        )}
      </p>
      {details.causes.length === 0 ? null : (
        <ol className="pt-2" aria-label="Causes, outermost first">
          {details.causes.map((cause, index) => (
            <li
              key={index}
              className="flex gap-3 border-t border-hair py-1 font-mono text-note max-md:flex-col max-md:gap-0"
            >
              <span className="w-[200px] shrink-0 truncate text-ink-2" title={cause.type}>
                <SafeText>{cause.type}</SafeText>
              </span>
              <span className="min-w-0 [overflow-wrap:anywhere]">
                <SafeText keepLineBreaks>{cause.message}</SafeText>
              </span>
            </li>
          ))}
        </ol>
      )}
      <div className="flex gap-4 pt-2">
        {details.stack === null ? null : <Stack stack={details.stack} />}
        <CopyButton label="Copy all" text={() => asText(details)} />
      </div>
    </div>
  );
}

/** The stack, folded: it is long and read last. */
function Stack({ stack }: { stack: string }) {
  const [isOpen, setIsOpen] = useState(false);
  const frames = stack.split('\n').length;
  return (
    <div className="min-w-0">
      <Button kind="word" aria-expanded={isOpen} onClick={() => setIsOpen(!isOpen)}>
        {isOpen ? 'Fold the stack' : `Stack, ${formatCount(frames, 'line')}`}
      </Button>
      {isOpen ? (
        <pre
          // It scrolls, so the keyboard must reach it.
          // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
          tabIndex={0}
          role="region"
          aria-label="Stack"
          className="mt-2 max-h-96 overflow-auto font-mono text-note text-ink-2"
        >
          <SafeText keepLineBreaks>{stack}</SafeText>
        </pre>
      ) : null}
    </div>
  );
}

function asText(details: ErrorDetails): string {
  const causes = details.causes.map((cause) => `Caused by ${cause.type}: ${cause.message}`);
  return [details.code, details.message, ...causes, details.stack].filter((part) => part !== null).join('\n');
}
