import { ProblemError } from '#contract/errors.ts';
import type { OperationShape } from '#contract/operation.ts';
import { type Role, roleAllows, roles } from '#contract/primitives.ts';
import type { Core } from '#platform/core.ts';
import type { ConsoleCaller } from '#platform/ports.ts';
import type { PersonRecord, SessionRecord } from '#platform/records.ts';
import type { CallContext, ConsoleContext } from '#platform/routing/handlers.ts';
import { hashSecret } from '#platform/secrets.ts';

/** Name of the session cookie. */
export const SESSION_COOKIE = 'daymark_session';

/** Finds out who calls, and refuses what their role does not allow or what another site made their browser send. */
export async function admitPerson(
  core: Core,
  caller: ConsoleCaller,
  operation: OperationShape,
  call: CallContext,
): Promise<ConsoleContext> {
  const { request } = call;
  const bearer = caller.bearerAllowed ? bearerOf(request) : null;
  const cookie = bearer === null ? cookieOf(request) : null;
  if (operation.method !== 'GET' && bearer === null) refuseOtherSites(core, request, cookie !== null);
  const secret = bearer ?? cookie;
  const signedIn = secret === null ? null : await findSession(core, secret);
  if (operation.role !== 'anyone') {
    if (!signedIn) throw new ProblemError('signed-out', 'You are not signed in, or your session is over.');
    if (!isRole(operation.role) || !roleAllows(signedIn.person.role, operation.role)) {
      throw new ProblemError('not-allowed', `This needs the role ${operation.role}; you are ${signedIn.person.role}.`);
    }
  }
  return { ...call, caller, person: signedIn?.person ?? null, session: signedIn?.session ?? null };
}

/** The person who calls. Admission guarantees one for every operation that is not for `anyone`. */
export function personOf(context: ConsoleContext): PersonRecord {
  if (!context.person) throw new ProblemError('signed-out', 'You are not signed in.');
  return context.person;
}

/**
 * A browser says where a call comes from; a call with a cookie that says nothing, or another site, changes nothing (CSRF). Without a
 * cookie only another site's word is refused.
 */
function refuseOtherSites(core: Core, request: Request, hasCookie: boolean): void {
  const site = request.headers.get('sec-fetch-site');
  const origin = request.headers.get('origin');
  const isOwn = origin === new URL(request.url).origin || (core.options.allowedOrigins ?? []).includes(origin ?? '');
  const isFine = site !== null ? site === 'same-origin' || isOwn : origin !== null ? isOwn : !hasCookie;
  if (!isFine) throw new ProblemError('not-allowed', 'Another site sent this call; only the dashboard itself may.');
}

async function findSession(
  core: Core,
  secret: string,
): Promise<{ person: PersonRecord; session: { hash: string; expiresAt: number } } | null> {
  const hash = await hashSecret(secret);
  const session = (await core.store.records.get<SessionRecord>('session', hash))?.value;
  if (!session || core.now() >= session.expiresAt) return null;
  const person = (await core.store.records.get<PersonRecord>('person', session.personId))?.value;
  return person ? { person, session: { hash, expiresAt: session.expiresAt } } : null;
}

function bearerOf(request: Request): string | null {
  return /^Bearer (\S+)$/.exec(request.headers.get('authorization') ?? '')?.[1] ?? null;
}

function cookieOf(request: Request): string | null {
  for (const pair of (request.headers.get('cookie') ?? '').split(';')) {
    const [name, value] = pair.trim().split('=', 2);
    if (name === SESSION_COOKIE && value) return value;
  }
  return null;
}

function isRole(role: OperationShape['role']): role is Role {
  return (roles as readonly string[]).includes(role);
}
