import { ProblemError } from '#contract/errors.ts';
import type { EnvironmentKind } from '#contract/primitives.ts';
import { TOKEN_DEFAULT_MINUTES } from '#contract/rules.ts';
import type { Core } from '#platform/core.ts';
import type { EnvironmentRecord, TokenRecord } from '#platform/records.ts';
import { hashSecret } from '#platform/secrets.ts';
import { slug } from './names.ts';

/** Makes an environment. Throws `conflict` when the name is taken. Call it under `oneAtATime('environments')`. */
export async function createEnvironment(core: Core, name: string, kind: EnvironmentKind): Promise<EnvironmentRecord> {
  refuseTakenName(core, name, null);
  const wanted = slug(name);
  const id = wanted && !core.fleet.environment(wanted) ? wanted : core.options.ids.id();
  const environment = { id, name, kind };
  await core.fleet.putEnvironment(environment);
  core.hints.say({ type: 'settings' });
  return environment;
}

/** Throws `conflict` when another environment has this name. */
export function refuseTakenName(core: Core, name: string, exceptId: string | null): void {
  if (core.fleet.environments().some((one) => one.name === name && one.id !== exceptId)) {
    throw new ProblemError('conflict', 'There is an environment of this name already.', { field: 'body.name' });
  }
}

/** Makes a one-time enrolment token. The secret is only in this answer; the store keeps its hash. */
export async function createToken(
  core: Core,
  wanted: { environmentId: string; namePattern: string; minutes?: number },
  createdBy: string,
): Promise<{ token: TokenRecord; secret: string }> {
  if (!core.fleet.environment(wanted.environmentId))
    throw new ProblemError('not-found', `There is no environment ${wanted.environmentId}.`);
  const now = core.now();
  const id = core.options.ids.id();
  const secret = `${id}.${core.options.ids.secret()}`;
  const token: TokenRecord = {
    id,
    environmentId: wanted.environmentId,
    namePattern: wanted.namePattern,
    secretHash: await hashSecret(secret),
    createdAt: now,
    createdBy,
    expiresAt: now + (wanted.minutes ?? TOKEN_DEFAULT_MINUTES) * 60_000,
    usedBy: null,
    revokedAt: null,
  };
  await core.store.records.put('token', id, token, 0);
  core.hints.say({ type: 'settings' });
  return { token, secret };
}
