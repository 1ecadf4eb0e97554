/**
 * Builds the dashboard when what it is made of has changed since the last build: live to dist/, demo to dist-demo/.
 *
 *     node scripts/build-if-stale.ts           both, each only when stale (what `npm start` does)
 *     node scripts/build-if-stale.ts demo      one of them
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const BUILDS = { live: { outDir: 'dist', mode: 'production' }, demo: { outDir: 'dist-demo', mode: 'demo' } };
const STAMPS = '.cache/build';

/** Everything that can change a build. The engine and the hosts are not in it: no page imports them. */
const SOURCES = [
  'index.html',
  'vite.config.ts',
  'package.json',
  'package-lock.json',
  'public',
  'src/main.tsx',
  'src/contract',
  'src/dashboard',
  'src/platform',
  'src/agent',
  'mocks',
];

const asked = process.argv[2];
const names = (['live', 'demo'] as const).filter((name) => asked === undefined || asked === name);
if (names.length === 0) throw new Error(`There is a live and a demo build, no ${asked}.`);

const hash = hashOf(SOURCES);
mkdirSync(STAMPS, { recursive: true });
for (const name of names) {
  const { outDir, mode } = BUILDS[name];
  const stamp = join(STAMPS, name);
  const isFresh = existsSync(join(outDir, 'index.html')) && existsSync(stamp) && readFileSync(stamp, 'utf8') === hash;
  if (isFresh) continue;
  console.log(`Building the dashboard (${name}).`);
  const { status } = spawnSync(
    process.execPath,
    ['node_modules/vite/bin/vite.js', 'build', '--mode', mode, '--logLevel', 'warn'],
    { stdio: 'inherit' },
  );
  if (status !== 0) {
    console.error(`The ${name} build failed; what it said stands above.`);
    process.exit(1);
  }
  writeFileSync(stamp, hash);
}

function hashOf(paths: string[]): string {
  const sum = createHash('sha256');
  const add = (path: string): void => {
    if (!existsSync(path)) return;
    for (const entry of readdirSync(path, { withFileTypes: true }).toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
      const inside = join(path, entry.name);
      if (entry.isDirectory()) add(inside);
      else addFile(inside);
    }
  };
  const addFile = (path: string): void => {
    sum.update(path).update('\0').update(readFileSync(path)).update('\0');
  };
  for (const path of paths) {
    if (/\.[a-z]+$/.test(path)) {
      if (existsSync(path)) addFile(path);
    } else add(path);
  }
  return sum.digest('hex');
}
