import { execFileSync, spawn } from 'node:child_process';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import mysql from 'mysql2';
import { freePort, type TestServer } from './postgres-server.ts';

/** True where the system has MariaDB and lets us start it. */
export function hasMariadb(): boolean {
  try {
    execFileSync('mariadbd', ['--version'], { stdio: 'ignore' });
    return process.getuid?.() === 0;
  } catch {
    return false;
  }
}

/** Starts a real MariaDB of the system on a folder of its own. */
export async function startMariadb(): Promise<TestServer> {
  const folder = await mkdtemp(join(tmpdir(), 'daymark-mariadb-'));
  await chmod(folder, 0o755);
  const port = await freePort();
  const base = ['--no-defaults', `--datadir=${join(folder, 'data')}`, '--user=root'];
  execFileSync('mariadb-install-db', [...base, '--auth-root-authentication-method=normal', '--skip-test-db'], {
    stdio: 'ignore',
  });
  const server = spawn(
    'mariadbd',
    [
      ...base,
      '--bind-address=127.0.0.1',
      `--port=${port}`,
      `--socket=${join(folder, 's')}`,
      `--pid-file=${join(folder, 'pid')}`,
      '--innodb-flush-log-at-trx-commit=0',
      '--sync-frm=OFF',
    ],
    { stdio: 'ignore' },
  );
  const gone = new Promise((resolve) => server.once('exit', resolve));
  await prepare(port);
  return {
    port,
    user: 'tester',
    password: 'tester',
    database: 'shop',
    async close() {
      server.kill('SIGTERM');
      await gone;
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function prepare(port: number): Promise<void> {
  for (let tries = 0; ; tries += 1) {
    const client = mysql.createConnection({ host: '127.0.0.1', port, user: 'root', multipleStatements: true });
    client.on('error', () => {});
    try {
      await client
        .promise()
        .query(
          "CREATE DATABASE shop; CREATE USER tester@'%' IDENTIFIED BY 'tester'; GRANT ALL ON *.* TO tester@'%'; DROP USER IF EXISTS ''@'localhost'",
        );
      await client.promise().end();
      return;
    } catch (error) {
      client.destroy();
      if (tries > 150) throw error;
      await sleep(100);
    }
  }
}
