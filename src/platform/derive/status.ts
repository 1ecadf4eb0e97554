import type { DegradedReason } from '#contract/heartbeat.ts';
import { HEARTBEAT_EVERY_MS, LATE_AFTER_MS, OFFLINE_AFTER_MS } from '#contract/rules.ts';
import type { RuntimeStatus } from '#contract/runtime.ts';
import { type Contact, type FleetWord, fleetWordState, type Health } from '#contract/status.ts';
import { type ContactFacts, deriveContact } from './contact.ts';
import { deriveHealth, type Outcome, presumedHealth } from './health.ts';
import { instantWords, spanWords } from './words.ts';

/** All that the status of a runtime depends on. */
export interface StatusFacts extends ContactFacts {
  lastBeatAt: number | null;
  degraded: readonly DegradedReason[];
  clockSkewMs: number | null;
  outcomes: readonly Outcome[];
  pause: { by: string; fromAt: number; untilAt: number } | null;
  /** The word that was last written down and since when it is true; keeps `sinceAt` steady while the word stays. */
  shown: { word: FleetWord; at: number } | null;
}

/** The one status of a runtime (invariant 5). */
export function deriveStatus(facts: StatusFacts): RuntimeStatus {
  const { contact, sinceAt } = deriveContact(facts);
  const { health, because } = deriveHealth({ ...facts, contact });
  const word = chipWord(contact, health, isPaused(facts));
  const isOver = contact === 'retired' || facts.lastContactAt === null;
  return {
    contact,
    health,
    word,
    state: fleetWordState[word],
    because: clause(word, because, facts),
    sinceAt: facts.shown?.word === word ? facts.shown.at : wordSince(word, sinceAt, facts),
    lastContactAt: facts.lastContactAt,
    nextContactAt: isOver ? null : (facts.lastBeatAt ?? facts.lastContactAt ?? facts.now) + HEARTBEAT_EVERY_MS,
    lateAfterMs: LATE_AFTER_MS,
    offlineAfterMs: OFFLINE_AFTER_MS,
  };
}

/** An intent outranks an outage; an outage outranks health; failing outranks a missed beat, which outranks nothing but ok. */
function chipWord(contact: Contact, health: Health, paused: boolean): FleetWord {
  if (contact === 'retired') return 'retired';
  if (paused) return 'paused';
  if (contact === 'never' || contact === 'offline') return contact;
  if (health === 'failing' || health === 'degraded') return health;
  return contact === 'late' ? 'late' : 'ok';
}

function isPaused(facts: StatusFacts): boolean {
  return facts.pause !== null && facts.now >= facts.pause.fromAt && facts.now < facts.pause.untilAt;
}

function wordSince(word: FleetWord, contactSinceAt: number, facts: StatusFacts): number {
  if (word === 'paused' && facts.pause) return facts.pause.fromAt;
  return word === 'failing' || word === 'degraded' || word === 'ok' ? facts.now : contactSinceAt;
}

function clause(word: FleetWord, because: string | null, facts: StatusFacts): string | null {
  const silentMs = facts.now - (facts.lastContactAt ?? facts.now);
  switch (word) {
    case 'ok':
    case 'retired':
      return null;
    case 'never':
      return 'enrolled, not heard of yet';
    case 'paused':
      return facts.pause ? `until ${instantWords(facts.pause.untilAt, facts.now)}, ${facts.pause.by}` : null;
    case 'offline':
      return `was ${presumedHealth(facts).health} ${spanWords(silentMs)} ago`;
    case 'late':
      return `${Math.floor(silentMs / HEARTBEAT_EVERY_MS)} beats missed`;
    case 'failing':
    case 'degraded':
      return because;
  }
}
