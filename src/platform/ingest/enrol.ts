import { ProblemError } from '#contract/errors.ts';
import type { Core } from '#platform/core.ts';
import { matchesPattern, slug } from '#platform/fleet/names.ts';
import type { IssuedCertificate } from '#platform/ports.ts';
import type { RuntimeRecord, TokenRecord } from '#platform/records.ts';
import type { AgentHandlers } from '#platform/routing/handlers.ts';
import { hashSecret } from '#platform/secrets.ts';

/** Exchanges a one-time token and a certificate request for a certificate. A refusal changes nothing, not even the token. */
export function enrolHandler(core: Core): AgentHandlers['enrol'] {
  return ({ body }) =>
    core.oneAtATime('enrol', async () => {
      const { token, version } = await openToken(core, body.token);
      if (!matchesPattern(token.namePattern, body.name)) {
        throw new ProblemError('token-refused', `The enrolment token is for names like ${token.namePattern}.`, {
          field: 'body.name',
        });
      }
      const namesake = core.fleet
        .all()
        .find(
          ({ record }) =>
            record.environmentId === token.environmentId && record.name === body.name && record.retiredAt === null,
        );
      // One that never called has lost the answer to its enrolment: it may take its place with another token.
      if (namesake && namesake.lastContactAt !== null) {
        throw new ProblemError(
          'bad-request',
          'A runtime of this name is enrolled in this environment already; retire it first or take another name.',
          { field: 'body.name' },
        );
      }
      const now = core.now();
      const runtimeId = namesake?.record.id ?? newRuntimeId(core, body.name);
      const issued = await core.options.authority.issue({
        certificateRequestPem: body.certificateRequest,
        runtimeId,
        name: body.name,
        now,
      });
      const used: TokenRecord = { ...token, usedBy: { runtimeId, runtimeName: body.name, usedAt: now } };
      if ((await core.store.records.put('token', token.id, used, version)) === null) {
        throw new ProblemError('token-refused', 'The enrolment token was used meanwhile.');
      }
      if (namesake) await core.fleet.recertify(namesake, certificateOf(issued));
      else if (!(await core.fleet.add(newRuntime(runtimeId, body.name, token.environmentId, issued, now)))) {
        throw new Error(`the runtime id ${runtimeId} is taken`);
      }
      core.options.log('info', 'runtime-enrolled', {
        runtimeId,
        name: body.name,
        environmentId: token.environmentId,
        tokenId: token.id,
      });
      core.hints.say({ type: 'runtimes', runtimeIds: [runtimeId] });
      core.hints.say({ type: 'settings' });
      const { certificatePem, authorityPem, notAfterAt } = issued;
      return {
        runtimeId,
        environmentId: token.environmentId,
        certificate: certificatePem,
        authority: authorityPem,
        notAfterAt,
      };
    });
}

/** A secret is `<token id>.<random>`: the id finds the record, the hash of the whole proves the rest. */
async function openToken(core: Core, secret: string): Promise<{ token: TokenRecord; version: number }> {
  const kept = await core.store.records.get<TokenRecord>(
    'token',
    secret.slice(0, Math.max(0, secret.lastIndexOf('.'))),
  );
  if (!kept || kept.value.secretHash !== (await hashSecret(secret))) {
    throw new ProblemError('token-refused', 'The platform does not know this enrolment token.');
  }
  const token = kept.value;
  if (token.usedBy) throw new ProblemError('token-refused', 'The enrolment token was used already; each works once.');
  if (token.revokedAt !== null) throw new ProblemError('token-refused', 'The enrolment token was revoked.');
  if (core.now() >= token.expiresAt) throw new ProblemError('token-refused', 'The enrolment token has expired.');
  return { token, version: kept.version };
}

function newRuntimeId(core: Core, name: string): string {
  const unique = core.options.ids
    .id()
    .replace(/[^A-Za-z0-9]/g, '')
    .toLowerCase();
  return `${slug(name) || 'runtime'}-${unique.slice(-6)}`;
}

function newRuntime(
  id: string,
  name: string,
  environmentId: string,
  issued: IssuedCertificate,
  now: number,
): RuntimeRecord {
  return {
    id,
    name,
    environmentId,
    enrolledAt: now,
    retiredAt: null,
    certificate: certificateOf(issued),
    description: null,
    describedAt: null,
    beat: null,
    lastContactAt: null,
    pause: null,
  };
}

function certificateOf({ serial, fingerprint, notBeforeAt, notAfterAt }: IssuedCertificate) {
  return { serial, fingerprint, notBeforeAt, notAfterAt };
}
