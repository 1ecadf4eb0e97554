import { readFileSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { createServer, type Server } from 'node:https';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { openAuthority } from '../../src/hosts/platform-node/authority.ts';
import type { LiveHost } from '../host/live-host.ts';

/**
 * Stands between an agent and its platform and keeps every byte that the agent sends, in the clear: the test owns both ends' keys.
 * The agent sees a server of its own authority; the platform sees the agent's own certificate.
 */
export class RecordingProxy {
  /** Everything that left the agent: request lines, headers and bodies, unpacked. */
  readonly sent: { method: string; path: string; body: string }[] = [];
  #server: Server | null = null;

  async start(host: LiveHost, port: number): Promise<void> {
    const authority = await openAuthority(join(host.stateDirectory, 'authority'), Date.now());
    const own = await authority.issueServer(['localhost'], Date.now());
    const platform = new URL(host.agentUrl);
    const server = createServer({ cert: own.certificatePem, key: own.keyPem }, (incoming, outgoing) => {
      const chunks: Buffer[] = [];
      incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
      incoming.on('end', () => {
        const body = Buffer.concat(chunks);
        this.sent.push({
          method: incoming.method ?? '',
          path: `${incoming.url}\n${JSON.stringify(incoming.headers)}`,
          body: unpacked(incoming, body),
        });
        const onward = httpsRequest(
          {
            host: platform.hostname,
            port: platform.port,
            method: incoming.method,
            path: incoming.url,
            headers: { ...incoming.headers, host: platform.host },
            ca: authority.certificatePem,
            ...identity(host),
          },
          (answer) => {
            outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
            answer.pipe(outgoing);
          },
        );
        onward.on('error', () => outgoing.destroy());
        outgoing.on('close', () => onward.destroy());
        onward.end(body);
      });
    });
    await new Promise<void>((done) => server.listen(port, '127.0.0.1', done));
    this.#server = server;
  }

  async stop(): Promise<void> {
    this.#server?.closeAllConnections();
    await new Promise((done) => this.#server?.close(done) ?? done(undefined));
  }
}

function identity(host: LiveHost): { cert?: string; key?: string } {
  const folder = join(host.agentState, 'identity');
  try {
    return {
      cert: readFileSync(join(folder, 'certificate.pem'), 'utf8'),
      key: readFileSync(join(folder, 'key.pem'), 'utf8'),
    };
  } catch {
    return {}; // not enrolled yet
  }
}

function unpacked(incoming: IncomingMessage, body: Buffer): string {
  return (incoming.headers['content-encoding'] === 'gzip' ? gunzipSync(body) : body).toString('utf8');
}
