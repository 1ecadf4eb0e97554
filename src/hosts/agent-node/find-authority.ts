import { X509Certificate } from 'node:crypto';
import { isIP } from 'node:net';
import { connect, type DetailedPeerCertificate } from 'node:tls';
import { SentenceError } from '#hosts/sentence-error.ts';

const TIMEOUT_MS = 10_000;

/**
 * Finds the authority with a given SHA-256 fingerprint (hex, with or without colons) in the chain that the platform shows, and gives its
 * PEM. Only the handshake takes place: not a byte is sent here. The connection that follows is checked in full against that PEM.
 */
export function findAuthority(platform: string, fingerprint: string): Promise<string> {
  const wanted = fingerprint.replaceAll(':', '').toLowerCase();
  const { hostname, port } = new URL(platform);
  const host = hostname.replace(/^\[|\]$/g, '');
  return new Promise((resolve, reject) => {
    const socket = connect({
      host,
      port: Number(port || 443),
      ...(isIP(host) ? {} : { servername: host }),
      minVersion: 'TLSv1.2',
      rejectUnauthorized: false,
      timeout: TIMEOUT_MS,
    });
    const fail = (reason: string): void => {
      socket.destroy();
      reject(new SentenceError(`The authority of ${platform} could not be checked: ${reason}.`));
    };
    socket.once('error', (error) => fail(error.message));
    socket.once('timeout', () => fail('no answer in time'));
    socket.once('secureConnect', () => {
      const found = certificatesOf(socket.getPeerCertificate(true)).find(
        ({ fingerprint256 }) => fingerprint256.replaceAll(':', '').toLowerCase() === wanted,
      );
      if (!found) return fail('no certificate that it shows has the given fingerprint');
      socket.destroy();
      resolve(new X509Certificate(found.raw).toString());
    });
  });
}

/** The shown chain, from the server's own up to the authority, which names itself as its issuer. */
function certificatesOf(leaf: DetailedPeerCertificate): DetailedPeerCertificate[] {
  const chain: DetailedPeerCertificate[] = [];
  for (
    let next: DetailedPeerCertificate | undefined = leaf;
    next?.raw && !chain.includes(next);
    next = next.issuerCertificate
  )
    chain.push(next);
  return chain;
}
