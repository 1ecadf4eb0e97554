import { CERTIFICATE_WARN_MS, CLOCK_SKEW_WARN_MS } from '#contract/rules.ts';
import type { RuntimeDetail } from '#contract/runtime.ts';
import { formatAge, formatBytes, formatDuration, formatNumber } from '#dashboard/lib/format.ts';
import { type TimeZone, formatMoment, formatWhen } from '#dashboard/lib/time.ts';
import { FactRows, type Fact } from '#dashboard/ui/FactsStrip.tsx';
import { SafeText } from '#dashboard/ui/SafeText.tsx';
import { Section } from '#dashboard/ui/Section.tsx';
import { StatusMark } from '#dashboard/ui/StatusMark.tsx';
import { certificateWord } from './contact-words.ts';
import { degradedWords, spoolWord } from './runtime-words.ts';

type Part = { detail: RuntimeDetail; zone: TimeZone; now: number };

/** What is known of the runtime, of its certificate and of what waits on its disk. */
export function RuntimeFacts({ detail, zone, now }: Part) {
  const asOf = `as of ${formatWhen(detail.asOfAt, now, zone, 'seconds')}`;
  return (
    <>
      <Section
        name="Facts"
        windowNote={
          detail.describedAt === null ? 'not described yet' : `described ${formatWhen(detail.describedAt, now, zone)}`
        }
      >
        <FactRows facts={aboutFacts({ detail, zone, now })} labelWidth={104} />
      </Section>
      <Section name="Certificate" windowNote={asOf} className="mt-4">
        {detail.certificate === null ? (
          <p className="py-2 text-ink-2">None: it must enrol before it can call.</p>
        ) : (
          <FactRows facts={certificateFacts(detail.certificate, { detail, zone, now })} labelWidth={104} />
        )}
      </Section>
      <Section name="Spool" windowNote={detail.spool === null ? 'never reported' : asOf} className="mt-4">
        {detail.spool === null ? (
          <p className="py-2 text-ink-2">It says what waits on its disk with its first beat.</p>
        ) : (
          <FactRows facts={spoolFacts(detail)} labelWidth={104} />
        )}
      </Section>
    </>
  );
}

function aboutFacts({ detail, zone, now }: Part): Fact[] {
  const { summary, clockSkewMs, degraded } = detail;
  const facts: Fact[] = [
    { id: 'id', label: 'Id', value: <span className="font-mono text-note">{summary.id}</span> },
    {
      id: 'environment',
      label: 'Environment',
      value: <SafeText>{`${summary.environmentName} (${summary.environmentKind})`}</SafeText>,
    },
    {
      id: 'release',
      label: 'Release',
      value: summary.release === null ? notKnown : <SafeText>{summary.release}</SafeText>,
    },
    {
      id: 'platform',
      label: 'Runs on',
      value: detail.platform === null ? notKnown : <SafeText>{detail.platform}</SafeText>,
    },
    {
      id: 'zone',
      label: 'Time zone',
      value: detail.timeZone === null ? notKnown : <SafeText>{detail.timeZone}</SafeText>,
    },
    {
      id: 'started',
      label: 'Agent since',
      value:
        detail.agentStartedAt === null
          ? notKnown
          : `${formatWhen(detail.agentStartedAt, now, zone)}, ${formatAge(now - detail.agentStartedAt)}`,
    },
    { id: 'enrolled', label: 'Enrolled', value: formatMoment(detail.enrolledAt, now, zone, 'minutes') },
    {
      id: 'clock',
      label: 'Its clock',
      value: clockSkewMs === null ? notKnown : <Clock skewMs={clockSkewMs} />,
    },
  ];
  if (summary.tags.length > 0)
    facts.push({ id: 'tags', label: 'Tags', value: <SafeText>{summary.tags.join(', ')}</SafeText> });
  if (degraded.length > 0) {
    facts.push({
      id: 'degraded',
      label: 'It says',
      value: <StatusMark state="warn">{degraded.map((reason) => degradedWords[reason]).join('; ')}</StatusMark>,
    });
  }
  if (detail.exitRefused !== null) {
    facts.push({
      id: 'exit',
      label: 'Exit refused',
      value:
        detail.exitRefused === 0 ? (
          <span className="text-ink-3">0 messages since its start</span>
        ) : (
          <StatusMark state="warn">{formatNumber(detail.exitRefused)} messages since its start</StatusMark>
        ),
    });
  }
  return facts;
}

function Clock({ skewMs }: { skewMs: number }) {
  const words =
    Math.abs(skewMs) < 1_000
      ? 'agrees within 1 s'
      : `${formatDuration(Math.abs(skewMs))} ${skewMs > 0 ? 'ahead' : 'behind'}`;
  return Math.abs(skewMs) > CLOCK_SKEW_WARN_MS ? <StatusMark state="warn">{words}</StatusMark> : <>{words}</>;
}

function certificateFacts(certificate: NonNullable<RuntimeDetail['certificate']>, { zone, now }: Part): Fact[] {
  const ends = `${formatMoment(certificate.notAfterAt, now, zone, 'minutes')}, ${certificateWord(certificate.notAfterAt, now)}`;
  const isEnding = certificate.notAfterAt - now < CERTIFICATE_WARN_MS;
  return [
    { id: 'ends', label: 'Ends', value: isEnding ? <StatusMark state="warn">{ends}</StatusMark> : ends },
    { id: 'began', label: 'Began', value: formatMoment(certificate.notBeforeAt, now, zone, 'minutes') },
    {
      id: 'serial',
      label: 'Serial',
      value: <span className="font-mono text-note break-all">{certificate.serial}</span>,
    },
    {
      id: 'fingerprint',
      label: 'Fingerprint',
      value: <span className="font-mono text-note break-all">{certificate.fingerprint}</span>,
    },
  ];
}

function spoolFacts({ spool }: RuntimeDetail): Fact[] {
  if (spool === null) return [];
  return [
    {
      id: 'waiting',
      label: 'Waiting',
      value: spool.waiting === 0 ? spoolWord(0) : `${spoolWord(spool.waiting)}, ${formatBytes(spool.bytes)}`,
    },
    {
      id: 'lost',
      label: 'Lost',
      value:
        spool.lost === 0 ? (
          <span className="text-ink-3">0</span>
        ) : (
          <StatusMark state="failed">{formatNumber(spool.lost)} lost, oldest first</StatusMark>
        ),
    },
  ];
}

const notKnown = <span className="text-ink-3">not known</span>;
