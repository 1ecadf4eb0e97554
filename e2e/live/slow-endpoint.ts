import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** An HTTP endpoint that answers only when it is told to: a run that calls it stays in flight for as long as a journey needs. */
export class SlowEndpoint {
  readonly #waiting = new Set<ServerResponse>();
  readonly #server = createServer((_, response) => {
    this.#waiting.add(response);
    response.once('close', () => this.#waiting.delete(response));
  });

  /** Listens on loopback; gives its address. */
  async start(): Promise<string> {
    await new Promise<void>((done) => this.#server.listen(0, '127.0.0.1', done));
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/feed`; // listening on TCP: never a pipe name
  }

  get waiting(): number {
    return this.#waiting.size;
  }

  /** Answers everybody who waits. */
  release(records: readonly object[]): void {
    for (const response of this.#waiting)
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(records));
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((done) => this.#server.close(done));
  }
}
