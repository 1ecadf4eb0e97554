import { useQuery, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useEffect, useRef } from 'react';
import type { Session } from '#contract/session.ts';
import { api } from '#dashboard/api/client.ts';
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
  const isCodeUsed = useRef(false);
  const session = useQuery({
    ...operationQuery('getSession', {}),
    queryFn: async ({ signal }): Promise<Session> => {
      if (signInCode === null || isCodeUsed.current) return api.call('getSession', {}, signal);
      // Once, whatever comes of it: a code that was used or refused never works again.
      isCodeUsed.current = true;
      const signedIn = await api.call('signIn', { body: { code: signInCode } });
      api.useBearer(signedIn.bearer);
      return signedIn.session;
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
