import { createReadStream, statSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { extname, join, resolve } from 'node:path';
import { freePort } from './free-port.ts';

const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
};
const SUB_PATH = '/some/sub-path/';

/** The built demo on a plain static file server, under a sub-path, with no rewriting of addresses: the least that any host does. */
export class DemoHost {
  readonly kind = 'demo';
  #server: Server | null = null;
  #port = 0;
  /** Every path that was asked for: nothing but files of the build may be among them. */
  readonly asked: string[] = [];

  async start(): Promise<void> {
    const folder = resolve(import.meta.dirname, '../../dist-demo');
    this.#port = await freePort();
    const server = createServer((request, response) => {
      const path = decodeURIComponent(new URL(request.url ?? '/', 'http://localhost').pathname);
      this.asked.push(path);
      const file = path.startsWith(SUB_PATH)
        ? join(folder, path === SUB_PATH ? 'index.html' : path.slice(SUB_PATH.length))
        : '';
      if (!file.startsWith(folder) || !statSync(file, { throwIfNoEntry: false })?.isFile()) {
        response.writeHead(404).end('not here');
        return;
      }
      response.writeHead(200, { 'content-type': types[extname(file)] ?? 'application/octet-stream' });
      createReadStream(file).pipe(response);
    });
    await new Promise<void>((done) => server.listen(this.#port, '127.0.0.1', done));
    this.#server = server;
  }

  /** Address of a view, e.g. `/executions?state=failed`, in a world, e.g. `scenario=calm&seed=7`. */
  url(view: string, world = ''): string {
    return `http://127.0.0.1:${this.#port}${SUB_PATH}${world ? `?${world}` : ''}#${view}`;
  }

  async stop(): Promise<void> {
    this.#server?.closeAllConnections();
    await new Promise((done) => this.#server?.close(done) ?? done(undefined));
  }
}
