import { mkdtempSync, statSync, writeFileSync, rmSync } from 'node:fs';
import { X509Certificate } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as x509 from '#hosts/x509.ts';
import { beforeEach, describe, expect, it } from 'vitest';
import { openAuthority } from './authority.ts';

const now = Date.UTC(2026, 10, 20, 10);

describe('the certificate authority', () => {
  let directory: string;
  beforeEach(() => {
    directory = join(mkdtempSync(join(tmpdir(), 'authority-')), 'authority');
  });

  it('keeps its key for its owner alone and comes back as the same authority', async () => {
    const first = await openAuthority(directory, now);
    expect(statSync(join(directory, 'authority.key')).mode & 0o777).toBe(0o600);
    expect((await openAuthority(directory, now)).certificatePem).toBe(first.certificatePem);
  });

  it('signs a request for 90 days, for client use only', async () => {
    const authority = await openAuthority(directory, now);
    const issued = await authority.issue({
      certificateRequestPem: await request(),
      runtimeId: 'rt-1',
      name: 'ber-erp-01',
      now,
    });
    const certificate = new X509Certificate(issued.certificatePem);
    expect(certificate.verify(new X509Certificate(authority.certificatePem).publicKey)).toBe(true);
    expect(certificate.subject).toContain('CN=rt-1');
    expect(certificate.keyUsage).toEqual(['1.3.6.1.5.5.7.3.2']);
    expect(certificate.fingerprint256.replaceAll(':', '').toLowerCase()).toBe(issued.fingerprint);
    expect(issued.notAfterAt - now).toBe(90 * 86_400_000);
  });

  it('issues a server certificate for names and addresses', async () => {
    const authority = await openAuthority(directory, now);
    const server = new X509Certificate((await authority.issueServer(['localhost', '127.0.0.1'], now)).certificatePem);
    expect(server.checkHost('localhost')).toBe('localhost');
    expect(server.checkIP('127.0.0.1')).toBe('127.0.0.1');
    expect(server.checkHost('example.com')).toBeUndefined();
  });

  it('refuses a request whose signature does not hold', async () => {
    const authority = await openAuthority(directory, now);
    const pem = await request();
    const bytes = new Uint8Array(x509.PemConverter.decodeFirst(pem));
    const last = bytes.length - 3;
    bytes[last] = (bytes[last] ?? 0) ^ 1;
    const forged = x509.PemConverter.encode(bytes, 'CERTIFICATE REQUEST');
    await expect(
      authority.issue({ certificateRequestPem: forged, runtimeId: 'rt-1', name: 'x', now }),
    ).rejects.toThrow();
  });

  it('calls what is no request a bad request, which no agent repeats', async () => {
    const authority = await openAuthority(directory, now);
    await expect(
      authority.issue({ certificateRequestPem: 'x'.repeat(200), runtimeId: 'rt-1', name: 'x', now }),
    ).rejects.toMatchObject({ code: 'bad-request', field: 'body.certificateRequest' });
  });
  it('says which file is missing rather than making a second authority', async () => {
    await openAuthority(directory, now);
    rmSync(join(directory, 'authority.key'));
    await expect(openAuthority(directory, now)).rejects.toThrow(/incomplete/);
    writeFileSync(join(directory, 'authority.key'), 'nonsense');
    await expect(openAuthority(directory, now)).rejects.toThrow(/cannot be read/);
  });
});

async function request(): Promise<string> {
  const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
  const keys = await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  return (
    await x509.Pkcs10CertificateRequestGenerator.create({ name: 'CN=asked', keys, signingAlgorithm: algorithm })
  ).toString('pem');
}
