import type { Session } from '#contract/session.ts';
import type { Core } from '#platform/core.ts';
import type { PersonRecord } from '#platform/records.ts';
import type { ConsoleHandlers } from '#platform/routing/handlers.ts';
import { personOf, SESSION_COOKIE } from './admission.ts';
import { countConnectors } from './connector-list.ts';
import { everyExecution } from './execution-query.ts';
import { createSignInCode, redeemCode, SESSION_MS } from './sign-in.ts';
import { totalOf } from './state-counts.ts';
import { resolveWindow } from './window.ts';

type Handlers = Pick<ConsoleHandlers, 'signIn' | 'getSession' | 'signOut' | 'createSignInLink' | 'getBadges'>;

export function sessionHandlers(core: Core): Handlers {
  return {
    async signIn({ body }, context) {
      const { secret, person, session } = await redeemCode(core, body.code);
      const answer = shownSession(core, person, session.expiresAt);
      if (context.caller.bearerAllowed) return { session: answer, bearer: secret };
      context.headers.append('set-cookie', cookie(secret, SESSION_MS, context.caller.isSecure));
      return { session: answer, bearer: null };
    },
    async getSession(_input, context) {
      return shownSession(core, personOf(context), context.session?.expiresAt ?? core.now());
    },
    async signOut(_input, context) {
      if (context.session) await core.store.records.delete('session', context.session.hash);
      if (!context.caller.bearerAllowed) context.headers.append('set-cookie', cookie('', 0, context.caller.isSecure));
    },
    async createSignInLink(_input, context) {
      const { path, expiresAt } = await createSignInCode(core, personOf(context));
      return { path, expiresAt };
    },
    async getBadges({ query }) {
      const { states } = await core.store.executions.counts(everyExecution(core, resolveWindow(query, core.now())));
      return {
        runtimes: core.fleet.all().filter(({ record }) => record.retiredAt === null).length,
        executions: totalOf(states),
        connectors: countConnectors(core),
        openRequests: (await core.store.requests.open()).length,
      };
    },
  };
}

function shownSession(core: Core, { id, name, role }: PersonRecord, expiresAt: number): Session {
  const { host, release, speed } = core.options;
  return { person: { id, name, role }, expiresAt, nowAt: core.now(), speed: speed?.() ?? 1, host, release };
}

function cookie(value: string, maxAgeMs: number, isSecure: boolean): string {
  return `${SESSION_COOKIE}=${value}; Path=/; HttpOnly; SameSite=Lax; Max-Age=${Math.floor(maxAgeMs / 1_000)}${isSecure ? '; Secure' : ''}`;
}
