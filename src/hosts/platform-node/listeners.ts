import { createHash } from 'node:crypto';
import { createServer as createHttpServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { TLSSocket } from 'node:tls';
import { getRequestListener } from '@hono/node-server';
import { SentenceError } from '#hosts/sentence-error.ts';

/** A server that listens. */
export interface Listening {
  port: number;
  /** Stops accepting, ends idle and held connections, resolves when all are gone. */
  close(): Promise<void>;
}

/** Who calls on the agent channel: the certificate of the connection, if it is ours. */
export type Peer = { fingerprint: string } | null;

/** Larger bodies than this are cut off by the host; the core has tighter limits for each operation. */
const HEADERS_TIMEOUT_MS = 15_000;
const KEEP_ALIVE_MS = 65_000;

/**
 * HTTPS with mutual TLS for agents: TLS 1.2 at least, client certificates of our authority only. A connection without one may
 * still enrol, so the handshake does not fail; the core decides by `peer`, which is null unless the certificate was verified.
 */
export function listenForAgents(
  options: { address: string; port: number; certificatePem: string; keyPem: string; authorityPem: string },
  fetch: (request: Request, peer: Peer) => Promise<Response>,
): Promise<Listening> {
  const listener = getRequestListener((request, { incoming }) => fetch(request, peerOf(incoming as IncomingMessage)), {
    overrideGlobalObjects: false,
  });
  const server = createHttpsServer(
    {
      cert: options.certificatePem,
      key: options.keyPem,
      ca: [options.authorityPem],
      requestCert: true,
      rejectUnauthorized: false,
      minVersion: 'TLSv1.2',
    },
    listener as RequestListener,
  );
  return listen(server, options.address, options.port, 'the agent channel', 'DAYMARK_AGENT_PORT');
}

/** The dashboard's listener: HTTPS when a certificate is given, http otherwise (only ever configured on loopback). */
export function listenForPeople(
  options: { address: string; port: number; tls: { certificatePem: string; keyPem: string } | null },
  fetch: (request: Request) => Promise<Response>,
): Promise<Listening> {
  const listener = getRequestListener((request) => fetch(request), { overrideGlobalObjects: false }) as RequestListener;
  const server = options.tls
    ? createHttpsServer({ cert: options.tls.certificatePem, key: options.tls.keyPem, minVersion: 'TLSv1.2' }, listener)
    : createHttpServer(listener);
  return listen(server, options.address, options.port, 'the dashboard', 'DAYMARK_PORT');
}

function peerOf(incoming: IncomingMessage): Peer {
  const socket = incoming.socket as TLSSocket; // this listener is only ever attached to an HTTPS server
  if (!socket.authorized) return null;
  const certificate = socket.getPeerX509Certificate();
  return certificate ? { fingerprint: createHash('sha256').update(certificate.raw).digest('hex') } : null;
}

async function listen(
  server: Server,
  address: string,
  port: number,
  what: string,
  variable: string,
): Promise<Listening> {
  server.headersTimeout = HEADERS_TIMEOUT_MS;
  server.requestTimeout = 0; // answers may stream for minutes; slow heads are bounded above, bodies by the core
  server.keepAliveTimeout = KEEP_ALIVE_MS;
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(explain(error, address, port, what, variable)));
    server.listen(port, address, resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeIdleConnections();
        // Held polls and event streams never end by themselves: the core was told to end them, what is left is cut.
        setTimeout(() => server.closeAllConnections(), 500).unref();
      }),
  };
}

function explain(error: NodeJS.ErrnoException, address: string, port: number, what: string, variable: string): Error {
  if (error.code === 'EADDRINUSE')
    return new SentenceError(
      `Port ${port} on ${address}, wanted for ${what}, is taken by another program: stop that one, or choose another port with ${variable}.`,
      { cause: error },
    );
  if (error.code === 'EACCES')
    return new SentenceError(
      `Port ${port} on ${address}, wanted for ${what}, may not be used by this user: ports below 1024 need a right of their own; choose another with ${variable}.`,
      { cause: error },
    );
  if (error.code === 'EADDRNOTAVAIL')
    return new SentenceError(`${address}, wanted for ${what}, is not an address of this computer.`, { cause: error });
  return error;
}
