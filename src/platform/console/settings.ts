import { ProblemError } from '#contract/errors.ts';
import type { EnrolmentToken } from '#contract/enrolment.ts';
import { HEARTBEAT_EVERY_MS, LATE_AFTER_MS, OFFLINE_AFTER_MS, REQUEST_DEADLINE_MS } from '#contract/rules.ts';
import type { Environment, Settings } from '#contract/settings.ts';
import type { Core } from '#platform/core.ts';
import { createEnvironment, createToken, refuseTakenName } from '#platform/fleet/enrolment.ts';
import type { EnvironmentRecord, TokenRecord } from '#platform/records.ts';
import type { ConsoleHandlers } from '#platform/routing/handlers.ts';
import { personOf } from './admission.ts';

type Handlers = Pick<
  ConsoleHandlers,
  | 'listEnvironments'
  | 'createEnvironment'
  | 'renameEnvironment'
  | 'listEnrolmentTokens'
  | 'createEnrolmentToken'
  | 'revokeEnrolmentToken'
  | 'getSettings'
  | 'updateRetention'
>;

export function settingsHandlers(core: Core): Handlers {
  return {
    async listEnvironments() {
      return { rows: core.fleet.environments().map((one) => shownEnvironment(core, one)) };
    },
    createEnvironment: ({ body }) =>
      core.oneAtATime('environments', async () =>
        shownEnvironment(core, await createEnvironment(core, body.name, body.kind)),
      ),
    renameEnvironment: ({ params, body }) =>
      core.oneAtATime('environments', async () => {
        const known = core.fleet.environment(params.environmentId);
        if (!known) throw new ProblemError('not-found', `There is no environment ${params.environmentId}.`);
        refuseTakenName(core, body.name, known.id);
        const renamed = { ...known, name: body.name };
        await core.fleet.putEnvironment(renamed);
        core.hints.say({ type: 'settings' });
        return shownEnvironment(core, renamed);
      }),
    async listEnrolmentTokens() {
      const tokens = (await core.store.records.list<TokenRecord>('token')).map(({ value }) => value);
      tokens.sort((a, b) => b.createdAt - a.createdAt || (a.id < b.id ? 1 : -1));
      return { asOfAt: core.now(), rows: tokens.map((token) => shownToken(core, token)) };
    },
    async createEnrolmentToken({ body }, context) {
      const { token, secret } = await createToken(core, body, personOf(context).name);
      return { token: shownToken(core, token), secret, command: core.options.enrolCommand(secret) };
    },
    async revokeEnrolmentToken({ params }) {
      const kept = await core.store.records.get<TokenRecord>('token', params.tokenId);
      if (!kept) throw new ProblemError('not-found', `There is no enrolment token ${params.tokenId}.`);
      const { state } = shownToken(core, kept.value);
      if (state !== 'open') throw new ProblemError('already-ended', `The enrolment token is ${state} already.`);
      const revoked: TokenRecord = { ...kept.value, revokedAt: core.now() };
      if ((await core.store.records.put('token', params.tokenId, revoked, kept.version)) === null) {
        throw new ProblemError('already-ended', 'The enrolment token was used meanwhile.');
      }
      core.hints.say({ type: 'settings' });
      return shownToken(core, revoked);
    },
    getSettings: () => shownSettings(core),
    async updateRetention({ body }) {
      await core.setRetention(body);
      core.hints.say({ type: 'settings' });
      return shownSettings(core);
    },
  };
}

function shownEnvironment(core: Core, environment: EnvironmentRecord): Environment {
  const runtimes = core.fleet
    .all()
    .filter(({ record }) => record.environmentId === environment.id && record.retiredAt === null).length;
  return { ...environment, runtimes };
}

function shownToken(core: Core, token: TokenRecord): EnrolmentToken {
  const { secretHash: _hash, ...shown } = token;
  const isOver = core.now() >= token.expiresAt;
  return {
    ...shown,
    environmentName: core.fleet.environment(token.environmentId)?.name ?? token.environmentId,
    state: token.usedBy ? 'used' : token.revokedAt !== null ? 'revoked' : isOver ? 'expired' : 'open',
  };
}

async function shownSettings(core: Core): Promise<Settings> {
  const { executions, answers, oldestExecutionAt, bytes } = await core.store.stats();
  return {
    retention: core.retention(),
    kept: { executions, answers, oldestExecutionAt, storeBytes: bytes },
    limits: {
      heartbeatEveryMs: HEARTBEAT_EVERY_MS,
      lateAfterMs: LATE_AFTER_MS,
      offlineAfterMs: OFFLINE_AFTER_MS,
      requestDeadlineMs: REQUEST_DEADLINE_MS,
    },
  };
}
