import { X509Certificate } from 'node:crypto';
import { createServer, type AddressInfo } from 'node:net';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { connect } from 'node:tls';
import { PlatformNotTrustedError } from '#agent/index.ts';
import { createFakePlatform, type FakePlatform } from '#agent/proof/fake-platform.ts';
import { realClock, realTimers } from './clock.ts';
import { findAuthority } from './find-authority.ts';
import { makeProofAuthority, startProofPlatform, type ProofAuthority, type ProofPlatform } from './proof-platform.ts';
import { createTransport, type NodeTransport } from './transport.ts';

let authority: ProofAuthority;
let other: ProofAuthority;
beforeAll(async () => {
  [authority, other] = await Promise.all([makeProofAuthority(), makeProofAuthority('Another authority')]);
});

const open: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const one of open.splice(0)) await one.close();
});

async function platformWith(
  options: Parameters<typeof startProofPlatform>[2] = {},
): Promise<ProofPlatform & { fake: FakePlatform }> {
  const fake = createFakePlatform(realClock, (ms, signal) => realTimers.sleep(ms, signal));
  const platform = await startProofPlatform(authority, (request) => fake.fetch(request), options);
  open.push(platform);
  return { ...platform, fake };
}
function transportTo(origin: string, pem = authority.pem): NodeTransport {
  const transport = createTransport(origin, () => ({ authority: pem, certificate: null, key: null }));
  open.unshift(transport);
  return transport;
}
const beat = (origin: string): Request =>
  new Request(`${origin}/agent/v1/heartbeat`, {
    method: 'POST',
    body: '{"canary":1}',
    headers: { 'content-type': 'application/json' },
  });

/** The protocol that a plain TLS client gets. */
function speaks(origin: string, options: object): Promise<string | null> {
  const { hostname, port } = new URL(origin);
  return new Promise((resolve, reject) => {
    const socket = connect({ host: hostname, port: Number(port), rejectUnauthorized: false, ...options });
    socket.once('error', reject);
    socket.once('secureConnect', () => {
      resolve(socket.getProtocol());
      socket.destroy();
    });
  });
}

describe('the transport', () => {
  it('talks to a platform that proves who it is', async () => {
    const platform = await platformWith();
    const response = await transportTo(platform.origin).fetch(
      new Request(`${platform.origin}/agent/v1/requests?wait=0&bootId=b`),
    );
    expect(await response.json()).toEqual({ requests: [], cancelled: [] });
    expect(platform.applicationBytes()).toBeGreaterThan(0);
  });

  it('sends nothing to a platform of another authority', async () => {
    const platform = await platformWith();
    const outcome = transportTo(platform.origin, other.pem).fetch(beat(platform.origin));
    await expect(outcome).rejects.toThrow(PlatformNotTrustedError);
    await expect(outcome).rejects.toThrow(/not from the pinned authority/);
    expect(platform.applicationBytes()).toBe(0);
  });

  it('sends nothing to a platform with another name', async () => {
    const platform = await platformWith(await authority.issueServer('platform.example'));
    const outcome = transportTo(platform.origin).fetch(beat(platform.origin));
    await expect(outcome).rejects.toThrow(/another host name/);
    expect(platform.applicationBytes()).toBe(0);
  });

  it('sends nothing to a platform that speaks TLS 1.1 only', async () => {
    const platform = await platformWith({ minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT:@SECLEVEL=0' });
    expect(await speaks(platform.origin, { minVersion: 'TLSv1', ciphers: 'DEFAULT:@SECLEVEL=0' })).toBe('TLSv1.1'); // the server itself works
    const outcome = transportTo(platform.origin).fetch(beat(platform.origin));
    await expect(outcome).rejects.toThrow(PlatformNotTrustedError);
    await expect(outcome).rejects.toThrow(/TLS 1\.2/);
    expect(platform.applicationBytes()).toBe(0);
  });

  it('sends nothing readable to a server without TLS', async () => {
    const received: Buffer[] = [];
    const server = createServer((socket) => {
      socket.on('error', () => undefined);
      socket.on('data', (chunk) => {
        received.push(chunk);
        socket.end('HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n');
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    open.push({ close: () => new Promise((resolve) => server.close(() => resolve())) });
    const origin = `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
    await expect(transportTo(origin).fetch(beat(origin))).rejects.toThrow();
    expect(Buffer.concat(received).toString('latin1')).not.toContain('canary');
    expect(received[0]?.[0]).toBe(0x16); // a ClientHello and nothing else
  });

  it('does not follow redirects', async () => {
    const platform = await platformWith();
    platform.fake.fetch = async () =>
      new Response(null, { status: 307, headers: { location: 'https://elsewhere.example/' } });
    await expect(transportTo(platform.origin).fetch(beat(platform.origin))).rejects.toThrow(/redirect/);
  });

  it('stops reading an answer without end', async () => {
    const platform = await platformWith();
    platform.fake.fetch = async () => new Response(new Uint8Array(20_000_000));
    await expect(transportTo(platform.origin).fetch(beat(platform.origin))).rejects.toThrow(/more than/);
  });

  it('calls one origin only', async () => {
    await expect(transportTo('https://platform.example').fetch(beat('https://elsewhere.example'))).rejects.toThrow(
      /only https:\/\/platform\.example is ever called/,
    );
  });

  it('ends a held call when it is aborted', async () => {
    const platform = await platformWith();
    const abort = new AbortController();
    const held = transportTo(platform.origin).fetch(
      new Request(`${platform.origin}/agent/v1/requests?wait=20000&bootId=b`, { signal: abort.signal }),
    );
    await expect.poll(() => platform.fake.polls.length).toBe(1);
    abort.abort();
    await expect(held).rejects.toThrow();
  });

  it('finds the authority by its fingerprint, without sending anything', async () => {
    const platform = await platformWith();
    const { fingerprint256 } = new X509Certificate(authority.pem);
    const found = await findAuthority(platform.origin, fingerprint256);
    expect(new X509Certificate(found).fingerprint256).toBe(fingerprint256);
    await expect(findAuthority(platform.origin, 'ab'.repeat(32))).rejects.toThrow(/no certificate that it shows/);
    expect(platform.applicationBytes()).toBe(0);
  });
});
