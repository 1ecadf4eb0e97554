import type { Authority } from '#platform/index.ts';
import { hash } from './random.ts';
import { DAY_MS } from './world-date.ts';

/** A certificate authority that signs nothing: the demo has no runtime that could enrol, but the platform wants one to ask. */
export function simulatedAuthority(seed: number): Authority {
  return {
    async issue({ runtimeId, now }) {
      const serial = hash(seed, runtimeId, now).toString(16).toUpperCase();
      const pem = `-----BEGIN CERTIFICATE-----\n${serial}\n-----END CERTIFICATE-----\n`;
      return {
        certificatePem: pem,
        authorityPem: pem,
        serial,
        fingerprint: serial.toLowerCase(),
        notBeforeAt: now,
        notAfterAt: now + 180 * DAY_MS,
      };
    },
  };
}
