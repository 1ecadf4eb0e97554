import type { RuntimeDetail } from '#contract/runtime.ts';
import { type Contact, type VisualState, fleetWords, fleetWordState } from '#contract/status.ts';
import { formatAge } from '#dashboard/lib/format.ts';
import { type TimeZone, formatMoment, formatWhen, isoTime } from '#dashboard/lib/time.ts';
import { SafeText } from '#dashboard/ui/SafeText.tsx';
import { Section } from '#dashboard/ui/Section.tsx';
import { StatusMark } from '#dashboard/ui/StatusMark.tsx';

const contactState: Record<Contact, VisualState> = {
  never: 'unknown',
  connected: 'ok',
  late: 'warn',
  offline: 'unknown',
  retired: 'discarded',
};
/** The platform keeps this many at hand (contract, `contactChanges`). */
const MOST_CHANGES = 50;

/** When the runtime came and went, newest first, with how long each state lasted. */
export function ContactTimeline({ detail, zone, now }: { detail: RuntimeDetail; zone: TimeZone; now: number }) {
  const changes = detail.contactChanges;
  return (
    <Section
      name="Contact"
      windowNote={changes.length < MOST_CHANGES ? 'since enrolment' : `last ${MOST_CHANGES} changes`}
      className="mt-4"
    >
      {changes.length === 0 ? <p className="py-2 text-ink-2">It has not called yet.</p> : null}
      <ol>
        {changes.map(({ at, contact, word }, index) => (
          <li key={`${at} ${contact}`} className="flex min-h-6 items-baseline gap-3 border-b border-hair py-0.5">
            <time dateTime={isoTime(at)} title={formatMoment(at, now, zone)} className="w-24 shrink-0 text-ink-3">
              {formatWhen(at, now, zone)}
            </time>
            <StatusMark state={stateOf(contact, word)}>
              <SafeText>{word ?? contact}</SafeText>
            </StatusMark>
            <span className="ml-auto text-note text-ink-3">
              {formatAge(Math.max(0, (index === 0 ? now : (changes[index - 1]?.at ?? now)) - at))}
            </span>
          </li>
        ))}
      </ol>
    </Section>
  );
}

/** A change that carries a chip word has that word's mark; one of contact alone has its own. */
function stateOf(contact: Contact, word: string | null): VisualState {
  const known = fleetWords.find((one) => one === word);
  return known === undefined ? contactState[contact] : fleetWordState[known];
}
