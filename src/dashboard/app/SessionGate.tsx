import { useQuery, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useEffect, useRef } from 'react';
import type { Session } from '#contract/session.ts';
import { UnreachableError, api } from '#dashboard/api/client.ts';
import { setPlatformClock } from '#dashboard/api/clock.ts';
import { followEvents } from '#dashboard/api/events.ts';
import { isSignedOut, operationKey, operationQuery } from '#dashboard/api/queries.ts';
import { explain } from '#dashboard/api/sentences.ts';
import { SignIn, SignedOut } from './SignIn.tsx';
import { SessionProvider } from './session.tsx';

/**
 * Lets the page be drawn once somebody is signed in, and follows the event stream from then on.
 *
 * @param signInCode the code of a one-time link that the page was opened with; used before anything is asked
 */
export function SessionGate({ signInCode, children }: { signInCode: string | null; children: ReactNode }) {
  // The code works once: whoever asks while it is being used waits for the same answer, and later reads ask for the session.
  const entry = useRef<Promise<Session> | 'used' | null>(signInCode === null ? 'used' : null);
  const session = useQuery({
    ...operationQuery('getSession', {}),
    queryFn: async ({ signal }): Promise<Session> => {
      if (signInCode === null || entry.current === 'used') return api.call('getSession', {}, signal);
      entry.current ??= enter(signInCode);
      try {
        const entered = await entry.current;
        entry.current = 'used';
        return entered;
      } catch (error) {
        // A platform that was away has not seen the code: it is still good.
        entry.current = error instanceof UnreachableError ? null : 'used';
        throw error;
      }
    },
  });
  const { data, error } = session;
  // A session that ended shows here as an error beside the last data.
  if (error !== null && (isSignedOut(error) || isRefused(error)))
    return <SignedOut refused={isRefused(error) ? explain(error).what : null} />;
  if (data !== undefined) return <SignedIn session={data}>{children}</SignedIn>;
  if (error === null)
    return <SignIn headline="Opening Daymark">Asking the platform who is signed in, 15 s at most.</SignIn>;
  const { what, todo } = explain(error);
  return (
    <SignIn headline="The platform does not answer." onRetry={() => void session.refetch()}>
      {what} {todo}
    </SignIn>
  );
}

/** Uses the code of a link, and keeps the token that comes with it where the host gives one. */
async function enter(code: string): Promise<Session> {
  try {
    const { session, bearer } = await api.call('signIn', { body: { code } });
    api.useBearer(bearer);
    return session;
  } catch (refused) {
    if (!isRefused(refused)) throw refused;
    // An old link in a browser that is signed in anyway harms nothing; without a session the refusal is what counts.
    return api.call('getSession', {}).catch(() => {
      throw refused;
    });
  }
}

function SignedIn({ session, children }: { session: Session; children: ReactNode }) {
  const queries = useQueryClient();
  // Synchronises the page's clock with the platform's; beats carry it on.
  useEffect(() => setPlatformClock(session.nowAt, session.speed), [session.nowAt, session.speed]);
  // Synchronises with the event stream for as long as the same person is signed in.
  const personId = session.person.id;
  useEffect(() => followEvents(queries), [queries, personId]);
  return <SessionProvider session={session}>{children}</SessionProvider>;
}

/** Key of the session read, for whoever ends it. */
export const sessionKey = operationKey('getSession');

function isRefused(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'sign-in-refused';
}
