import { createHash, randomBytes } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { join } from 'node:path';
import { ProblemError } from '#contract/errors.ts';
import * as x509 from '#hosts/x509.ts';
import { SentenceError } from '#hosts/sentence-error.ts';

const DAY_MS = 86_400_000;
const AUTHORITY_DAYS = 3_650;
const SERVER_DAYS = 397;
const CLIENT_DAYS = 90;
/** Certificates start a little in the past, so that a runtime whose clock is behind can use its own at once. */
const BACKDATE_MS = 5 * 60_000;

const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };

/** A certificate that the authority made, as the platform core keeps it. */
export interface IssuedCertificate {
  certificatePem: string;
  authorityPem: string;
  serial: string;
  /** SHA-256 of the DER form, lower-case hex: what a peer is known by. */
  fingerprint: string;
  notBeforeAt: number;
  notAfterAt: number;
}

/** The platform's own certificate authority: its key lives in one file that only its owner can read. */
export interface Authority {
  certificatePem: string;
  /** Signs a PKCS#10 request as a client certificate. Rejects with `ProblemError('bad-request')` when it is none, or its own signature does not hold. */
  issue(request: {
    certificateRequestPem: string;
    runtimeId: string;
    name: string;
    now: number;
  }): Promise<IssuedCertificate>;
  /** A server certificate for these host names and addresses, with a new key. */
  issueServer(
    hosts: readonly string[],
    now: number,
  ): Promise<{ certificatePem: string; keyPem: string; notAfterAt: number }>;
}

/** Opens the authority kept in a directory, or makes one there on the first start. Throws a `SentenceError` when its files cannot be used. */
export async function openAuthority(directory: string, now: number): Promise<Authority> {
  x509.cryptoProvider.set(crypto);
  const keyFile = join(directory, 'authority.key');
  const certificateFile = join(directory, 'authority.pem');
  if (existsSync(keyFile) !== existsSync(certificateFile)) {
    throw new SentenceError(
      `The certificate authority in ${directory} is incomplete: authority.key and authority.pem belong together. Restore the missing file, or move both away to start with a new authority (every runtime must then enrol again).`,
    );
  }
  if (!existsSync(keyFile)) await makeAuthority(directory, keyFile, certificateFile, now);
  const certificatePem = readFileSync(certificateFile, 'utf8');
  const certificate = new x509.X509Certificate(certificatePem);
  const key = await importKey(readFileSync(keyFile, 'utf8'), keyFile);
  return {
    certificatePem,
    async issue({ certificateRequestPem, runtimeId, name, now: at }) {
      const request = await readRequest(certificateRequestPem);
      const issued = await x509.X509CertificateGenerator.create({
        serialNumber: serialNumber(),
        // A JSON name: a runtime called "a,O=b" stays one common name. Only the id matters; the name is for people who read certificates.
        subject: [{ CN: [runtimeId] }, { OU: [name] }],
        issuer: certificate.subject,
        notBefore: new Date(at - BACKDATE_MS),
        notAfter: new Date(at + CLIENT_DAYS * DAY_MS),
        signingAlgorithm: algorithm,
        publicKey: request.publicKey,
        signingKey: key,
        extensions: [
          new x509.BasicConstraintsExtension(false, undefined, true),
          new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
          new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.clientAuth], true),
        ],
      });
      return {
        certificatePem: issued.toString('pem'),
        authorityPem: certificatePem,
        serial: issued.serialNumber,
        fingerprint: createHash('sha256').update(new Uint8Array(issued.rawData)).digest('hex'),
        notBeforeAt: issued.notBefore.getTime(),
        notAfterAt: issued.notAfter.getTime(),
      };
    },
    async issueServer(hosts, at) {
      const keys = await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
      const issued = await x509.X509CertificateGenerator.create({
        serialNumber: serialNumber(),
        subject: [{ CN: [hosts[0] ?? 'daymark'] }],
        issuer: certificate.subject,
        notBefore: new Date(at - BACKDATE_MS),
        notAfter: new Date(at + SERVER_DAYS * DAY_MS),
        signingAlgorithm: algorithm,
        publicKey: keys.publicKey,
        signingKey: key,
        extensions: [
          new x509.BasicConstraintsExtension(false, undefined, true),
          new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
          new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth], true),
          new x509.SubjectAlternativeNameExtension(
            hosts.map((host) => ({ type: isIP(host) ? ('ip' as const) : ('dns' as const), value: host })),
          ),
        ],
      });
      return {
        certificatePem: issued.toString('pem'),
        keyPem: await exportKey(keys.privateKey),
        notAfterAt: issued.notAfter.getTime(),
      };
    },
  };
}

async function makeAuthority(directory: string, keyFile: string, certificateFile: string, now: number): Promise<void> {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  chmodSync(directory, 0o700);
  const keys = await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    serialNumber: serialNumber(),
    name: [{ CN: [`Daymark platform authority ${randomBytes(4).toString('hex')}`] }],
    notBefore: new Date(now - BACKDATE_MS),
    notAfter: new Date(now + AUTHORITY_DAYS * DAY_MS),
    signingAlgorithm: algorithm,
    keys: keys,
    extensions: [
      new x509.BasicConstraintsExtension(true, 0, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
    ],
  });
  writeFileSync(certificateFile, `${certificate.toString('pem')}\n`, { mode: 0o644 });
  writeFileSync(keyFile, await exportKey(keys.privateKey), { mode: 0o600 });
}

/** A certificate request that its sender holds the key of. */
async function readRequest(pem: string): Promise<x509.Pkcs10CertificateRequest> {
  const field = 'body.certificateRequest';
  let isProven: boolean;
  let request: x509.Pkcs10CertificateRequest;
  try {
    request = new x509.Pkcs10CertificateRequest(pem);
    isProven = await request.verify();
  } catch (cause) {
    throw new ProblemError('bad-request', 'The certificate request is not a PKCS#10 request in PEM form.', {
      field,
      cause,
    });
  }
  if (!isProven)
    throw new ProblemError('bad-request', 'The signature of the certificate request does not hold.', { field });
  return request;
}

function serialNumber(): string {
  const bytes = randomBytes(16);
  bytes[0] = (bytes[0] as number) & 0x7f; // 16 bytes were asked for; a serial number is positive
  return bytes.toString('hex');
}

async function exportKey(key: CryptoKey): Promise<string> {
  return `${x509.PemConverter.encode(await crypto.subtle.exportKey('pkcs8', key), 'PRIVATE KEY')}\n`;
}

async function importKey(pem: string, file: string): Promise<CryptoKey> {
  try {
    return await crypto.subtle.importKey('pkcs8', x509.PemConverter.decodeFirst(pem), algorithm, false, ['sign']);
  } catch (cause) {
    throw new SentenceError(
      `The key of the certificate authority in ${file} cannot be read: it is not a PKCS#8 P-256 key.`,
      { cause },
    );
  }
}
