import { ProblemError } from '#contract/errors.ts';
import type { Core } from '#platform/core.ts';
import type { OneTimeSignIn } from '#platform/ports.ts';
import type { PersonRecord, SessionRecord, SignInCodeRecord } from '#platform/records.ts';
import { hashSecret } from '#platform/secrets.ts';

/** A link is for now, not for a drawer. */
const CODE_MS = 60 * 60_000;
/** After this long a person signs in again. */
export const SESSION_MS = 7 * 86_400_000;

/** The person of this name, made as an administrator when new: a local start has nobody else who could make one. */
export function ensurePerson(core: Core, name: string): Promise<PersonRecord> {
  return core.oneAtATime('people', async () => {
    const known = (await core.store.records.list<PersonRecord>('person')).find(({ value }) => value.name === name);
    if (known) return known.value;
    const person: PersonRecord = { id: core.options.ids.id(), name, role: 'administrator' };
    await core.store.records.put('person', person.id, person, 0);
    return person;
  });
}

/** A one-time code for a person, and the path that carries it: in the fragment, which reaches no server and no log. */
export async function createSignInCode(core: Core, person: PersonRecord): Promise<OneTimeSignIn> {
  const code = core.options.ids.secret();
  const expiresAt = core.now() + CODE_MS;
  await core.store.records.put<SignInCodeRecord>(
    'sign-in-code',
    await hashSecret(code),
    { personId: person.id, expiresAt },
    0,
  );
  return { code, path: `/#signin=${encodeURIComponent(code)}`, expiresAt };
}

/** Exchanges a code for a new session. A code works once, also when two come at the same time. */
export async function redeemCode(
  core: Core,
  code: string,
): Promise<{ secret: string; person: PersonRecord; session: SessionRecord }> {
  const refused = new ProblemError(
    'sign-in-refused',
    'This sign-in link was used already, has expired, or was never made here.',
  );
  const hash = await hashSecret(code);
  const kept = await core.store.records.get<SignInCodeRecord>('sign-in-code', hash);
  const now = core.now();
  if (!kept || now >= kept.value.expiresAt) throw refused;
  const spent: SignInCodeRecord = { ...kept.value, expiresAt: 0 };
  if ((await core.store.records.put('sign-in-code', hash, spent, kept.version)) === null) throw refused;
  const person = (await core.store.records.get<PersonRecord>('person', kept.value.personId))?.value;
  if (!person) throw refused;
  const secret = core.options.ids.secret();
  const session: SessionRecord = { personId: person.id, createdAt: now, expiresAt: now + SESSION_MS };
  await core.store.records.put('session', await hashSecret(secret), session, 0);
  return { secret, person, session };
}

/** Forgets sessions and codes whose time is over. */
export async function forgetExpired(core: Core): Promise<void> {
  for (const kind of ['session', 'sign-in-code'] as const) {
    for (const { id, value } of await core.store.records.list<SessionRecord | SignInCodeRecord>(kind)) {
      if (core.now() >= value.expiresAt) await core.store.records.delete(kind, id);
    }
  }
}
