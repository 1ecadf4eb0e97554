/**
 * Weighs the scripts that each screen of the live build needs before it can draw, and fails when one is over its line.
 *
 *     node scripts/check-budget.ts      reads dist/, and dist-demo/ where it is there; builds nothing
 *
 * Counted is gzip of the page's entry, the screen, and all that these import statically. What a screen fetches beside that (charts,
 * the rest of a long list, what opens over the page) is not waited for and not counted.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

/** Lines in bytes. The first two are promised; the others stand a little above what the screens weigh, so that growth is a decision. */
const SCREENS = [
  { route: '/executions', source: 'src/dashboard/features/executions/ExecutionsScreen.tsx', limitBytes: 150_000 },
  { route: '/', source: 'src/dashboard/features/now/NowScreen.tsx', limitBytes: 150_000 },
  { route: '/executions/:id', source: 'src/dashboard/features/executions/ExecutionScreen.tsx', limitBytes: 165_000 },
  { route: '/runtimes', source: 'src/dashboard/features/runtimes/RuntimesScreen.tsx', limitBytes: 150_000 },
  { route: '/runtimes/:id', source: 'src/dashboard/features/runtimes/RuntimeScreen.tsx', limitBytes: 220_000 },
  { route: '/connectors', source: 'src/dashboard/features/connectors/ConnectorsScreen.tsx', limitBytes: 215_000 },
  { route: '/requests', source: 'src/dashboard/features/requests/RequestsScreen.tsx', limitBytes: 150_000 },
  { route: '/requests/:id', source: 'src/dashboard/features/requests/RequestScreen.tsx', limitBytes: 150_000 },
  { route: '/settings', source: 'src/dashboard/features/settings/SettingsScreen.tsx', limitBytes: 210_000 },
];

const ENTRY = 'index.html';

/** What Vite writes to `.vite/manifest.json`: scripts by their source, or by a name of their own when they have none. */
type Manifest = Record<string, { file: string; imports?: string[] }>;

const live = readManifest('dist');
if (live === null) throw new Error('There is no live build to weigh: run `npm run build` first.');

const entryBytes = weigh('dist', live, [ENTRY]);
console.log(row('live', 'gzip bytes', 'line', 'entry and'));
let over = 0;
for (const { route, source, limitBytes } of SCREENS) {
  const bytes = weigh('dist', live, [ENTRY, source]);
  if (bytes > limitBytes) over++;
  console.log(row(route, grouped(bytes), grouped(limitBytes), grouped(bytes - entryBytes), bytes > limitBytes));
}
const demo = readManifest('dist-demo');
if (demo !== null) console.log(row('demo, entry', grouped(weigh('dist-demo', demo, [ENTRY])), 'none', ''));
if (over > 0) {
  console.error(`${over} over the line: load what the first paint does not need later, or move the line on purpose.`);
  process.exitCode = 1;
}

function readManifest(outDir: string): Manifest | null {
  const path = join(outDir, '.vite', 'manifest.json');
  // Asserted: written by Vite; a script that is not where this says fails below by its name.
  return existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as Manifest) : null;
}

/** Gzip bytes of these scripts and all that they import statically, each counted once. */
function weigh(outDir: string, manifest: Manifest, keys: string[]): number {
  const files = new Set<string>();
  const add = (key: string): void => {
    const script = manifest[key];
    if (script === undefined) throw new Error(`${outDir} has no script of ${key}: the list of screens is out of date.`);
    if (files.has(script.file)) return;
    files.add(script.file);
    for (const imported of script.imports ?? []) add(imported);
  };
  for (const key of keys) add(key);
  return [...files].reduce((sum, file) => sum + gzipSync(readFileSync(join(outDir, file))).length, 0);
}

function row(route: string, bytes: string, limit: string, own: string, isOver = false): string {
  return `${isOver ? 'OVER' : '    '} ${route.padEnd(16)}${bytes.padStart(12)}${limit.padStart(10)}${own.padStart(11)}`;
}

function grouped(bytes: number): string {
  return bytes.toLocaleString('en').replaceAll(',', ' ');
}
