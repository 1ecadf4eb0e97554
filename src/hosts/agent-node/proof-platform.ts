import { createServer, type ServerOptions } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';
import * as x509 from '#hosts/x509.ts';
import { EnrolmentRequest } from '#contract/enrolment.ts';

/*
 * A tiny HTTPS platform for the specs of this host: whatever answers `Request`s behind a real handshake, with a real authority that
 * signs what agents ask for.
 */

const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
const year = { notBefore: new Date(Date.now() - 60_000), notAfter: new Date(Date.now() + 86_400_000) };

/** An authority with its key. */
export interface ProofAuthority {
  pem: string;
  issue(request: string): Promise<string>;
  issueServer(host: string): Promise<{ cert: string; key: string }>;
}

export async function makeProofAuthority(name = 'Proof authority'): Promise<ProofAuthority> {
  x509.cryptoProvider.set(crypto);
  const keys = await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  const own = await x509.X509CertificateGenerator.createSelfSigned({
    ...year,
    name: `CN=${name}`,
    signingAlgorithm: algorithm,
    keys,
    extensions: [new x509.BasicConstraintsExtension(true, 0, true)],
  });
  const sign = async (
    subject: string,
    publicKey: x509.PublicKeyType,
    extensions: x509.Extension[],
  ): Promise<string> => {
    const made = await x509.X509CertificateGenerator.create({
      ...year,
      subject,
      issuer: own.subject,
      publicKey,
      signingKey: keys.privateKey,
      signingAlgorithm: algorithm,
      extensions,
    });
    return made.toString('pem');
  };
  return {
    pem: own.toString('pem'),
    async issue(text) {
      const request = new x509.Pkcs10CertificateRequest(text);
      if (!(await request.verify())) throw new Error('bad request signature');
      return sign('CN=rt-1', request.publicKey, []);
    },
    async issueServer(host) {
      const serverKeys = await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
      const type = /^\d/.test(host) ? 'ip' : 'dns';
      const cert = await sign(`CN=${host}`, serverKeys.publicKey, [
        new x509.SubjectAlternativeNameExtension([{ type, value: host }]),
      ]);
      const key = x509.PemConverter.encode(
        await crypto.subtle.exportKey('pkcs8', serverKeys.privateKey),
        'PRIVATE KEY',
      );
      return { cert, key };
    },
  };
}

/** The running platform. */
export interface ProofPlatform {
  origin: string;
  /** Bytes that reached the application after a handshake. */
  applicationBytes(): number;
  /** Requests that came with a certificate of the authority. */
  authorised(): number;
  close(): Promise<void>;
}

/** Serves `answer`; the certificate of an enrolment is made here. */
export async function startProofPlatform(
  authority: ProofAuthority,
  answer: (request: Request) => Promise<Response>,
  options: ServerOptions & { host?: string } = {},
): Promise<ProofPlatform> {
  const { host = '127.0.0.1', ...tls } = options;
  let bytes = 0;
  let authorised = 0;
  const sockets = new Set<Socket>();
  const server = createServer(
    { ...(await authority.issueServer(host)), ca: authority.pem, requestCert: true, rejectUnauthorized: false, ...tls },
    (incoming, outgoing) => {
      const abort = new AbortController();
      outgoing.once('close', () => abort.abort());
      if ((incoming.socket as TLSSocket).authorized) authorised += 1;
      void (async () => {
        const chunks: Uint8Array[] = [];
        for await (const chunk of incoming) chunks.push(chunk as Uint8Array);
        const body = Buffer.concat(chunks);
        const request = new Request(`https://${host}${incoming.url ?? '/'}`, {
          method: incoming.method ?? 'GET',
          headers: Object.entries(incoming.headers).map(([name, value]) => [name, String(value)] as [string, string]),
          signal: abort.signal,
          ...(body.byteLength > 0 ? { body } : {}),
        });
        const response = incoming.url?.endsWith('/enrol') ? await enrol(request) : await answer(request);
        outgoing
          .writeHead(response.status, Object.fromEntries(response.headers))
          .end(Buffer.from(await response.arrayBuffer()));
      })().catch(() => outgoing.destroy());
    },
  );
  const enrol = async (request: Request): Promise<Response> => {
    const asked = EnrolmentRequest.parse(await request.clone().json());
    const answered = await answer(request);
    if (!answered.ok) return answered;
    const certificate = await authority.issue(asked.certificateRequest);
    return Response.json({ ...((await answered.json()) as object), certificate, authority: authority.pem });
  };
  server.on('secureConnection', (socket) => {
    socket.on('data', (chunk: Uint8Array) => (bytes += chunk.byteLength));
  });
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    origin: `https://${host}:${(server.address() as AddressInfo).port}`,
    applicationBytes: () => bytes,
    authorised: () => authorised,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}
