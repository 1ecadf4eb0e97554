import { Readable } from 'node:stream';
import type { ReadableStream as NodeReadableStream } from 'node:stream/web';
import { Pool } from 'undici';
import { PlatformNotTrustedError, type TransportPort } from '#agent/index.ts';

/** What a connection is made with. Without a certificate only enrolment works. */
export interface TlsMaterial {
  /** PEM of the one authority that is believed; the computer's own list of authorities plays no part. */
  authority: string;
  certificate: string | null;
  key: string | null;
}

/** The way to the platform over mutual TLS. */
export interface NodeTransport extends TransportPort {
  /** Uses new material from the next call on. */
  renew(): void;
  close(): Promise<void>;
}

/** A held poll, a beat, a batch, four answers with their progress: more are never under way. */
const CONNECTIONS = 8;
const CONNECT_TIMEOUT_MS = 10_000;
const ANSWER_MAX_BYTES = 16_000_000;

/** How Node and OpenSSL say that the handshake failed. */
const tlsCode =
  /^(CERT_|ERR_TLS_|ERR_SSL_|UNABLE_TO_|DEPTH_ZERO_SELF_SIGNED|SELF_SIGNED_CERT|HOSTNAME_MISMATCH|INVALID_CA|INVALID_PURPOSE|EPROTO$)/;

/**
 * Makes the transport to `platform` (an https origin) and to nowhere else: TLS 1.2 or newer, the pinned authority, the host name checked,
 * connections kept open. Nothing of a request is written before the handshake has succeeded. Redirects are refused.
 */
export function createTransport(platform: string, material: () => TlsMaterial): NodeTransport {
  const { origin } = new URL(platform);
  let pool: Pool | null = null;

  const open = (): Pool => {
    const { authority, certificate, key } = material();
    return new Pool(origin, {
      connections: CONNECTIONS,
      pipelining: 1,
      allowH2: false,
      connect: {
        ca: authority,
        ...(certificate !== null && key !== null ? { cert: certificate, key } : {}),
        minVersion: 'TLSv1.2',
        rejectUnauthorized: true, // whatever NODE_TLS_REJECT_UNAUTHORIZED says
        timeout: CONNECT_TIMEOUT_MS,
      },
    });
  };

  return {
    async fetch(request) {
      const url = new URL(request.url);
      if (url.origin !== origin) throw new Error(`only ${origin} is ever called, not ${url.origin}`);
      pool ??= open();
      try {
        const { statusCode, headers, body } = await pool.request({
          path: url.pathname + url.search,
          method: request.method as 'GET' | 'POST',
          headers: Object.fromEntries(request.headers),
          body: await bodyOf(request),
          signal: request.signal,
        });
        if (statusCode >= 300 && statusCode < 400) {
          await body.dump();
          throw new Error(`the platform answered with a redirect (${statusCode}): not followed`);
        }
        const bytes = await readBounded(body);
        const type = headers['content-type'];
        return new Response(statusCode === 204 ? null : bytes, {
          status: statusCode,
          headers: typeof type === 'string' ? { 'content-type': type } : {},
        });
      } catch (error) {
        throw explain(error, origin);
      }
    },
    renew() {
      const old = pool;
      pool = null;
      void old?.close();
    },
    async close() {
      await pool?.destroy();
    },
  };
}

/** A streamed body stays a stream; anything else is given whole, so that it travels with its length. */
async function bodyOf(request: Request): Promise<Readable | Uint8Array | null> {
  if (request.body === null) return null;
  if (request.headers.get('content-type') === 'application/json') return new Uint8Array(await request.arrayBuffer());
  return Readable.fromWeb(request.body as NodeReadableStream);
}

async function readBounded(body: Readable): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body as AsyncIterable<Uint8Array>) {
    size += chunk.byteLength;
    if (size > ANSWER_MAX_BYTES) throw new Error(`the platform answered more than ${ANSWER_MAX_BYTES} bytes`);
    chunks.push(chunk);
  }
  return new Uint8Array(Buffer.concat(chunks));
}

/** Failed handshakes become `PlatformNotTrustedError`; the rest keeps its cause. */
function explain(error: unknown, origin: string): Error {
  if (!(error instanceof Error)) return new Error(String(error));
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  if (!tlsCode.test(code))
    return new Error(`${origin}: ${code} ${error.message}`.replace(/: +/, ': '), { cause: error });
  return new PlatformNotTrustedError(
    `${origin} did not prove that it is this runtime's platform: ${sentenceOf(code, error.message)}`,
    { cause: error },
  );
}

function sentenceOf(code: string, message: string): string {
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID') return 'its certificate is for another host name';
  if (code === 'CERT_HAS_EXPIRED') return 'its certificate has expired';
  if (code === 'CERT_NOT_YET_VALID') return 'its certificate is not valid yet (compare the clocks)';
  if (/^(UNABLE_TO_|SELF_SIGNED|DEPTH_ZERO|CERT_SIGNATURE|INVALID_CA)/.test(code))
    return 'its certificate is not from the pinned authority';
  if (/PROTOCOL|VERSION/i.test(`${code} ${message}`)) return 'it does not speak TLS 1.2 or newer';
  return code;
}
