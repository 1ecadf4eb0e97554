import { createPrivateKey, X509Certificate } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { EnrolmentError, type Identity, type KeysPort } from '#agent/index.ts';
import { SentenceError } from '#hosts/sentence-error.ts';
import * as x509 from '#hosts/x509.ts';
import { syncDirectory, writeDurably } from './durable-file.ts';

const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };

/** The keys port on files. */
export interface FileKeys extends KeysPort {
  /** Certificate and private key for mutual TLS, and the pinned authority; null before enrolment. PEM. */
  material(): { certificate: string; key: string; authority: string } | null;
}

/**
 * Keeps the identity in `directory`: `key.pem` (0600), `certificate.pem`, `authority.pem`, `identity.json`. A new one is built beside it
 * and put in place by one rename: after a crash there is the whole identity or none. `onSaved` hears of a new identity.
 */
export function openFileKeys(directory: string, onSaved: () => void): FileKeys {
  const unfinished = `${directory}.new`;
  x509.cryptoProvider.set(crypto);
  return {
    async load() {
      return existsSync(directory) ? readIdentity(directory) : null;
    },
    async makeRequest(name) {
      rmSync(unfinished, { recursive: true, force: true });
      mkdirSync(unfinished, { recursive: true, mode: 0o700 });
      const keys = await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
      const pem = x509.PemConverter.encode(await crypto.subtle.exportKey('pkcs8', keys.privateKey), 'PRIVATE KEY');
      writeDurably(join(unfinished, 'key.pem'), `${pem}\n`, 0o600);
      const request = await x509.Pkcs10CertificateRequestGenerator.create({
        name: [{ CN: [name] }],
        keys,
        signingAlgorithm: algorithm,
      });
      return request.toString('pem');
    },
    async save({ certificate, authority, ...rest }: Identity) {
      refuseForeign(certificate, authority, readFileSync(join(unfinished, 'key.pem'), 'utf8'));
      writeDurably(join(unfinished, 'certificate.pem'), certificate, 0o600);
      writeDurably(join(unfinished, 'authority.pem'), authority, 0o600);
      writeDurably(join(unfinished, 'identity.json'), `${JSON.stringify(rest, null, 2)}\n`, 0o600);
      syncDirectory(unfinished);
      renameSync(unfinished, directory);
      syncDirectory(dirname(directory));
      onSaved();
    },
    material() {
      if (!existsSync(directory)) return null;
      const read = (file: string): string => readFileSync(join(directory, file), 'utf8');
      return { certificate: read('certificate.pem'), key: read('key.pem'), authority: read('authority.pem') };
    },
  };
}

/** An answer whose certificate is not for our key, or not from the authority it names, is not kept. */
function refuseForeign(certificate: string, authority: string, keyPem: string): void {
  const leaf = readCertificate(certificate);
  const isOurs = leaf.checkPrivateKey(createPrivateKey(keyPem));
  const isSigned = leaf.verify(readCertificate(authority).publicKey);
  if (!isOurs || !isSigned)
    throw new EnrolmentError('The certificate that the platform answered does not belong to the key of this runtime.');
}

function readCertificate(pem: string): X509Certificate {
  try {
    return new X509Certificate(pem);
  } catch (cause) {
    throw new EnrolmentError('The platform answered with something that is not a certificate.', { cause });
  }
}

function readIdentity(directory: string): Identity {
  try {
    const read = (file: string): string => readFileSync(join(directory, file), 'utf8');
    const kept = JSON.parse(read('identity.json')) as Omit<Identity, 'certificate' | 'authority'>;
    const certificate = read('certificate.pem');
    if (!new X509Certificate(certificate).checkPrivateKey(createPrivateKey(read('key.pem'))))
      throw new Error('the key is not that of the certificate');
    return { ...kept, certificate, authority: read('authority.pem') };
  } catch (cause) {
    throw new SentenceError(
      `The identity in ${directory} cannot be used (${(cause as Error).message}): restore it, or move it away and enrol again with a new token.`,
      { cause },
    );
  }
}
