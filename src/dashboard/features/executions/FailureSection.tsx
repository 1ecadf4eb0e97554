import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { ExecutionDetail } from '#contract/execution.ts';
import type { Failure } from '#contract/failure.ts';
import { formatNumber } from '#dashboard/lib/format.ts';
import { type TimeZone, formatWhen } from '#dashboard/lib/time.ts';
import { SafeText, Template } from '#dashboard/ui/SafeText.tsx';
import { Section } from '#dashboard/ui/Section.tsx';
import { classWords } from './class-words.ts';

/** What went wrong, as far as it left the runtime by itself: class, code, template, step, connector, group. */
export function FailureSection({
  detail,
  failure,
  now,
  zone,
}: {
  detail: ExecutionDetail;
  failure: Failure;
  now: number;
  zone: TimeZone;
}) {
  const { execution: run, lastSuccess } = detail;
  return (
    <Section name="Failure" windowNote={`as reported ${formatWhen(detail.reportedAt, now, zone, 'seconds')}`}>
      <dl>
        <Row label="What" note="values are left out; the error details hold them">
          {failure.code === null ? null : <b className="font-semibold">{failure.code} </b>}
          <Template>{failure.template}</Template>
        </Row>
        <Row label="Kind">{classWords[failure.class]}</Row>
        <Row label="Where" note={`${formatNumber(run.in)} in, ${formatNumber(run.out)} out`}>
          {failure.step === null ? (
            'Outside its steps'
          ) : (
            <>
              Step {failure.step}
              {failure.stepName === null ? null : (
                <>
                  , <b className="font-semibold">{<SafeText>{failure.stepName}</SafeText>}</b>
                </>
              )}
            </>
          )}
          {failure.connectorId === null ? null : (
            <>
              , through{' '}
              <Link
                to="/connectors"
                search={{ connector: `${run.runtimeId}/${failure.connectorId}` }}
                className="word-link"
              >
                <SafeText>{failure.connectorName ?? failure.connectorId}</SafeText>
              </Link>
            </>
          )}
        </Row>
        <Row label="Group" note="runs with the same code and template">
          <Link to="/executions" search={{ group: [failure.groupId] }} className="word-link">
            {failure.groupId}
          </Link>
        </Row>
        <Row label="Before" note="same process, same runtime">
          {lastSuccess === null ? (
            'No earlier run that went well is known.'
          ) : (
            <>
              Last went well{' '}
              <Link to="/executions/$executionId" params={{ executionId: lastSuccess.id }} className="word-link">
                {formatWhen(lastSuccess.startedAt, now, zone, 'seconds')}
              </Link>
              {lastSuccess.processVersion === run.processVersion || lastSuccess.processVersion === null
                ? ''
                : `, in version ${lastSuccess.processVersion}`}
            </>
          )}
        </Row>
      </dl>
    </Section>
  );
}

function Row({ label, note, children }: { label: string; note?: string; children: ReactNode }) {
  return (
    <div className="flex items-baseline gap-3 border-b border-hair py-2 max-md:flex-col max-md:gap-0.5">
      <dt className="w-[60px] shrink-0 text-ink-3">{label}</dt>
      <dd className="flex min-w-0 flex-1 items-baseline gap-4 max-md:flex-col max-md:gap-0.5">
        <span className="min-w-0 flex-1 text-verdict text-pretty [overflow-wrap:anywhere] max-md:text-lede">
          {children}
        </span>
        {note === undefined ? null : (
          <span className="w-[188px] shrink-0 text-note text-ink-3 max-md:w-auto">{note}</span>
        )}
      </dd>
    </div>
  );
}
