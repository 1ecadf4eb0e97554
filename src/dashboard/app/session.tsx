import { type ReactNode, createContext, use } from 'react';
import { type ConsoleOperationName, consoleOperations } from '#contract/console-operations.ts';
import { type Role, roleAllows, roles } from '#contract/primitives.ts';
import type { Session } from '#contract/session.ts';

const SessionContext = createContext<Session | null>(null);

/** Holds the session that the gate has found. */
export function SessionProvider({ session, children }: { session: Session; children: ReactNode }) {
  return <SessionContext value={session}>{children}</SessionContext>;
}

/** Who is signed in. Only inside the gate, where somebody always is. */
export function useSession(): Session {
  const session = use(SessionContext);
  if (session === null) throw new Error('useSession is used outside of the session gate');
  return session;
}

/**
 * Why this person may not call an operation, for the visible reason of a disabled button; undefined when they may.
 *
 * @example <Button disabledReason={useRoleReason('retireRuntime')}>Retire</Button>
 */
export function useRoleReason(name: ConsoleOperationName): string | undefined {
  const { person } = useSession();
  const needed: string = consoleOperations[name].role;
  if (!isRole(needed) || roleAllows(person.role, needed)) return undefined;
  return `Needs the role ${needed}; you are ${person.role}`;
}

function isRole(role: string): role is Role {
  return (roles as readonly string[]).includes(role);
}
