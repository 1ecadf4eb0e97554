import { mkdtempSync, rmSync } from 'node:fs';
import { request } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect, type ConnectionOptions } from 'node:tls';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as x509 from '#hosts/x509.ts';
import { type Authority, openAuthority } from './authority.ts';
import { type Listening, listenForAgents, type Peer } from './listeners.ts';

const DAY_MS = 86_400_000;
const places: string[] = [];
let authority: Authority;
let channel: Listening;
const peers: Peer[] = [];

beforeAll(async () => {
  authority = await newAuthority();
  const server = await authority.issueServer(['localhost'], Date.now());
  channel = await listenForAgents(
    { address: '127.0.0.1', port: 0, ...server, authorityPem: authority.certificatePem },
    async (_request, peer) => {
      peers.push(peer);
      return new Response('here');
    },
  );
});
afterAll(async () => {
  await channel.close();
  for (const place of places) rmSync(place, { recursive: true });
});

describe('the agent channel', () => {
  it('knows a runtime by the certificate of this authority, on a resumed connection too', async () => {
    const { fingerprint, ...identity } = await newIdentity(authority);
    const session = await call(identity);
    await call({ ...identity, session });
    expect(peers.splice(0)).toEqual([{ fingerprint }, { fingerprint }]);
  });

  it('takes a caller without a certificate, with one of another authority, or with one that has ended, for nobody', async () => {
    await call({});
    await call(await newIdentity(await newAuthority()));
    await call(await newIdentity(authority, Date.now() - 91 * DAY_MS));
    expect(peers.splice(0)).toEqual([null, null, null]);
  });

  it('speaks TLS 1.2 and 1.3, and nothing older', async () => {
    const old = { minVersion: 'TLSv1', ciphers: 'DEFAULT@SECLEVEL=0' } as const;
    expect(await protocol({ ...old, maxVersion: 'TLSv1.3' })).toBe('TLSv1.3');
    expect(await protocol({ ...old, maxVersion: 'TLSv1.2' })).toBe('TLSv1.2');
    await expect(protocol({ ...old, maxVersion: 'TLSv1.1' })).rejects.toThrow();
    expect(peers).toEqual([]);
  });
});

async function newAuthority(): Promise<Authority> {
  const place = mkdtempSync(join(tmpdir(), 'daymark-listener-'));
  places.push(place);
  return openAuthority(join(place, 'authority'), Date.now());
}

async function newIdentity(from: Authority, now = Date.now()) {
  const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
  const keys = await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  const asked = await x509.Pkcs10CertificateRequestGenerator.create({
    name: 'CN=x',
    keys,
    signingAlgorithm: algorithm,
  });
  const { certificatePem: cert, fingerprint } = await from.issue({
    certificateRequestPem: asked.toString('pem'),
    runtimeId: 'rt-1',
    name: 'x',
    now,
  });
  const key = x509.PemConverter.encode(await crypto.subtle.exportKey('pkcs8', keys.privateKey), 'PRIVATE KEY');
  return { cert, key, fingerprint };
}

/** Calls once; resolves to a session that the next connection can resume. */
function call(identity: Pick<ConnectionOptions, 'cert' | 'key' | 'session'>): Promise<Buffer | undefined> {
  return new Promise((resolve, reject) => {
    let session: Buffer | undefined;
    const options = { host: 'localhost', port: channel.port, ca: authority.certificatePem, agent: false, ...identity };
    const sent = request(options, (response) => {
      response.resume().on('end', () => resolve(session));
    });
    sent.on('socket', (socket) => socket.on('session', (ticket: Buffer) => (session = ticket)));
    sent.on('error', reject).end();
  });
}

function protocol(options: ConnectionOptions): Promise<string | null> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host: 'localhost', port: channel.port, ca: authority.certificatePem, ...options });
    socket.once('error', reject);
    socket.once('secureConnect', () => {
      resolve(socket.getProtocol());
      socket.destroy();
    });
  });
}
