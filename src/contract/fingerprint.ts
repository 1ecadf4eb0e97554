import type { FailureReport } from './failure.ts';

/**
 * The fingerprint of a failure: `v1:` and 16 hex digits, the same for failures that differ only in values, places or processes.
 * It rests on class, code, connector and template, so one broken endpoint is one group across processes and runtimes.
 * FNV-1a, 64 bit: stable, synchronous, and nobody attacks it (an attacker who writes templates could as well write equal ones).
 */
export function fingerprint(failure: Pick<FailureReport, 'class' | 'code' | 'connectorId' | 'template'>): string {
  const text = [failure.class, failure.code ?? '', failure.connectorId ?? '', failure.template].join('\u0000');
  return `v1:${fnv1a64(text)}`;
}

function fnv1a64(text: string): string {
  let hash = 0xcbf29ce484222325n;
  for (const byte of new TextEncoder().encode(text)) {
    hash = ((hash ^ BigInt(byte)) * 0x100000001b3n) & 0xffffffffffffffffn;
  }
  return hash.toString(16).padStart(16, '0');
}
