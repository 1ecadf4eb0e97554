import { mkdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { fileLog } from '#hosts/log.ts';
import { SentenceError } from '#hosts/sentence-error.ts';
import { readPlatformConfig } from './config.ts';
import { startPlatform } from './start-platform.ts';

/* A platform in production: `node src/hosts/platform-node/main.ts --config /etc/daymark/platform.json` (docs/operating.md). */

const projectFolder = resolve(dirname(fileURLToPath(import.meta.url)), '../../..');

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { config: { type: 'string' } } });
  if (!values.config)
    throw new SentenceError(
      'A platform needs its configuration: --config FILE (docs/operating.md describes the file).',
    );
  const config = readPlatformConfig(values.config, projectFolder);
  mkdirSync(config.stateDirectory, { recursive: true, mode: 0o700 });
  const release = (JSON.parse(readFileSync(join(projectFolder, 'package.json'), 'utf8')) as { version: string })
    .version;
  const running = await startPlatform(config, { release, log: fileLog(join(config.stateDirectory, 'platform.log')) });
  process.stdout.write(
    `Dashboard ${running.dashboardUrl}\nAgents    ${running.agentUrl}\nSign in   ${join(config.stateDirectory, 'sign-in-link.txt')}\n`,
  );
  const stop = () => void running.close().then(() => process.exit(0));
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
}

main().catch((error: unknown) => {
  process.stderr.write(
    error instanceof SentenceError ? `${error.message}\n` : `${String(error instanceof Error ? error.stack : error)}\n`,
  );
  process.exit(1);
});
